// What matchers are about: activities, whose spans are read. Whatever else they are given is refused, with what to do about it; so is an
// activity without spans, of which anything would be true.
import type { Activity, InvalidArgumentError, Span } from '../world/index.ts';
import { inStartOrder } from './algebra/index.ts';
import { show, wrong } from './arguments.ts';
import { worldHere } from './clock.ts';
import type { Call } from './matcher.ts';

/** An activity, or several that are judged as one. */
export interface Runs {
  /** As messages have it: `"fetchUser"`. */
  readonly name: string;
  /** In the order of their starts; at least one. */
  readonly spans: readonly Span[];
  readonly activities: readonly Activity[];
}

export function isActivity(value: unknown): value is Activity {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return (
    'spans' in value && Array.isArray(value.spans) && typeof (value as { name?: unknown }).name === 'string'
  );
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * The runs of an activity, or of all activities of an array.
 *
 * @throws {@link InvalidArgumentError} if it is no activity, or has no runs
 */
export function runsOf(call: Call, subject: unknown, role = 'the subject'): Runs {
  const activities =
    Array.isArray(subject) && subject.length > 0 && subject.every(isActivity) ? subject : [subject];
  if (!activities.every(isActivity)) {
    throw wrong(call, `${role} must be an activity, and is ${show(subject)}.\n  ${adviceFor(subject)}`);
  }
  const spans = inStartOrder(
    activities.length === 1
      ? (activities[0] as Activity).spans
      : activities.flatMap((activity) => activity.spans),
  );
  if (spans.length === 0) throw neverRan(call, nameOf(activities));
  return { name: nameOf(activities), spans, activities };
}

function nameOf(activities: readonly Activity[]): string {
  const names = activities.map(({ name }) => JSON.stringify(name));
  const last = names.pop() as string;
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 1} more`;
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

function adviceFor(subject: unknown): string {
  if (Array.isArray(subject)) {
    return subject.length === 0
      ? 'There is nothing to judge in an empty array.'
      : 'An array is judged as one activity if each element is one: a probe, a task, a route.';
  }
  if (isThenable(subject)) {
    return 'A promise does not know when it began. Start the work as a task, world.spawn(name, fn), or call it through a probe, probe(name, fn).';
  }
  if (typeof subject === 'function') {
    return 'A plain function does not know its calls. Wrap it once, probe(name, fn), have the program call the probe, and expect(theProbe).';
  }
  return 'An activity is a probe, probe(name, fn); a task, world.spawn(name, fn); world.http or one of its routes; or an array of these.';
}

function neverRan(call: Call, name: string): InvalidArgumentError {
  const where = worldHere() === undefined ? 'outside a world' : 'in this world';
  return wrong(
    call,
    `${name} never ran ${where}, so nothing can be said about its runs.\n` +
      '  Likely cause: the program has not called it yet (an await is missing), calls the function that the probe wraps instead of the\n' +
      '  probe, or called it in another world: each world sees its own calls alone.',
  );
}
