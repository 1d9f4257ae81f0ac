// Peers that only some users have: loaded when they are asked for, and missed in words that help.
import { createRequire } from 'node:module';
import { SetupError } from '../../../world/index.ts';

const require = createRequire(import.meta.url);

/** @throws {@link SetupError} if the package is not installed */
export function loadPeer<T>(name: string, what: string): T {
  try {
    return require(name) as T;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const [peer = name] = name.split('/');
    throw new SetupError(
      code === 'MODULE_NOT_FOUND' ||
        code === 'ERR_MODULE_NOT_FOUND' ||
        code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
        ? `${what} needs the package "${peer}", of which no version that fits was found.\n  Install it: npm install --save-dev ${peer}`
        : `${what} could not load the package "${peer}": ${message}`,
    );
  }
}
