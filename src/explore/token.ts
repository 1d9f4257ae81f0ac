// A token: a seed and a schedule, as text that a shell takes unquoted: `e1.s<seed>.<schedule>.<mark>.<check>`. The format; the seed with
// what is neither letter nor digit as `_<code>_`; the choices in base 36, each with its delay as `<choice>_<delay>` if it has one, joined by `-`, a run of
// one choice as `<choice>~<length>`, trailing zeros left out; the mark of the scenario, if it is known; a checksum of all that.
import { InvalidTokenError } from '../world/index.ts';
import type { Schedule } from './schedule.ts';

export interface Replay {
  readonly seed: string;
  /** One choice a decision. Past the end every choice is 0, which is what a plain run does. */
  readonly schedule: readonly number[];
  /** By decision: by how many virtual ms the event comes later than it could. */
  readonly delays?: readonly number[];
  /** What tells the scenario from others: see fingerprint.ts. */
  readonly mark?: string;
}

const format = 'e1';

/** The text that replays a run. */
export function encodeToken({ seed, schedule, delays, mark }: Replay): string {
  const parts = [format, `s${encodeSeed(seed)}`, encodeSchedule(schedule, delays ?? [])];
  if (mark !== undefined) parts.push(mark);
  const body = parts.join('.');
  return `${body}.${checksum(body)}`;
}

/** @throws {@link InvalidTokenError} if the token is damaged or of another version */
export function decodeToken(token: string): Replay {
  if (typeof token !== 'string') throw invalid(String(token), 'it is not text');
  const text = token.trim();
  const version = text.match(/^(e\d+)\./)?.[1];
  if (version === undefined) throw invalid(text, `a token begins with "${format}."`);
  if (version !== format) {
    throw new InvalidTokenError(
      `the token ${text} is of format ${version}, and this version of Escapement reads ${format}.\n` +
        '  Schedules of other versions name other choices: run the search again to get a new token.',
    );
  }
  const parts = text.split('.');
  const [, seed, schedule, mark] = parts;
  if (
    parts.length < 4 ||
    parts.length > 5 ||
    seed === undefined ||
    schedule === undefined ||
    !seed.startsWith('s')
  ) {
    throw invalid(text, 'a part is missing');
  }
  if (checksum(text.slice(0, text.lastIndexOf('.'))) !== parts.at(-1))
    throw invalid(text, 'its checksum does not match');
  const { choices, delays } = decodeSchedule(schedule);
  return {
    seed: decodeSeed(seed.slice(1)),
    schedule: choices,
    ...(delays !== undefined && { delays: [...delays] }),
    ...(parts.length === 5 && { mark: mark as string }),
  };
}

function invalid(token: string, why: string): InvalidTokenError {
  return new InvalidTokenError(
    `the token ${JSON.stringify(token)} is damaged: ${why}.\n` +
      '  Likely cause: it was cut or changed on the way. Copy it whole from the failure, from "e1." to the last character.',
  );
}

function encodeSeed(seed: string): string {
  return seed.replace(/[^A-Za-z0-9]/g, (character) => `_${character.charCodeAt(0).toString(36)}_`);
}

function decodeSeed(text: string): string {
  return text.replace(/_([0-9a-z]+)_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 36)));
}

function encodeSchedule(choices: readonly number[], delays: readonly number[]): string {
  const items: string[] = [];
  for (let at = 0; at < Math.max(choices.length, delays.length); at++)
    items.push(encodeDecision(choices[at] ?? 0, delays[at] ?? 0));
  while (items.at(-1) === '0') items.pop();
  const runs: string[] = [];
  for (let at = 0; at < items.length; ) {
    const item = items[at] as string;
    let length = 1;
    while (at + length < items.length && items[at + length] === item) length++;
    runs.push(length === 1 ? item : `${item}~${length.toString(36)}`);
    at += length;
  }
  return runs.join('-');
}

// A delay in decimal, `p` for its point: unlike base 36, that gives every double back exactly.
function encodeDecision(choice: number, delay: number): string {
  const chosen = choice.toString(36);
  return delay === 0 ? chosen : `${chosen}_${String(delay).replace('.', 'p')}`;
}

function decodeSchedule(text: string): Schedule {
  const choices: number[] = [];
  const delays: number[] = [];
  if (text === '') return { choices };
  for (const run of text.split('-')) {
    const [item, length = '1'] = run.split('~') as [string, string?];
    const [choice, delay = '0'] = item.split('_') as [string, string?];
    for (let times = Number.parseInt(length, 36); times > 0; times--) {
      choices.push(Number.parseInt(choice, 36));
      delays.push(Number(delay.replace('p', '.')));
    }
  }
  return delays.some((delay) => delay !== 0) ? { choices, delays } : { choices };
}

/** FNV-1a, folded to four characters: it guards against accidents, not against anybody. */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash >>> 0) % 36 ** 4).toString(36).padStart(4, '0');
}
