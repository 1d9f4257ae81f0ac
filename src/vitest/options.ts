// The plugin's options: what a user may give, and what of it the workers are told. The workers get plain values, because what reaches a
// vm context was made in another realm, where `instanceof Date` fails.
import { type AddressPattern, checkPattern } from '../fakes/net/allow.ts';
import { InvalidArgumentError } from '../world/errors.ts';
import { checkOptions, type WorldOptions } from '../world-options.ts';
import { type ContractOptions, resolveContractOptions } from './contract-options.ts';

/** What `escapement()` in `vitest.config.ts` takes: the files whose tests run in worlds, and the options of these worlds. */
export interface PluginOptions extends Omit<WorldOptions, 'replay'> {
  /** Globs, relative to the project's root, of the test files whose tests run in worlds. Default: all. */
  readonly include?: string | readonly string[];
  /** Globs of test files whose tests run in real time. They win over `include`. */
  readonly exclude?: string | readonly string[];
  /**
   * What becomes of what the tests show about concurrency (see `escapement/reporter`). By default it is written to `contracts.md` and
   * `contracts.html`, once a matcher of the suite has passed; in CI nothing is written, and a `contracts.md` that does not say what the
   * tests show fails the run. `false`: nothing. The first of several projects that have the plugin decides.
   */
  readonly contracts?: ContractOptions | boolean;
  /**
   * What the tests may use of the real network, as {@link Network.allow} takes it: `'127.0.0.1:5432'`, `'*.example.com'`, a RegExp for `host:port`.
   * Default: nothing.
   */
  readonly allowNetwork?: AddressPattern | readonly AddressPattern[];
}

/** What a worker is told. */
export interface Settings {
  readonly world: WorldOptions;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** A RegExp as what it is made of: in a vm context one of another realm is none. */
  readonly allowNetwork: readonly (string | { readonly source: string; readonly flags: string })[];
}

/** @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be */
export function toSettings(options: PluginOptions): Settings {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidArgumentError(`escapement(): the options must be an object, and are ${String(options)}`);
  }
  const { include, exclude, allowNetwork = [], contracts: _, ...world } = options;
  if ('replay' in world) {
    throw new InvalidArgumentError(
      'escapement(): a token belongs to one test, so `replay` is no option of the plugin. Give it to simulate().',
    );
  }
  checkOptions(world, 'escapement()', ['include', 'exclude', 'allowNetwork', 'contracts']);
  const { startTime, ...rest } = world;
  return {
    world: startTime === undefined ? rest : { ...rest, startTime: Number(startTime) },
    include: toGlobs('include', include) ?? ['**'],
    exclude: toGlobs('exclude', exclude) ?? [],
    allowNetwork: toPatterns(allowNetwork),
  };
}

/** What the reporter is told; nothing where there shall be none. */
export function toContractOptions({ contracts = true }: PluginOptions): ContractOptions | undefined {
  if (contracts === false) return undefined;
  const { CI } = process.env;
  const inCi = CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
  const given = resolveGiven(contracts);
  return { ...given, check: given.check ?? (inCi && 'existing') };
}

function resolveGiven(contracts: unknown): ContractOptions {
  if (contracts === true) return {};
  if (typeof contracts !== 'object' || contracts === null)
    throw new InvalidArgumentError(
      `escapement(): the option "contracts" must be true, false or the options of escapement/reporter, and is ${String(contracts)}`,
    );
  resolveContractOptions(contracts, 'escapement(), contracts');
  return contracts;
}

function toPatterns(value: AddressPattern | readonly AddressPattern[]): Settings['allowNetwork'] {
  const patterns = Array.isArray(value) ? (value as readonly AddressPattern[]) : [value as AddressPattern];
  for (const pattern of patterns) checkPattern(pattern, 'escapement({ allowNetwork })');
  return patterns.map((each) =>
    typeof each === 'string' ? each : { source: each.source, flags: each.flags },
  );
}

function toGlobs(name: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const globs = typeof value === 'string' ? [value] : value;
  if (Array.isArray(globs) && globs.every((glob) => typeof glob === 'string')) return globs;
  throw new InvalidArgumentError(
    `escapement(): the option "${name}" must be a glob or an array of globs, and is ${String(value)}`,
  );
}
