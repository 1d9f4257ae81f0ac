// What virtual time cannot tell: whether runs that took none of it were concurrent.
import type { Span } from '../world/index.ts';
import { interleavedAtAnInstant } from './algebra/index.ts';
import { wrong } from './arguments.ts';
import type { Call } from './matcher.ts';

const remedy =
  'Give what they wait for a duration: a delay of the reply, or the latency option of the world.';

/** The hint for where concurrency was expected and no run took any time. */
export function noDuration(spans: readonly Span[]): string | undefined {
  if (spans.some((span) => span.end !== span.start)) return undefined;
  return `Each run began and ended at one instant: what takes no time overlaps nothing.\n  ${remedy}`;
}

/**
 * Refuses to call runs sequential that were interleaved without taking any time.
 *
 * @throws {@link InvalidArgumentError} if more than `limit` of them were
 */
export function refuseInterleaved(call: Call, name: string, spans: readonly Span[], limit: number): void {
  const interleaved = interleavedAtAnInstant(spans);
  if (interleaved.length <= limit) return;
  throw wrong(
    call,
    `${interleaved.length} runs of ${name} began before one another had ended, all within the instant +${interleaved[0]?.start}ms, and what\n` +
      `  takes no time overlaps nothing: it cannot be told whether they were concurrent.\n  ${remedy}`,
  );
}
