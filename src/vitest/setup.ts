// The setup file, which the plugin puts first: makes the globals of this realm dispatch, patches what of Vitest must know of worlds, and
// wraps each test of the file in a world.
import { matchesGlob, relative } from 'node:path';
import { aroundAll, aroundEach, inject, type ProvidedContext } from 'vitest';
import { installGlobals } from '../fakes/clock/index.ts';
import { installFetch } from '../fakes/http/index.ts';
import { resolveOptions } from '../options.ts';
import { enterProcess, leaveProcess } from '../world/index.ts';
import { Attempt } from './attempt.ts';
import { capturedTimers } from './captured-timers.ts';
import { patchFakeTimers } from './fake-timers.ts';
import { followTest, installMatchers } from './matchers.ts';
import { notRegistered } from './not-registered.ts';
import type { Settings } from './options.ts';
import { patchPolls } from './polls.ts';
import { registration } from './registered.ts';
import { patchRpc } from './rpc.ts';
import { patchSafeTimers } from './safe-timers.ts';
import { patchTestContext } from './test-context.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What `escapement()` was given, for the workers. */
    readonly escapement: Settings;
  }
}

const registered = registration();
const settings = inject('escapement' satisfies keyof ProvidedContext) as Settings | undefined;
if (registered === undefined || settings === undefined) throw notRegistered(registered !== undefined);
if (registered.captors.length > 0) throw capturedTimers(registered.captors);

installGlobals();
installFetch();
patchSafeTimers();
patchRpc();
patchPolls();
patchTestContext();
patchFakeTimers();
installMatchers();

const { include, exclude, world, allowNetwork } = settings;
const allowed = allowNetwork.map((each) =>
  typeof each === 'string' ? each : new RegExp(each.source, each.flags),
);
const options = resolveOptions(world, 'escapement()');
const { filepath, config } = (
  globalThis as unknown as {
    __vitest_worker__: { readonly filepath: string; readonly config: { readonly root: string } };
  }
).__vitest_worker__;
const file = relative(config.root, filepath);
// The first glob costs Node some ms, and all files is the default.
const matches = (glob: string) => glob === '**' || matchesGlob(file, glob);

if (include.some(matches) && !exclude.some(matches)) {
  // Once a file, as if a world lived all the time: to do it for each test takes longer than the test.
  aroundAll(async (runSuite) => {
    enterProcess();
    try {
      await runSuite();
    } finally {
      leaveProcess();
    }
  });
  // Vitest reads off the second parameter what a hook needs: it must be destructured here.
  // The assertions are looked after within the world, so that one nobody awaited is found before what it waits for counts as a leak.
  aroundEach((runTest, { task }) => new Attempt(task, options, allowed).run(() => followTest(task, runTest)));
} else aroundEach((runTest, { task }) => followTest(task, runTest));
