// The plugin's reporter: one for a run, however many projects have the plugin. It is loaded when the run has ended: few runs have anything
// for it to do before.
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { type ContractOptions, ownReporter } from './contract-options.ts';

type RunEnd = Parameters<NonNullable<Reporter['onTestRunEnd']>>;

const name = 'escapement/reporter';

class LateReporter implements Reporter {
  readonly [ownReporter] = true;
  readonly #options: ContractOptions;
  #vitest: Vitest | undefined;

  constructor(options: ContractOptions) {
    this.#options = options;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(...end: RunEnd): Promise<void> {
    const { default: ContractReporter } = await import('./reporter.ts');
    const reporter = new ContractReporter(this.#options);
    reporter.onInit(this.#vitest as Vitest);
    await reporter.onTestRunEnd(...(end as [readonly TestModule[], RunEnd[1], RunEnd[2]]));
  }
}

/** Adds the reporter to a run that has none of ours yet. To be called before Vitest makes the reporters from its config. */
export function addReporter({ config }: Vitest, options: ContractOptions): void {
  const isOurs = (reporter: unknown) =>
    Array.isArray(reporter)
      ? reporter[0] === name
      : typeof reporter === 'object' && reporter !== null && ownReporter in reporter;
  if (!config.reporters.some(isOurs)) config.reporters.push(new LateReporter(options) as never);
}
