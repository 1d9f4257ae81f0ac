// Where in the user's code something was made: a stack, taken cheaply and read only when a message needs it.
import { fileURLToPath } from 'node:url';

/** A stack that was taken and not yet read. */
export interface Site {
  readonly stack?: string;
}

// Deep enough to get out of ours and Node's frames to the user's.
const depth = 16;

// Not ours, not Node's, not the runner's: the frames of the package (from `src/` or `dist/`, whose root this is) and of dependencies.
const ownRoot = new URL('..', import.meta.url).href.replace(/^file:\/\//, '');
const foreign =
  /\bnode:|node_modules[\\/]|^\s*at (?:async )?(?:Promise\.\w+|new Promise|Array\.\w+|Object\.apply|native)\b.*(?:index \d+|<anonymous>)\)?$/;

/** Takes the stack of the caller of `below`. */
export function takeSite(below: (...args: never[]) => unknown): Site {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = depth;
  const site: Site = {};
  Error.captureStackTrace(site, below);
  Error.stackTraceLimit = stackTraceLimit;
  return site;
}

type FrameMapper = (file: string, line: number, column: number) => string | undefined;
let mapFrame: FrameMapper | undefined;

/** A runner that transforms the user's files tells here how to find the original place. */
export function mapFramesWith(mapper: FrameMapper | undefined): void {
  mapFrame = mapper;
}

function userFrame(stack: string): RegExpMatchArray | undefined {
  for (const line of stack.split('\n')) {
    if (foreign.test(line)) continue;
    const frame = line.match(/(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/);
    if (frame === null) continue;
    const file = (frame[1] as string).replace(/^file:\/\//, '');
    if (file.startsWith(ownRoot)) continue;
    return frame;
  }
  return undefined;
}

/**
 * Gives an error that the kernel made the stack of the first of `sites` that knows the user's line: the kernel's own frames say nothing,
 * and a runner shows the code that the first frame points to.
 */
export function pointTo<E extends Error>(error: E, sites: readonly (Site | undefined)[]): E {
  for (const site of sites) {
    const frame = site?.stack === undefined ? undefined : userFrame(site.stack);
    if (frame === undefined) continue;
    const stack = site?.stack as string;
    const below = stack.slice(stack.lastIndexOf('\n', stack.indexOf(frame[0])) + 1).split('\n');
    error.stack = [
      `${error.name}: ${error.message}`,
      ...below.filter((line) => !line.includes(ownRoot)),
    ].join('\n');
    break;
  }
  return error;
}

/** The user's own line, as `test/jobs.test.ts:31:22` (relative to the working directory), or `undefined` if none is known. */
export function describeSite(site: Site | undefined): string | undefined {
  const frame = site?.stack === undefined ? undefined : userFrame(site.stack);
  if (frame === undefined) return undefined;
  const [, file, line, column] = frame as unknown as [string, string, string, string];
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const mapped = mapFrame?.(path, Number(line), Number(column));
  const place = mapped ?? `${path}:${line}:${column}`;
  const here = `${process.cwd()}/`;
  return place.startsWith(here) ? place.slice(here.length) : place;
}
