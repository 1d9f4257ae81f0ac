// When a key is to expire, as SET, GETEX and EXPIRE are told (expire.c, t_string.c).
import { int64Max, int64Min } from '../numbers/index.ts';
import { ReplyError } from '../resp/index.ts';
import { integer64 } from './arguments.ts';

export interface TimeUnit {
  readonly isSeconds: boolean;
  readonly isAbsolute: boolean;
}

/** By the option of SET and GETEX. */
export const timeUnits: Readonly<Record<string, TimeUnit>> = {
  ex: { isSeconds: true, isAbsolute: false },
  px: { isSeconds: false, isAbsolute: false },
  exat: { isSeconds: true, isAbsolute: true },
  pxat: { isSeconds: false, isAbsolute: true },
};

/**
 * Wall-clock ms. Nothing or less is no time for SET and its kin; `mayBePast`: for EXPIRE it is.
 *
 * @throws {@link ReplyError} for what is no integer, or no time
 */
export function expiryTime(
  text: string,
  { isSeconds, isAbsolute }: TimeUnit,
  now: number,
  command: string,
  mayBePast = false,
): number {
  const invalid = () => new ReplyError(`ERR invalid expire time in '${command}' command`);
  let time = integer64(text);
  if (!mayBePast && time <= 0n) throw invalid();
  if (isSeconds) {
    if (time > int64Max / 1000n || time < int64Min / 1000n) throw invalid();
    time *= 1000n;
  }
  if (isAbsolute) return Number(time);
  const base = BigInt(now);
  if (time > int64Max - base) throw invalid();
  return Number(time + base);
}
