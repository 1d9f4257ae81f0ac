// A token: a seed and a schedule, as text that a shell takes unquoted: `e1.s<seed>.<schedule>.<check>`. The format, the seed with
// what is neither letter nor digit as `_<code>_`; the choices in base 36, joined by `-`, a run of one choice as `<choice>~<length>`, trailing
// zeros left out; a checksum of all that.
import { InvalidTokenError } from '../world/index.ts';

export interface Replay {
  readonly seed: string;
  /** One choice a decision. Past the end every choice is 0, which is what a plain run does. */
  readonly schedule: readonly number[];
}

const format = 'e1';

/** The text that replays a run. */
export function encodeToken({ seed, schedule }: Replay): string {
  const body = `${format}.s${encodeSeed(seed)}.${encodeSchedule(schedule)}`;
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
  const [, seed, schedule, check] = parts;
  if (parts.length !== 4 || seed === undefined || schedule === undefined || !seed.startsWith('s')) throw invalid(text, 'a part is missing');
  if (checksum(text.slice(0, text.lastIndexOf('.'))) !== check) throw invalid(text, 'its checksum does not match');
  return { seed: decodeSeed(seed.slice(1)), schedule: decodeSchedule(schedule) };
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

function encodeSchedule(schedule: readonly number[]): string {
  let end = schedule.length;
  while (end > 0 && schedule[end - 1] === 0) end--;
  const runs: string[] = [];
  for (let at = 0; at < end; ) {
    const choice = schedule[at] as number;
    let length = 1;
    while (at + length < end && schedule[at + length] === choice) length++;
    runs.push(length === 1 ? choice.toString(36) : `${choice.toString(36)}~${length.toString(36)}`);
    at += length;
  }
  return runs.join('-');
}

function decodeSchedule(text: string): number[] {
  if (text === '') return [];
  return text.split('-').flatMap((run) => {
    const [choice = '', length = '1'] = run.split('~');
    return new Array<number>(Number.parseInt(length, 36)).fill(Number.parseInt(choice, 36));
  });
}

/** FNV-1a, folded to four characters: it guards against accidents, not against anybody. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return ((hash >>> 0) % 36 ** 4).toString(36).padStart(4, '0');
}
