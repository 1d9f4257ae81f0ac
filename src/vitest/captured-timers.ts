// What is said when something read the real timers before the dispatchers were in place.
import { SetupError } from '../world/index.ts';

export function capturedTimers(files: readonly string[]): SetupError {
  const which = files.length === 1 ? 'a CommonJS module' : `${files.length} CommonJS modules`;
  return new SetupError(
    `${which} took timers out of node:timers before escapement/register was loaded:\n` +
      files.map((file) => `  ${file}\n`).join('') +
      '  Timers that it starts would be real ones, in the middle of a world whose time is virtual.\n' +
      '  Likely cause: a --require option (Node loads these before every --import), or NODE_OPTIONS.\n' +
      "  Load it later, as a setup file or with --import after escapement/register, or let it say require('node:timers').setTimeout(…) at each call.",
  );
}
