// Concurrent calls of an object's operations must look as if each had happened at one moment between its call and its end.
import type { Span } from '../world/index.ts';
import { show, wrong } from './arguments.ts';
import { times } from './describe.ts';
import {
  explain,
  firstWithout,
  freeze,
  historyOf,
  linearize,
  type Operation,
  type SequentialModel,
  said,
} from './linearizability/index.ts';
import type { Call, SyncMatcher } from './matcher.ts';
import { runsOf } from './subject.ts';
import type { Verdict } from './verdict.ts';

export interface LinearizabilityOptions {
  /**
   * What a rejected operation has done. Default `'explained'`: the model throws the same. `'unknown'`: it may have taken effect or not, as where
   * the network failed.
   */
  readonly rejections?: 'explained' | 'unknown';
}

function judge(
  call: Call,
  subject: unknown,
  model: SequentialModel<object>,
  options: LinearizabilityOptions = {},
): Verdict {
  const { name, activities } = runsOf(call, subject);
  const { rejections } = checked(call, model, options);
  for (const { name: operation } of activities) checkOperation(call, model, operation);
  const isUnknown = ({ outcome }: Span) =>
    outcome === 'cancelled' || (outcome === 'rejected' && rejections === 'unknown');
  const history = historyOf(activities, isUnknown);
  const known = history.filter(({ answer }) => answer !== undefined);
  if (known.length === 0) {
    throw wrong(
      call,
      `no operation of ${name} has ended in a way that says anything (${times(history.length, 'call')}).\n` +
        '  Likely cause: an await is missing; or all were cancelled or rejected.',
    );
  }
  const equals = (real: unknown, ofModel: unknown) => isEqual(call, real, ofModel);
  const about = { subject: name, verb: 'be', rest: 'linearizable' };
  const found = linearize(history, model, equals);
  if ('givenUpAfter' in found) return { ...about, ...givenUp(history, found.givenUpAfter) };
  if ('order' in found) {
    return {
      ...about,
      pass: true,
      observed: `an order explains its ${times(history.length, 'operation')}: ${said(found.order)}`,
      spans: history.map(({ span }) => span),
    };
  }
  const part = firstWithout(history, (some) => linearize(some, model, equals));
  return {
    ...about,
    pass: false,
    observed: `no order of its ${times(history.length, 'operation')} explains what they gave`,
    spans: part.history.map(({ span }) => span),
    hint: explain(part.last, part.deadEnd),
  };
}

function givenUp(
  history: readonly Operation[],
  after: number,
): Pick<Verdict, 'pass' | 'isBroken' | 'observed' | 'spans' | 'hint'> {
  return {
    pass: false,
    isBroken: true,
    observed: `that could not be decided within ${after.toLocaleString('en')} steps of the model`,
    spans: [],
    hint: `There are ${times(history.length, 'operation')}, too many of them at once. Check a shorter history, or fewer at a time.`,
  };
}

function isEqual(call: Call, real: unknown, ofModel: unknown): boolean {
  if (real instanceof Error && ofModel instanceof Error)
    return real.name === ofModel.name && real.message === ofModel.message;
  return call.equals(real, ofModel);
}

function checked(
  call: Call,
  model: unknown,
  options: LinearizabilityOptions,
): Required<LinearizabilityOptions> {
  const { initial, operations } = (model ?? {}) as Partial<SequentialModel<object>>;
  const isModel = [initial, operations].every((part) => typeof part === 'object' && part !== null);
  if (!isModel) {
    throw wrong(call, `takes a model, { initial, operations }, both objects, and was given ${show(model)}`);
  }
  try {
    freeze(initial as object);
  } catch (error) {
    throw wrong(
      call,
      `the model's initial state must be plain data, and is not: ${(error as Error).message}`,
    );
  }
  for (const name of Object.keys(options)) {
    if (name !== 'rejections') throw wrong(call, `there is no option "${name}". There are: rejections`);
  }
  const { rejections = 'explained' } = options;
  if (rejections !== 'explained' && rejections !== 'unknown')
    throw wrong(call, `rejections must be 'explained' or 'unknown', and is ${show(rejections)}`);
  return { rejections };
}

function checkOperation(call: Call, { operations }: SequentialModel<object>, name: string): void {
  if (Object.hasOwn(operations, name) && typeof operations[name] === 'function') return;
  throw wrong(
    call,
    `the model has no operation ${JSON.stringify(name)}. It has: ${Object.keys(operations).join(', ')}`,
  );
}

export const toBeLinearizable: SyncMatcher = { name: 'toBeLinearizable', isAsync: false, judge };
