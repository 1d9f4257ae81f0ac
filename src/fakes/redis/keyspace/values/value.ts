// What a key holds. Each type is a class; its encoding is what OBJECT ENCODING would say, since clients and tests look at it.

export type TypeName = 'string' | 'list' | 'set' | 'hash' | 'zset' | 'stream';

export abstract class Value {
  /** Wall-clock ms at which the key is gone; Infinity: never. */
  expiresAt = Infinity;
  /** Wall-clock ms of the last command that used it, for OBJECT IDLETIME. */
  usedAt = 0;

  abstract readonly type: TypeName;
  abstract readonly encoding: string;
  /** A copy that shares nothing, without the expiry. */
  abstract copy(): Value;
}

/** Limits of the compact encodings, as redis.conf has them by default. */
export const limits = { entries: 128, bytes: 64, integers: 512 } as const;
