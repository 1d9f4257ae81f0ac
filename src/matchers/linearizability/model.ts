// The sequential model that a history is held against: what each operation does and gives when nothing else goes on.
import { deserialize, serialize } from 'node:v8';
import { InvalidArgumentError } from '../../world/index.ts';

/**
 * What an object does when its operations come one at a time.
 *
 * @example
 * ```ts
 * const register: SequentialModel<{ value: number }> = {
 *   initial: { value: 0 },
 *   operations: {
 *     read: (state) => state.value,
 *     write: (state, value: number) => {
 *       state.value = value;
 *     },
 *   },
 * };
 * ```
 */
export interface SequentialModel<State extends object> {
  /** The state before the first operation: plain data (what `structuredClone` takes). Each order that is tried has a copy of its own. */
  readonly initial: State;
  /** By the name of its probe, each operation: it changes the state, and gives or throws at once what the object gives, or is rejected with, in the end. */
  readonly operations: {
    readonly [name: string]: (state: State, ...args: never[]) => unknown;
  };
}

/** A state of the model, as bytes: equal ones are equal states. */
export type Frozen = string;

/** What an operation gave: the model's answer, or the object's. */
export type Answer = { readonly value: unknown } | { readonly reason: unknown };

export function freeze(state: object): Frozen {
  return serialize(state).toString('latin1');
}

/**
 * What the operation does to the state.
 *
 * @throws {@link InvalidArgumentError} if it does not answer at once
 */
export function apply(
  model: SequentialModel<object>,
  state: Frozen,
  name: string,
  args: readonly unknown[],
): { readonly state: Frozen; readonly answer: Answer } {
  const copy = deserialize(Buffer.from(state, 'latin1')) as object;
  const operation = model.operations[name] as (state: object, ...args: unknown[]) => unknown;
  let answer: Answer;
  try {
    answer = { value: operation(copy, ...args) };
  } catch (reason) {
    answer = { reason };
  }
  if ('value' in answer && answer.value instanceof Promise) {
    throw new InvalidArgumentError(
      `toBeLinearizable(): the model's operation ${JSON.stringify(name)} must answer at once, and gives a promise`,
    );
  }
  return { state: freeze(copy), answer };
}
