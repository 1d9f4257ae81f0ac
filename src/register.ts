// `node --import escapement/register`: puts the dispatchers in place before any other module has read what they replace. In a Vitest worker
// the globals wait for the setup file, since the runner's own captures of them have to be the real ones.
import { installGlobals, installModules } from './fakes/clock/index.ts';
import { installNetwork } from './fakes/net/index.ts';
import { capturedTimers } from './vitest/captured-timers.ts';
import { noteRegistration, registration } from './vitest/registered.ts';

// Node reads this global out of node:perf_hooks when it is first touched. Vitest shall find the real one.
void globalThis.performance;

if (registration() === undefined) {
  const { captors } = noteRegistration();
  installModules();
  installNetwork();
  // A Vitest worker that cannot start says little. There, the setup file tells, in each test file.
  if (process.env.VITEST !== 'true') {
    if (captors.length > 0) throw capturedTimers(captors);
    installGlobals();
  }
}
