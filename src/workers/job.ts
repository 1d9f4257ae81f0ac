// What a worker is told, and what it tells: plain data both ways.

import type { Part } from '../explore/index.ts';
import type { ExploreOptions } from '../explore.ts';

export interface Job {
  /** The URL of the module, and the name of its export, that is the scenario. */
  readonly module: string;
  readonly name: string;
  readonly options: ExploreOptions;
}

export type JobResult = { readonly part: Part } | { readonly error: Told };

/** An error, as far as it can be told across threads. */
export interface Told {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly stack: string | undefined;
}

export function tell(error: unknown): Told {
  if (!(error instanceof Error))
    return { name: 'Error', code: undefined, message: String(error), stack: undefined };
  const { name, message, stack } = error;
  return { name, code: (error as { readonly code?: string }).code, message, stack };
}
