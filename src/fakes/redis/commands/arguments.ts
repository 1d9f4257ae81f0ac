// Arguments, read as Redis reads them.
import { parseCount, parseDouble, parseInt64 } from '../numbers/index.ts';
import { notAFloat, notAnInteger, notPositive, ReplyError } from '../resp/index.ts';

/** @throws {@link ReplyError} for what is no integer */
export function integer(text: string, otherwise: ReplyError = notAnInteger): number {
  const value = parseCount(text);
  if (value === undefined) throw otherwise;
  return value;
}

/** All 64 bits. @throws {@link ReplyError} for what is no integer */
export function integer64(text: string, otherwise: ReplyError = notAnInteger): bigint {
  const value = parseInt64(text);
  if (value === undefined) throw otherwise;
  return value;
}

/** From 0 up. @throws {@link ReplyError} */
export function positive(text: string, otherwise: ReplyError = notPositive): number {
  const value = parseCount(text);
  if (value === undefined || value < 0) throw otherwise;
  return value;
}

/** @throws {@link ReplyError} for what is no number */
export function double(text: string, otherwise: ReplyError = notAFloat): number {
  const value = parseDouble(text);
  if (value === undefined) throw otherwise;
  return value;
}

/** How many keys follow, from 1 up. @throws {@link ReplyError} */
export function keyCount(text: string, otherwise = numkeysError): number {
  const value = parseCount(text);
  if (value === undefined || value <= 0) throw otherwise;
  return value;
}

const numkeysError = new ReplyError('ERR numkeys should be greater than 0');
const timeoutError = new ReplyError('ERR timeout is not a float or out of range');

const timeoutNegative = new ReplyError('ERR timeout is negative');

/** A timeout in seconds, as ms. What is too large for 64 bits comes out negative, as it does in C. @throws {@link ReplyError} */
export function timeout(seconds: string): number {
  const ms = double(seconds, timeoutError) * 1000;
  if (ms >= 2 ** 63 || Math.ceil(ms) < 0) throw timeoutNegative;
  return Math.ceil(ms);
}

/** A timeout in ms. @throws {@link ReplyError} */
export function timeoutMs(text: string): number {
  const ms = integer(text, new ReplyError('ERR timeout is not an integer or out of range'));
  if (ms < 0) throw timeoutNegative;
  return ms;
}

/** Whether an argument is this option, however it is written. */
export function isOption(argument: string | undefined, option: string): boolean {
  return argument !== undefined && argument.length === option.length && argument.toLowerCase() === option;
}

/** Both ends of a range within `length` elements, end exclusive; an end below zero counts from the last. */
export function slice(
  start: number,
  end: number,
  length: number,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, start < 0 ? start + length : start);
  const last = end < 0 ? end + length : Math.min(end, length - 1);
  return { from, to: from > last || from >= length ? from : last + 1 };
}
