// What is said when the setup file runs without what has to come before it.
import { SetupError } from '../world/index.ts';

export function notRegistered(hasRegister: boolean): SetupError {
  const missing = hasRegister
    ? 'escapement/setup was loaded without the plugin, so it does not know which tests run in worlds.'
    : 'escapement/setup was loaded in a worker that was started without escapement/register.\n' +
      '  Modules that were loaded before it may hold real timers: these would run in the middle of a world whose time is virtual.';
  return new SetupError(
    `${missing}\n` +
      '  Likely cause: escapement/setup is listed in `setupFiles` by hand. The plugin loads both, each at its time.\n' +
      "  Take it out of `setupFiles`, and add escapement() from 'escapement/plugin' to the `plugins` of vitest.config.ts.",
  );
}
