// What the reporter may be told. The plugin checks it as well, before anything runs.
import { InvalidArgumentError } from '../world/errors.ts';

/** What `escapement/reporter` takes, and `contracts` of the plugin. Paths are relative to the root of the run. */
export interface ContractOptions {
  /** Where the Markdown goes. Default `contracts.md`; `false`: nowhere. */
  readonly markdown?: string | false;
  /** Where the HTML goes. Default `contracts.html`; `false`: nowhere. */
  readonly html?: string | false;
  /** What the documents are called. Default `Concurrency contract`. */
  readonly title?: string;
  /**
   * Write nothing, and fail the run if the Markdown on disk does not say what the tests have shown; with `'existing'`, only where there is one.
   * Default of the reporter: `false`. Default of the plugin: `'existing'` in CI (where the variable `CI` is set), else `false`.
   */
  readonly check?: boolean | 'existing';
  /** In GitHub Actions, add what failed, with its timelines, to the summary of the job. Default `true`. */
  readonly summary?: boolean;
}

/** Marks our reporters, of whatever copy of the package. */
export const ownReporter = Symbol.for('escapement.reporter');

const defaults: Required<ContractOptions> = {
  markdown: 'contracts.md',
  html: 'contracts.html',
  title: 'Concurrency contract',
  check: false,
  summary: true,
};

type Check = readonly [must: string, is: (value: unknown) => boolean];

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const path: Check = ['a path, or false', (value) => value === false || isText(value)];
const checks: { readonly [name in keyof Required<ContractOptions>]: Check } = {
  markdown: path,
  html: path,
  title: ['text', isText],
  check: ["true, false or 'existing'", (value) => typeof value === 'boolean' || value === 'existing'],
  summary: ['true or false', (value) => typeof value === 'boolean'],
};

/** @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be */
export function resolveContractOptions(options: ContractOptions, where: string): Required<ContractOptions> {
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError(`${where}: the options must be an object, and are ${String(options)}`);
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof ContractOptions] : undefined;
    if (check === undefined)
      throw new InvalidArgumentError(
        `${where}: there is no option "${name}". There are: ${Object.keys(checks).join(', ')}`,
      );
    if (value !== undefined && !check[1](value))
      throw new InvalidArgumentError(
        `${where}: the option "${name}" must be ${check[0]}, and is ${JSON.stringify(value) ?? String(value)}`,
      );
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const resolved = { ...defaults, ...(Object.fromEntries(given) as ContractOptions) };
  if (resolved.check === true && resolved.markdown === false)
    throw new InvalidArgumentError(
      `${where}: \`check\` compares the Markdown with what the tests show, so \`markdown\` cannot be false`,
    );
  return resolved;
}
