// The Vitest plugin: starts the workers of every project with register, and puts the setup file before the user's own. It does so in
// `configureVitest`, which Vitest calls for each project, since inline projects ignore what a plugin's `config` hook adds to `setupFiles`.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import type { TestProject } from 'vitest/node';
import { SetupError } from '../world/errors.ts';
import './matchers-types.ts';
import { addReporter } from './add-reporter.ts';
import { type PluginOptions, toContractOptions, toSettings } from './options.ts';

export type { ContractOptions } from './contract-options.ts';
export type { PluginOptions } from './options.ts';

// `src/vitest/plugin.ts` has its siblings in `.ts`, `dist/vitest/plugin.js` in `.js`.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const register = new URL(`../register${extension}`, import.meta.url).href;
const setup = fileURLToPath(new URL(`./setup${extension}`, import.meta.url));

// Source maps lead from `dist/` back to `src/`.
const ownFolders = ['src/', 'dist/'].map((folder) =>
  fileURLToPath(new URL(`../../${folder}`, import.meta.url)),
);

function isOwn(file: string): boolean {
  return ownFolders.some((folder) => file.startsWith(folder));
}

/**
 * Runs each test in a world of its own, and writes down what the tests show about concurrency. Add it to the `plugins` of `vitest.config.ts`; it reaches all projects that inherit them.
 *
 * @param options - the worlds' options, and which test files run in worlds
 * @throws {@link InvalidArgumentError} if an option does not exist or is not what it must be
 * @example
 * ```ts
 * import escapement from 'escapement/plugin';
 * import { defineConfig } from 'vitest/config';
 *
 * export default defineConfig({ plugins: [escapement()] });
 * ```
 */
export default function escapement(options: PluginOptions = {}): Plugin {
  const settings = toSettings(options);
  const contracts = toContractOptions(options);
  return {
    name: 'escapement',
    configureVitest({ project, vitest }) {
      if (contracts !== undefined) addReporter(vitest, contracts);
      const { config } = project;
      // A browser has no async context to bind a world to, and a benchmark measures what real time something takes.
      if (config.browser.enabled || config.benchmark.enabled) return;
      if (config.setupFiles.some((file) => file.startsWith(setup))) throw givenTwice(project.name);
      config.setupFiles = [isEvaluatedForEachFile(config) ? setup : `${setup}?inline`, ...config.setupFiles];
      config.execArgv = [...config.execArgv, '--import', register];
      const { onStackTrace } = config;
      // What a timer throws comes up through our driver, which is nothing to the user.
      config.onStackTrace = (error, frame) => (isOwn(frame.file) ? false : onStackTrace?.(error, frame));
      project.provide('escapement', settings);
    },
  };
}

/**
 * Whether the setup file, which lies in node_modules, runs again for each test file that a worker is given. Vitest leaves it to Node, which imports
 * a module once: a worker that stays has to be given it inline (the query is one of `defaultInline` in Vitest's resolver).
 */
function isEvaluatedForEachFile({ isolate, experimental }: TestProject['config']): boolean {
  return isolate || experimental.viteModuleRunner === false;
}

function givenTwice(project: string): SetupError {
  return new SetupError(
    `the plugin escapement() was given twice${project === '' ? '' : ` to the project "${project}"`}.\n` +
      '  Each test can run in one world only, so it is not clear which options count.\n' +
      '  Likely cause: it is in `plugins` of this config and again in one that it extends, or escapement/setup is also in `setupFiles`.\n' +
      '  Keep one of them.',
  );
}
