// Where a matcher was called, for its claim. A stack as text is far too dear for an assertion that passes (Vitest maps each of its frames
// to the source): here the frames are read as they are, and the one that counts is mapped when the test has ended.
import { SourceMap, type SourceMapping } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in the code that runs, which may have been transformed. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

// Chai's frame lies between ours and the user's, and perhaps one of Vitest's.
const depth = 4;
const ownRoot = fileURLToPath(new URL('..', import.meta.url));

/** The first frame below `callee` that is the user's. */
export function callSiteOf(callee: (...args: never[]) => unknown): CallSite | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = depth;
  Error.prepareStackTrace = (_error, frames) => frames;
  try {
    Error.captureStackTrace(holder, callee);
    for (const frame of holder.stack as NodeJS.CallSite[]) {
      const file = fileOf(frame.getFileName());
      if (file !== undefined)
        return { file, line: frame.getLineNumber() ?? 0, column: frame.getColumnNumber() ?? 0 };
    }
    return undefined;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function fileOf(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined || name.startsWith('node:') || name.includes('node_modules'))
    return undefined;
  const file = name.startsWith('file:') ? fileURLToPath(name) : name;
  return file.startsWith(ownRoot) ? undefined : file;
}

interface EvaluatedModule {
  readonly meta?: { readonly sourceMap?: string };
}

interface Worker {
  readonly evaluatedModules?: {
    readonly fileToModulesMap: ReadonlyMap<string, ReadonlySet<EvaluatedModule>>;
  };
  readonly config: { readonly root: string };
}

const maps = new WeakMap<EvaluatedModule, SourceMap>();

/** `test/users.test.ts:12:3`, relative to the root of the run, in the file as it was written. */
export function describeCallSite({ file, line, column }: CallSite): string {
  const { evaluatedModules, config } = (globalThis as unknown as { __vitest_worker__: Worker })
    .__vitest_worker__;
  const [module] = evaluatedModules?.fileToModulesMap.get(file) ?? [];
  const entry = module === undefined ? {} : (mapOf(module)?.findEntry(line - 1, column - 1) ?? {});
  const { originalLine, originalColumn } = entry as Partial<SourceMapping>;
  const place =
    originalLine === undefined ? `${line}:${column}` : `${originalLine + 1}:${(originalColumn ?? 0) + 1}`;
  return `${relative(config.root, file).split(sep).join('/')}:${place}`;
}

// Vitest keeps each module's source map beside the module.
function mapOf(module: EvaluatedModule): SourceMap | undefined {
  let map = maps.get(module);
  if (map === undefined && module.meta?.sourceMap !== undefined) {
    map = new SourceMap(JSON.parse(module.meta.sourceMap));
    maps.set(module, map);
  }
  return map;
}
