// What a command answers. Bytes are strings of latin1 throughout the fake: one character a byte, so that they compare, slice and hash as bytes do.

/** A plain string is a bulk string, a number or bigint an integer, `null` the null bulk string, an array an array. */
export type Reply = string | number | bigint | null | readonly Reply[] | Special;
type Special =
  | Status
  | ReplyError
  | Double
  | NullArray
  | Pairs
  | Members
  | Verbatim
  | Push
  | Several
  | Silence;

/** A simple string: `+OK`. */
export class Status {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An error reply, code first. Commands throw it or, within an array, return it. */
export class ReplyError extends Error {
  static {
    ReplyError.prototype.name = 'ReplyError';
  }
}

/** A double: a bulk string in RESP2. `text`, where given, is how it is written. */
export class Double {
  readonly value: number;
  readonly text: string | undefined;
  constructor(value: number, text?: string) {
    this.value = value;
    this.text = text;
  }
}

/** The null of a command that else answers an array: `*-1` in RESP2. */
export class NullArray {}

/** A map in RESP3, a flat array of keys and values in RESP2. */
export class Pairs {
  readonly flat: readonly Reply[];
  constructor(flat: readonly Reply[]) {
    this.flat = flat;
  }
}

/** A set in RESP3, an array in RESP2. */
export class Members {
  readonly items: readonly Reply[];
  constructor(items: readonly Reply[]) {
    this.items = items;
  }
}

/** Text for people: a verbatim string in RESP3. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Something that the server says unasked: a push in RESP3, an array in RESP2. */
export class Push {
  readonly items: readonly Reply[];
  constructor(items: readonly Reply[]) {
    this.items = items;
  }
}

/** Several replies to one command: SUBSCRIBE answers once a channel. */
export class Several {
  readonly replies: readonly Reply[];
  constructor(replies: readonly Reply[]) {
    this.replies = replies;
  }
}

/** No reply now: the client waits for a key, or asked for none. */
export class Silence {}

export const ok = new Status('OK');
export const queued = new Status('QUEUED');
export const nullArray = new NullArray();
export const silence = new Silence();
