// Keyspace notifications (notify.c): which classes of events are told, and how the setting is written.
import type { EventClass } from '../keyspace/index.ts';

const all = 'g$lshzxetd';
const order = 'g$lshzxetd';
const known = /^[AKEgnmd$lshzxet]*$/;

/** The setting in Redis' own spelling; `undefined` if it is none. */
export function normaliseEvents(setting: string): string | undefined {
  if (!known.test(setting)) return undefined;
  const classes = new Set(setting.replace('A', all));
  const isAll = [...all].every((one) => classes.has(one));
  let text = isAll ? 'A' : [...order].filter((one) => classes.has(one)).join('');
  for (const one of 'KEmn') if (classes.has(one)) text += one;
  return text;
}

/** Which of the two channels an event of the class is told on. */
export function channelsFor(
  setting: string,
  eventClass: EventClass,
): { readonly keyspace: boolean; readonly keyevent: boolean } | undefined {
  if (setting === '') return undefined;
  const isTold = setting.includes(eventClass) || (setting.includes('A') && all.includes(eventClass));
  return isTold ? { keyspace: setting.includes('K'), keyevent: setting.includes('E') } : undefined;
}
