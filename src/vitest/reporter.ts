// The reporter: gathers the claims of a run into `contracts.md` and `contracts.html`, or checks that the committed ones still say what the
// tests show. It goes by whole runs that passed: what a filtered, sharded or failed run has not shown says nothing about the rest.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import {
  type Contract,
  contractHtml,
  contractMarkdown,
  contractOf,
  difference,
  type Evidence,
  summaryOf,
} from '../report/index.ts';
import { type ContractOptions, ownReporter, resolveContractOptions } from './contract-options.ts';
import './matchers-types.ts';
import { jobSummary } from './job-summary.ts';

export type { ContractOptions } from './contract-options.ts';

/**
 * Writes down what the matchers of a suite have shown about concurrency. The plugin adds it by itself; listed by hand, it takes the place of that one.
 *
 * @example
 * ```ts
 * export default defineConfig({
 *   plugins: [escapement()],
 *   test: { reporters: ['default', ['escapement/reporter', { check: process.env.CI !== undefined }]] },
 * });
 * ```
 */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export
export default class ContractReporter implements Reporter {
  readonly [ownReporter] = true;
  readonly #options: Required<ContractOptions>;
  #vitest: Vitest | undefined;

  /** @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be */
  constructor(options: ContractOptions = {}) {
    this.#options = resolveContractOptions(options, 'escapement/reporter');
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(
    _modules: readonly TestModule[],
    _errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const vitest = this.#vitest;
    if (vitest === undefined || reason === 'interrupted') return;
    // In watch mode a rerun is given the modules that it ran; the state has all.
    const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
    if (reason === 'failed') return this.#summarise(tests);
    const missing = await whatIsMissing(vitest, tests);
    if (missing !== undefined) {
      if (this.#isToBeChecked(vitest)) vitest.logger.log(`The contract was not checked: ${missing}.`);
      return;
    }
    const contract = contractOf(tests.flatMap((test) => evidenceOf(test, vitest.config.root)));
    if (this.#options.check === false) await this.#write(vitest, contract);
    else if (this.#isToBeChecked(vitest)) this.#check(vitest, contract);
  }

  #isToBeChecked({ config }: Vitest): boolean {
    const { check, markdown } = this.#options;
    return (
      check === true ||
      (check === 'existing' && markdown !== false && existsSync(resolve(config.root, markdown)))
    );
  }

  #summarise(tests: readonly TestCase[]): void {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (file === undefined || file === '' || !this.#options.summary) return;
    const text = jobSummary(tests);
    if (text !== '') appendFileSync(file, text);
  }

  async #write(vitest: Vitest, contract: Contract): Promise<void> {
    const { markdown, html, title } = this.#options;
    const documents = [
      [markdown, contractMarkdown],
      [html, contractHtml],
    ] as const;
    for (const [path, render] of documents) {
      if (path === false) continue;
      const file = resolve(vitest.config.root, path);
      const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      // A suite without claims, and without a contract so far, gets none.
      if (before === undefined && contract.claims === 0) continue;
      const text = render(contract, title);
      if (before === text) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      vitest.logger.log(`Contract: ${path}, ${summaryOf(contract)}`);
    }
  }

  #check(vitest: Vitest, contract: Contract): void {
    const { title } = this.#options;
    const path = this.#options.markdown as string;
    const file = resolve(vitest.config.root, path);
    const text = contractMarkdown(contract, title);
    if (!existsSync(file)) {
      if (contract.claims > 0)
        this.#fail(vitest, `${path} does not exist, and the tests have shown ${summaryOf(contract)}.`, '');
      return;
    }
    // Git may check a text out with the line breaks of the platform.
    const before = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
    const changes = difference(before, text);
    if (changes !== '')
      this.#fail(
        vitest,
        `${path} does not say what the tests show any more (- what it says, + what they show):`,
        `\n\n${changes}`,
      );
  }

  #fail(vitest: Vitest, what: string, changes: string): void {
    vitest.logger.error(
      `\nThe contract is stale: ${what}${changes}\n\n` +
        '  If this is meant, run the tests where they are not only checked (outside CI, by default) and commit the new one; if not, a limit or an order has changed by accident.\n',
    );
    process.exitCode = 1;
  }
}

function evidenceOf(test: TestCase, root: string): Evidence[] {
  const { claims = [] } = test.meta().escapement ?? {};
  const file = relative(root, test.module.moduleId).split(sep).join('/');
  return claims.map((claim) => ({ project: test.project.name, file, test: test.fullName, claim }));
}

/** Why this run cannot speak for the whole suite, if it cannot. */
async function whatIsMissing(vitest: Vitest, tests: readonly TestCase[]): Promise<string | undefined> {
  const { testNamePattern, project, cliExclude } = vitest.config;
  if (testNamePattern !== undefined) return 'the run was limited to some names of tests';
  if (project.length > 0) return 'the run was limited to some projects';
  if (cliExclude !== undefined && cliExclude.length > 0) return 'files were excluded from the run';
  if (tests.some((test) => test.options.mode === 'only' || isOnly(test)))
    return 'the run was limited by .only';
  const key = (name: string, moduleId: string) => `${name}\0${moduleId}`;
  const ran = new Set(
    vitest.state.getTestModules().map((module) => key(module.project.name, module.moduleId)),
  );
  const all = await vitest.globTestSpecifications();
  const missing = all.filter(
    (specification) => !ran.has(key(specification.project.name, specification.moduleId)),
  ).length;
  return missing === 0
    ? undefined
    : `the run has not all test files: ${missing} of ${all.length} are missing`;
}

function isOnly(test: TestCase): boolean {
  for (let parent = test.parent; parent.type === 'suite'; parent = parent.parent)
    if (parent.options.mode === 'only') return true;
  return false;
}
