// No false alarm: failing schedules of the racy programs, brought about on real timers with answers from a real server.
import { describe, expect, test } from 'vitest';
import { encodeToken } from '../../../src/explore/token.ts';
import { explore, ScheduleFailure } from '../../../src/index.ts';
import { races } from '../races/index.ts';
import type { Race } from '../races/race.ts';

const eachAtMost = 8;
const decisions = 8;

/** Failing schedules of a program: the one that the search finds, and others with one departure or two. */
async function failingTokens({ racy }: Race): Promise<string[]> {
  const found: ScheduleFailure = await explore(racy).catch((error) => error);
  const tokens = new Set([found.token]);
  const tryThis = async (schedule: readonly number[]) => {
    if (tokens.size >= eachAtMost) return;
    const failure = await explore(racy, { replay: encodeToken({ seed: '42', schedule }) }).catch(
      (error) => error,
    );
    if (failure instanceof ScheduleFailure) tokens.add(failure.token);
  };
  const none = (count: number) => new Array<number>(count).fill(0);
  for (const choice of [1, 2]) {
    for (let first = 0; first < decisions; first++) {
      await tryThis([...none(first), choice]);
      for (let second = first + 1; second < decisions; second++)
        await tryThis([...none(first), choice, ...none(second - first - 1), 1]);
    }
  }
  return [...tokens];
}

/**
 * Confirms them, and tells how many were. A real machine may be too slow for an order to come about, which the result says; then it speaks neither
 * for the schedule nor against it. What must not be is that the order came, and the failure did not.
 */
async function confirmAll(race: Race): Promise<number> {
  let confirmed = 0;
  for (const replay of await failingTokens(race)) {
    const failure: ScheduleFailure = await explore(race.racy, { replay, confirm: true }).catch(
      (error) => error,
    );
    const { status, detail } = failure.confirmation ?? {};
    expect(['confirmed', 'unreached'], `${race.name} ${replay}: ${detail}`).toContain(status);
    if (status === 'confirmed') confirmed++;
  }
  return confirmed;
}

describe('failing schedules of the racy programs', () => {
  test('come out on the real clock too, more than 50 of them', { timeout: 60_000 }, async () => {
    let confirmed = 0;
    for (const race of races) confirmed += await confirmAll(race);
    expect(confirmed).toBeGreaterThanOrEqual(50);
  });
});
