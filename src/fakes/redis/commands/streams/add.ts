// XADD and XTRIM (t_stream.c, streamParseAddOrTrimArgsOrReply).
import {
  formatId,
  invalidId,
  largestId,
  largestSequence,
  millisecondsOf,
  parseId,
  requireId,
  Stream,
  type StreamId,
  sequenceOf,
  streamId,
} from '../../keyspace/index.ts';
import { ReplyError, syntaxError, wrongArity } from '../../resp/index.ts';
import type { Argv, Rows } from '../../table/index.ts';
import { integer, isOption } from '../arguments.ts';

interface Trim {
  readonly to: { readonly length: number } | { readonly id: StreamId };
  readonly isExact: boolean;
  readonly limit: number | undefined;
}

interface Parsed {
  readonly trim: Trim | undefined;
  readonly creates: boolean;
  /** Where the id is, for XADD. */
  readonly next: number;
}

/** Redis trims whole nodes where it may; a node is a hundred entries. */
const nodeEntries = 100;

function parse(argv: Argv, isAdd: boolean): Parsed {
  let [to, isExact, limit, creates, at]: [
    Trim['to'] | undefined,
    boolean,
    number | undefined,
    boolean,
    number,
  ] = [undefined, true, undefined, true, 2];
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    const following = argv.length - at - 1;
    if ((isOption(word, 'maxlen') || isOption(word, 'minid')) && following >= 1) {
      if (to !== undefined) {
        throw new ReplyError(
          'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
        );
      }
      const mark = argv[at + 1];
      if (following >= 2 && (mark === '~' || mark === '=')) {
        isExact = mark === '=';
        at++;
      }
      to = threshold(word, argv[++at] as string);
    } else if (isOption(word, 'limit') && following >= 1) {
      limit = integer(argv[++at] as string);
      if (limit < 0) throw new ReplyError('ERR The LIMIT argument must be >= 0.');
    } else if (isAdd && isOption(word, 'nomkstream')) creates = false;
    else if (isAdd) break;
    else throw syntaxError;
  }
  if (isAdd) checkId(argv[at]);
  if (limit && to === undefined) {
    throw new ReplyError('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
  }
  if (!isAdd && to === undefined) {
    throw new ReplyError('ERR syntax error, XTRIM must be called with a trimming strategy');
  }
  if (limit !== undefined && isExact) {
    throw new ReplyError('ERR syntax error, LIMIT cannot be used without the special ~ option');
  }
  return { trim: to && { to, isExact, limit }, creates, next: at };
}

function threshold(option: string, text: string): Trim['to'] {
  if (isOption(option, 'minid')) return { id: requireId(text) };
  const length = integer(text);
  if (length < 0) throw new ReplyError('ERR The MAXLEN argument must be >= 0.');
  return { length };
}

/** How many entries go. */
function trim(stream: Stream, { to, isExact, limit = nodeEntries * 100 }: Trim): number {
  const { ids } = stream.entries;
  const excess = 'length' in to ? ids.length - to.length : stream.entries.firstIndex(to.id);
  if (excess <= 0) return 0;
  const whole = Math.floor(Math.min(excess, limit === 0 ? excess : limit) / nodeEntries) * nodeEntries;
  const count = isExact ? excess : whole;
  stream.dropFirst(count);
  return count;
}

function checkId(text: string | undefined): void {
  if (text === undefined || text === '*') return;
  if (parseId(text.replace(/-\*$/, '-0'), 0n) === undefined) throw invalidId;
}

const tooSmall = new ReplyError(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
);

/** The id of a new entry: as given, with the sequence left open (`5-*`), or all by itself (`*`). */
function idFor(text: string, { lastId }: Stream, now: number): StreamId {
  if (text === '*') {
    const ms = BigInt(now);
    return ms > millisecondsOf(lastId) ? streamId(ms, 0n) : lastId + 1n;
  }
  if (text.endsWith('-*')) {
    const ms = millisecondsOf(requireId(text.replace(/\*$/, '0')));
    if (ms !== millisecondsOf(lastId)) {
      if (ms < millisecondsOf(lastId)) throw tooSmall;
      return streamId(ms, 0n);
    }
    if (sequenceOf(lastId) === largestSequence) throw tooSmall;
    return lastId + 1n;
  }
  const id = requireId(text);
  if (id <= lastId) throw tooSmall;
  return id;
}

export const addRows: Rows = {
  xadd: [
    '-5 write denyoom fast ~nondeterministic_output',
    'RW update @1',
    (argv, { database, engine }) => {
      const { trim: trimming, creates, next } = parse(argv, true);
      const fields = argv.slice(next + 1);
      if (fields.length < 2 || fields.length % 2 === 1) throw wrongArity('xadd');
      const [, key] = argv;
      const text = argv[next] as string;
      if (text !== '*' && !text.endsWith('-*') && requireId(text) === 0n) {
        throw new ReplyError('ERR The ID specified in XADD must be greater than 0-0');
      }
      const found = database.get(key, Stream);
      if (found === undefined && !creates) return null;
      const stream = found ?? database.getOrCreate(key, Stream);
      if (stream.lastId === largestId) {
        throw new ReplyError('ERR The stream has exhausted the last possible ID, unable to add more items');
      }
      const id = idFor(text, stream, engine.now());
      stream.append(id, fields);
      database.changed(key, 't', 'xadd');
      if (trimming !== undefined && trim(stream, trimming) > 0) database.notify(key, 't', 'xtrim');
      engine.keyReady(database, key);
      return formatId(id);
    },
  ],
  xtrim: [
    '-4 write ~nondeterministic_output',
    'RW delete @1',
    (argv, { database }) => {
      const { trim: trimming } = parse(argv, false);
      const [, key] = argv;
      const stream = database.get(key, Stream);
      if (stream === undefined) return 0;
      const removed = trim(stream, trimming as Trim);
      if (removed > 0) database.changed(key, 't', 'xtrim');
      return removed;
    },
  ],
};
