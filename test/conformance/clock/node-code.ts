// Node's own timers on an event loop that is never late: the very source of the running Node's lib/timers.js and lib/internal/timers.js (and the
// list and the queue they use), evaluated over a loop whose clock the test moves. The loop's phases are libuv's (uv_run: timers, poll, check),
// and what stands around a callback is src/env.cc's: RunTimers calls again after an exception, CheckImmediate while some are outstanding.
import { createRequire } from 'node:module';
import { inspect, promisify } from 'node:util';
import type { Timers } from './programs.ts';

type Source = Record<string, string>;
type Callbacks = { processImmediate: () => void; processTimers: (now: number) => number };

const require = createRequire(import.meta.url);
const holder = process as unknown as { binding(name: 'natives'): Source; _tickCallback(): void };
const natives = holder.binding('natives');

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** `MathTrunc`, `ArrayPrototypePush`, `Symbol`: the names under which Node's code has the language's own functions. */
const primordials = new Proxy(
  {},
  {
    get(_, name: string) {
      const whole = Reflect.get(globalThis, name);
      if (whole !== undefined) return whole;
      const [, type, isMethod, member] = name.match(
        /^(Array|Function|Math|Number|Object|Reflect|Symbol)(Prototype)?(.+)$/,
      ) as string[];
      const object = Reflect.get(globalThis, type as string);
      if (isMethod) return Function.prototype.call.bind(object.prototype[lowerFirst(member as string)]);
      return object[lowerFirst(member as string)] ?? object[member as string];
    },
  },
);

export class NeverLateLoop {
  now = 0;
  readonly timers: Timers;
  readonly #callbacks: Callbacks;
  readonly #immediates: Uint32Array;
  readonly #timeouts: Int32Array;
  #wakeAt = Number.POSITIVE_INFINITY;
  #hasRefedTimers = false;
  #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    const modules = new Map<string, unknown>();
    const binding = {
      immediateInfo: new Uint32Array(3),
      timeoutInfo: new Int32Array(1),
      toggleImmediateRef: () => undefined,
      toggleTimerRef: (isRefed: boolean) => {
        this.#hasRefedTimers = isRefed;
      },
      getLibuvNow: () => this.now,
      scheduleTimer: (ms: number) => {
        this.#wakeAt = this.now + Math.max(ms, 1);
      },
    };
    this.#immediates = binding.immediateInfo;
    this.#timeouts = binding.timeoutInfo;
    const stubs: Record<string, unknown> = {
      'internal/async_hooks': {
        getDefaultTriggerAsyncId: () => 0,
        newAsyncId: (
          (id) => () =>
            ++id
        )(0),
        initHooksExist: () => false,
        emitInit: () => undefined,
        emitBefore: () => undefined,
        emitAfter: () => undefined,
        emitDestroy: () => undefined,
        symbols: { async_local_storage_context_symbol: Symbol('context') },
      },
      'internal/errors': { codes: {} },
      'internal/validators': { validateFunction: () => undefined, validateNumber: () => undefined },
      'internal/util/inspect': { inspect },
      'internal/util/debuglog': { debuglog: () => () => undefined },
      'internal/async_context_frame': {
        current: () => undefined,
        exchange: () => undefined,
        set: () => undefined,
      },
      'internal/util': { promisify, SymbolDispose: Symbol.dispose, deprecate: (fn: unknown) => fn },
      util: require('node:util'),
    };
    const load = (id: string): unknown => {
      if (id in stubs) return stubs[id];
      if (modules.has(id)) return modules.get(id);
      const module = { exports: {} as unknown };
      const names = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
      const evaluate = new Function(...names, natives[id] as string);
      const internalBinding = (name: string) =>
        name === 'timers' ? binding : { enqueueMicrotask: queueMicrotask };
      evaluate(module.exports, load, module, { emitWarning: () => undefined }, internalBinding, primordials);
      modules.set(id, module.exports);
      return module.exports;
    };
    this.#callbacks = (
      load('internal/timers') as { getTimerCallbacks(drain: () => void): Callbacks }
    ).getTimerCallbacks(drain);
    this.timers = load('timers') as Timers;
  }

  /** Whether anything that is ref'd is pending: while a timer's callback begins, that timer counts. */
  get isAlive(): boolean {
    return (this.#timeouts[0] as number) > 0 || (this.#immediates[1] as number) > 0;
  }

  /** Runs until nothing keeps the loop alive. Must be called from a macrotask. */
  run(): void {
    drain();
    for (;;) {
      if (this.#wakeAt <= this.now) this.#runTimers();
      const [count, refed] = this.#immediates as unknown as [number, number];
      if (count > 0) this.#runImmediates();
      if ((this.#immediates[1] as number) > 0) continue;
      if (!this.#hasRefedTimers || this.#wakeAt === Number.POSITIVE_INFINITY) {
        if (refed === 0) return;
      } else if (this.#wakeAt > this.now) this.now = this.#wakeAt;
    }
  }

  #runTimers(): void {
    this.#wakeAt = Number.POSITIVE_INFINITY;
    const next = this.#untilItReturns(() => this.#callbacks.processTimers(this.now));
    if (next !== 0) this.#wakeAt = Math.max(Math.abs(next), this.now + 1);
    this.#hasRefedTimers = next > 0;
    drain();
  }

  #runImmediates(): void {
    do {
      this.#untilItReturns(() => this.#callbacks.processImmediate());
      drain();
    } while (this.#immediates[2] === 1);
  }

  #untilItReturns<T>(call: () => T): T {
    for (;;) {
      try {
        return call();
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

function drain(): void {
  holder._tickCallback();
}
