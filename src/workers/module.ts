// A scenario by the module that it is in, so that other threads can import it too.
import type { World } from '../simulate.ts';
import { InvalidArgumentError } from '../world/index.ts';

/** A scenario that a module exports. */
export interface ScenarioModule {
  /** `new URL('./transfer.scenario.ts', import.meta.url)`: something that Node can import as it is. */
  readonly module: URL | string;
  /** The name of the export. Default `'default'`. */
  readonly name?: string;
}

export type Scenario = (world: World) => unknown;

export function isScenarioModule(value: unknown): value is ScenarioModule {
  if (typeof value !== 'object' || value === null) return false;
  const { module, name } = value as { readonly [name in keyof ScenarioModule]: unknown };
  return (
    (typeof module === 'string' || module instanceof URL) && (name === undefined || typeof name === 'string')
  );
}

/** @throws {@link InvalidArgumentError} if there is no such module, or it exports no such function */
export async function importScenario({ module, name = 'default' }: ScenarioModule): Promise<Scenario> {
  const exported = await import(/* @vite-ignore */ String(module)).catch((error: unknown) => {
    const wrong = new InvalidArgumentError(
      `the scenario's module ${module} cannot be imported: ${error instanceof Error ? error.message : String(error)}`,
    );
    throw Object.defineProperty(wrong, 'cause', { value: error, configurable: true, writable: true });
  });
  const scenario: unknown = exported[name];
  if (typeof scenario === 'function') return scenario as Scenario;
  throw new InvalidArgumentError(
    `the scenario's module ${module} exports no function ${JSON.stringify(name)}. It exports: ${Object.keys(exported).join(', ') || 'nothing'}`,
  );
}
