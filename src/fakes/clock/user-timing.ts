// The marks and measures of one world (W3C User Timing; Node: lib/internal/perf/usertiming.js). They never reach the process's own buffer, which
// nobody would empty, and where worlds would see one another's. What Node would refuse is given to the real functions, before anything is kept.
import type {
  MarkOptions,
  MeasureOptions,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
} from 'node:perf_hooks';
import { PerformanceMark as Mark, PerformanceMeasure as Measure } from 'node:perf_hooks';
import { type Kernel, real } from '../../world/index.ts';

const { performance } = real;

// Node's constructors write into the process's own map of marks, so entries are made from the symbols under which a sample keeps its fields.
const sampleName = 'escapement: a sample';
const sample: object = new (Mark as unknown as new (name: string, options: MarkOptions) => object)(
  sampleName,
  { startTime: 1, detail: 2 },
);
performance.clearMarks(sampleName);
const [nameKey, typeKey, startKey, durationKey, detailKey] = [sampleName, 'mark', 1, 0, 2].map(
  (value) => Object.getOwnPropertySymbols(sample).find((key) => Reflect.get(sample, key) === value) as symbol,
) as [symbol, symbol, symbol, symbol, symbol];

// Milestones of the process, which a measure may name and a mark may not.
const reserved = new Set<string>([
  'nodeStart',
  'v8Start',
  'environment',
  'loopStart',
  'loopExit',
  'bootstrapComplete',
]);

type Bound = string | number | undefined;

export class UserTimings {
  readonly #kernel: Kernel;
  readonly #marks: PerformanceEntry[] = [];
  readonly #measures: PerformanceEntry[] = [];
  /** The latest mark of each name. */
  readonly #times = new Map<string, number>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  mark(name: string, options?: MarkOptions | null): PerformanceMark {
    const text = `${name}`;
    const startTime = options?.startTime ?? this.#kernel.now;
    const isObject =
      options === undefined || options === null || (typeof options === 'object' && !Array.isArray(options));
    if (reserved.has(text) || !isObject || typeof startTime !== 'number' || startTime < 0) {
      return performance.mark(text, options as MarkOptions);
    }
    const entry = makeEntry(Mark, text, 'mark', startTime, 0, options?.detail);
    this.#times.set(text, startTime);
    this.#marks.push(entry);
    return entry as PerformanceMark;
  }

  measure(name: string, startOrOptions?: string | MeasureOptions, endMark?: string): PerformanceMeasure {
    const options = typeof startOrOptions === 'object' && startOrOptions !== null ? startOrOptions : {};
    const hasBounds = options.start !== undefined || options.end !== undefined;
    const hasAll = options.start !== undefined && options.end !== undefined && options.duration !== undefined;
    if (typeof name !== 'string' || (hasBounds && endMark !== undefined) || hasAll) {
      return Reflect.apply(performance.measure, performance, [name, startOrOptions, endMark]);
    }
    const end = this.#end(hasBounds ? options : {}, endMark);
    const start =
      typeof startOrOptions === 'string'
        ? this.#time(startOrOptions)
        : this.#start(hasBounds ? options : {}, end);
    const entry = makeEntry(Measure, name, 'measure', start, end - start, options.detail);
    this.#measures.push(entry);
    return entry as PerformanceMeasure;
  }

  /** In order of their start. */
  entries(name?: string, type?: string): PerformanceEntry[] {
    const all =
      type === 'mark'
        ? this.#marks
        : type === 'measure'
          ? this.#measures
          : type === undefined
            ? [...this.#marks, ...this.#measures]
            : [];
    return all
      .filter((entry) => name === undefined || entry.name === name)
      .sort((a, b) => a.startTime - b.startTime);
  }

  clearMarks(name?: string): void {
    // A name that Node reserves: the real function throws.
    if (name !== undefined && reserved.has(`${name}`)) performance.clearMarks(name);
    if (name === undefined) this.#times.clear();
    else this.#times.delete(`${name}`);
    drop(this.#marks, name);
  }

  clearMeasures(name?: string): void {
    drop(this.#measures, name);
  }

  #end(options: MeasureOptions, endMark: Bound): number {
    if (endMark !== undefined) return this.#time(endMark);
    if (options.end !== undefined) return this.#time(options.end);
    if (options.start !== undefined && options.duration !== undefined)
      return this.#time(options.start) + this.#time(options.duration);
    return this.#kernel.now;
  }

  #start(options: MeasureOptions, end: number): number {
    if (options.start !== undefined) return this.#time(options.start);
    return options.duration !== undefined ? end - this.#time(options.duration) : 0;
  }

  #time(bound: string | number): number {
    if (typeof bound === 'number') {
      if (bound < 0) performance.measure('', { start: bound });
      return bound;
    }
    const name = `${bound}`;
    if (reserved.has(name)) return performance.nodeTiming[name as 'nodeStart'];
    const time = this.#times.get(name);
    if (time === undefined)
      throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
    return time;
  }
}

function makeEntry(
  kind: { readonly prototype: object },
  name: string,
  type: string,
  start: number,
  duration: number,
  detail: unknown,
): PerformanceEntry {
  const fields: [symbol, unknown][] = [
    [nameKey, name],
    [typeKey, type],
    [startKey, start],
    [durationKey, duration],
    [detailKey, detail === undefined || detail === null ? null : structuredClone(detail)],
  ];
  return Object.assign(Object.create(kind.prototype), Object.fromEntries(fields));
}

function drop(entries: PerformanceEntry[], name: string | undefined): void {
  const rest = name === undefined ? [] : entries.filter((entry) => entry.name !== `${name}`);
  entries.splice(0, entries.length, ...rest);
}
