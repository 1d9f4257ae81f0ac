// Replays a token, and refuses to tell anything of a run that the token does not fit.
import { InvalidTokenError, ReplayDivergedError } from '../world/index.ts';
import { Fingerprint } from './fingerprint.ts';
import { type PickedStep, SchedulePicker } from './picker.ts';
import type { Schedule } from './schedule.ts';
import { decodeToken, type Replay } from './token.ts';

const markHalf = 4;

export class Replayer {
  readonly token: string;
  readonly #replay: Replay;
  readonly #fingerprint = new Fingerprint();
  readonly picker: SchedulePicker;

  /** @throws {@link InvalidTokenError} if the token is damaged or of another version */
  constructor(token: string, onStep?: (step: PickedStep) => void) {
    this.token = token.trim();
    this.#replay = decodeToken(token);
    const given: Schedule = { choices: this.#replay.schedule, delays: this.#replay.delays };
    this.picker = new SchedulePicker({
      given,
      fingerprint: this.#fingerprint,
      ...(onStep !== undefined && { onStep }),
    });
  }

  get seed(): string {
    return this.#replay.seed;
  }

  /** Of the run: what a token of it carries. */
  readonly mark = (): string | undefined => this.#fingerprint.mark;

  /** Whether the token says anything of the order of events. */
  get hasSchedule(): boolean {
    return this.#replay.schedule.length > 0 || this.#replay.delays !== undefined;
  }

  /** Whether the run that has ended began as no run of the token's scenario does. */
  get isForeign(): boolean {
    const { mark } = this.#replay;
    return mark !== undefined && mark.slice(0, markHalf) !== this.#fingerprint.begin;
  }

  /**
   * To be called when the run has ended, before anybody is told how.
   *
   * @throws {@link InvalidTokenError} if the token belongs to another scenario
   * @throws {@link ReplayDivergedError} if the run did not go as the token says
   */
  check(): void {
    const { picker, token } = this;
    const { mark } = this.#replay;
    if (this.isForeign) throw foreignToken(token);
    const reason =
      picker.divergence?.reason ?? (picker.hasFollowed ? undefined : 'the run ended before the last choice');
    const at = picker.divergence?.decision ?? picker.choices.length;
    if (reason === undefined && (mark === undefined || mark === this.#fingerprint.mark)) return;
    throw new ReplayDivergedError(
      `the token ${token} does not fit the run: ${reason === undefined ? 'other events came on the way' : `at decision ${at}, ${reason}`}.\n` +
        '  Likely cause: the scenario or the code under test has changed since the token was printed, or it reads something that no fake\n' +
        '  controls, or keeps state from one run to the next. Run the search again, without the token, to get a new one.',
    );
  }
}

export function foreignToken(token: string): InvalidTokenError {
  return new InvalidTokenError(
    `the token ${token} belongs to another scenario: where this one first has a choice, other events are pending.\n` +
      '  Likely cause: it was pasted into another test, or what is requested, or how it is called, has changed since.\n' +
      '  Run the search again, without the token, to get a new one.',
  );
}
