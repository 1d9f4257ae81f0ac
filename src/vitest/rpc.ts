// Vitest's messages to its main process. No hook sees them, and the test that sends one may be waiting for the answer (a dynamic import, a
// snapshot, an annotation): while one is under way, time stands still. In every world, since several tests may wait for one import.
// They leave the world's context, so that what the sending needs is neither the world's time nor its randomness.
import { hub, type Kernel } from '../world/index.ts';
import { isFirstPatch, realm } from './realm.ts';

/** Nobody waits for these. */
const oneWay = new Set(['onUserConsoleLog', 'onUnhandledError']);

function begin(label: string): () => void {
  const kernels = new Set<Kernel>(realm.attempts.keys());
  const caller = hub.storage.getStore()?.kernel;
  if (caller !== undefined) kernels.add(caller);
  const call = { label, holds: [...kernels].map((kernel) => kernel.hold(label)) };
  realm.calls.add(call);
  return () => {
    realm.calls.delete(call);
    for (const hold of call.holds) hold.release();
  };
}

/** A world that begins while messages are under way may come to wait for them as well. */
export function holdForOutstanding(kernel: Kernel): void {
  for (const { label, holds } of realm.calls) holds.push(kernel.hold(label));
}

/** Holds time in every world of the realm until `run`'s promise has settled. */
export async function holding<T>(label: string, run: () => Promise<T>): Promise<T> {
  const end = begin(label);
  try {
    return await run();
  } finally {
    end();
  }
}

type Rpc = Record<string, ((...args: unknown[]) => Promise<unknown>) & { asEvent?: unknown }>;

function wrap(rpc: Rpc): Rpc {
  const wrapped = new Map<PropertyKey, unknown>();
  return new Proxy(rpc, {
    get(target, method: string) {
      const send = target[method];
      if (typeof send !== 'function' || method.startsWith('$')) return send;
      let call = wrapped.get(method);
      if (call === undefined) {
        const leave = (...args: unknown[]) => hub.storage.exit(send, ...args);
        const held = (...args: unknown[]) =>
          holding(method === 'fetch' ? `the import of ${args[0]}` : '', () => leave(...args));
        call = Object.assign(oneWay.has(method) ? leave : held, { asEvent: send.asEvent });
        wrapped.set(method, call);
      }
      return call;
    },
  });
}

interface WorkerState {
  rpc: Rpc;
}

interface ModuleRunner {
  readonly evaluator: { runExternalModule(file: string): Promise<unknown> };
}

/** Called for each test file, since Vitest makes the worker's state anew. */
export function patchRpc(): void {
  const { __vitest_worker__: state, __vitest_mocker__: mocker } = globalThis as unknown as {
    __vitest_worker__: WorkerState;
    __vitest_mocker__?: { readonly moduleRunner?: ModuleRunner };
  };
  if (isFirstPatch(state.rpc)) {
    state.rpc = wrap(state.rpc);
    realm.patched.add(state.rpc);
  }
  // Modules outside the project are imported by Node, without a message.
  const evaluator = mocker?.moduleRunner?.evaluator;
  if (evaluator === undefined || !isFirstPatch(evaluator)) return;
  const { runExternalModule } = evaluator;
  evaluator.runExternalModule = (file) =>
    holding(`the import of ${file}`, () => runExternalModule.call(evaluator, file));
}
