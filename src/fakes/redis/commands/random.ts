// Random choice, as SRANDMEMBER, HRANDFIELD and ZRANDMEMBER have it.
import { ReplyError } from '../resp/index.ts';
import type { Session } from '../session/index.ts';
import { integer } from './arguments.ts';

/** `count` different elements, or -count that may repeat. */
export function choose<T>(items: readonly T[], count: number, { engine }: Session): T[] {
  const pick = (below: number) => Math.floor(engine.random() * below);
  if (count < 0) {
    return items.length === 0 ? [] : Array.from({ length: -count }, () => items[pick(items.length)] as T);
  }
  const rest = [...items];
  if (count >= rest.length) return rest;
  return Array.from({ length: count }, () => {
    const at = pick(rest.length);
    const chosen = rest[at] as T;
    rest[at] = rest.at(-1) as T;
    rest.pop();
    return chosen;
  });
}

const tooMany = new ReplyError('ERR value is out of range');
const limit = 2 ** 62;

/** @throws {@link ReplyError} for a count that is none, or could not be answered */
export function randomCount(text: string, isPaired = false): number {
  const count = integer(text);
  if (isPaired ? Math.abs(count) > limit : count < -(2 ** 63)) throw tooMany;
  return count;
}
