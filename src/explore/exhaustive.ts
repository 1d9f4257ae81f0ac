// Every order there is, each once, in order of its departures from the plain run, as Lincheck bounds its context switches (Koval et al., CAV 2023)
// and CHESS its preemptions (Musuvathi and Qadeer, PLDI 2007). Stateless: a run follows a prefix and then the plain run, and what else could
// have been taken on the way are the prefixes to come. Guarantee: if it ends, every order that has moments within all windows was run.
import { ReplayDivergedError } from '../world/index.ts';
import type { Branch } from './branches.ts';
import type { CoverageRecord } from './coverage.ts';
import type { RunRequest, RunResult, Source } from './engine.ts';
import type { Path } from './guide.ts';
import { SchedulePicker } from './picker.ts';
import { departuresOf } from './schedule.ts';

/** A path to run: another run's up to a decision, and what else could be taken there. */
interface Node {
  readonly taken: readonly number[];
  readonly branch: Branch;
  /** It was dealt to this shard, and so is what follows from it. */
  readonly isDealt: boolean;
}

/** First in, first out. */
class Queue {
  readonly #items: (Node | undefined)[] = [];
  #at = 0;

  push(node: Node): void {
    this.#items.push(node);
  }

  shift(): Node | undefined {
    const node = this.#items[this.#at];
    if (node === undefined) return undefined;
    this.#items[this.#at++] = undefined;
    return node;
  }
}

export interface ExhaustiveOptions {
  /** Orders with more departures than this are left out. */
  readonly maxDepartures?: number;
  /** Only the part `index` (from 1) of `of`. */
  readonly shard?: readonly [index: number, of: number];
  readonly coverage?: CoverageRecord;
  /** How many more runs there may be; no more paths are kept waiting. */
  readonly room: () => number;
  /** Called after each run that belongs to the shard; `true` makes a pause: the source gives no run when it is asked next. */
  readonly onRun: (result: RunResult) => boolean;
}

// Paths with so many departures are dealt out among the shards; what leads to them is run by each, and counted by the first.
const dealtDepartures = 2;

export class Exhaustive implements Source {
  readonly #options: ExhaustiveOptions;
  // By number of departures, in order of discovery.
  readonly #waiting: Queue[] = [];
  #size = 0;
  #dealt = 0;
  #running: Node | undefined = undefined;
  #hasBegun = false;
  // Set between a run that asked for a pause and the next question for a run.
  #isPaused = false;
  #isComplete = true;
  /** Orders were left out: with more events at one instant than are put in order. */
  isCut = false;

  constructor(options: ExhaustiveOptions) {
    this.#options = options;
  }

  /** Whether every order (of this shard, within its departures) has been run. */
  get isComplete(): boolean {
    return (
      this.#isComplete && !this.isCut && this.#hasBegun && this.#running === undefined && this.#size === 0
    );
  }

  next(): RunRequest | undefined {
    if (this.#isPaused) {
      this.#isPaused = false;
      return undefined;
    }
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      return this.#request({});
    }
    if (this.#options.room() <= 0) return undefined;
    const node = this.#take();
    if (node === undefined) return undefined;
    this.#running = node;
    return this.#request({ given: pathOf(node) });
  }

  #request(given: { readonly given?: Path }): RunRequest {
    const { coverage } = this.#options;
    const covered = coverage === undefined ? given : { ...given, coverage };
    return { picker: new SchedulePicker({ ...covered, findsBranches: true }) };
  }

  done(result: RunResult): void {
    const { picker } = result;
    const node = this.#running;
    this.#running = undefined;
    const isMoved = node?.branch.isMoved === true;
    const isDealt = node?.isDealt === true;
    // At other moments the program may do something else: that is another order, found from where it belongs.
    if (picker.divergence !== undefined && (isMoved || picker.divergence.isOfMoment)) return;
    if (picker.divergence !== undefined || !picker.hasFollowed) {
      throw new ReplayDivergedError(
        'the scenario does not do the same thing each time: the same schedule, run again, ' +
          `${picker.divergence === undefined ? 'ended before its last choice' : `found at decision ${picker.divergence.decision} that ${picker.divergence.reason}`}.\n` +
          '  Likely cause: it reads something that no fake controls, or keeps state from one run to the next (a cache at module level).\n' +
          '  Make what it keeps inside the scenario, so that every run begins with nothing.',
      );
    }
    if (picker.isCut) this.isCut = true;
    const departures = departuresOf(picker.schedule);
    if (departures < (this.#options.maxDepartures ?? Number.POSITIVE_INFINITY))
      this.#file(picker, departures + 1, isDealt);
    const { shard } = this.#options;
    const isCounted = shard === undefined || isDealt || shard[0] === 1;
    if (isCounted && this.#options.onRun(result)) this.#isPaused = true;
  }

  #file(picker: SchedulePicker, departures: number, isDealt: boolean): void {
    const { branches } = picker;
    if (branches.length === 0) return;
    const { shard } = this.#options;
    const kept = picker.taken.slice(0, (branches.at(-1) as Branch).decision);
    const room = this.#options.room();
    const isDealing = shard !== undefined && !isDealt && departures >= dealtDepartures;
    for (const branch of branches) {
      if (isDealing && this.#dealt++ % shard[1] !== shard[0] - 1) continue;
      if (this.#size >= room) {
        this.#isComplete = false;
        return;
      }
      this.#queue(departures).push({ taken: kept, branch, isDealt: isDealt || isDealing });
      this.#size++;
    }
  }

  #queue(departures: number): Queue {
    while (this.#waiting.length <= departures) this.#waiting.push(new Queue());
    return this.#waiting[departures] as Queue;
  }

  #take(): Node | undefined {
    for (const queue of this.#waiting) {
      const node = queue.shift();
      if (node === undefined) continue;
      this.#size--;
      return node;
    }
    return undefined;
  }
}

function pathOf({ taken, branch }: Node): Path {
  return { taken: [...taken.slice(0, branch.decision), branch.taken], delays: branch.delays };
}
