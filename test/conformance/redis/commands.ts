// A stream of random commands: mostly sound, some bent, some in transactions.
import { type Dice, dice } from '../../support/random.ts';
import { happens, type Template, template, type Vocabulary } from './grammar.ts';
import { blockingTemplates, families } from './templates.ts';

const compiled = families.map(({ weight, templates }) => ({ weight, templates: templates.map(template) }));
const totalWeight = compiled.reduce((sum, { weight }) => sum + weight, 0);
const blockingCompiled = blockingTemplates.map(template);

export class CommandStream {
  readonly #random: Dice;
  readonly #vocabulary: Vocabulary;
  #queue: string[][] = [];

  constructor(seed: number) {
    this.#random = dice(seed);
    this.#vocabulary = vocabulary(this.#random);
  }

  next(): string[] {
    const queued = this.#queue.shift();
    if (queued !== undefined) return queued;
    if (happens(this.#random, 0.0005)) return ['flushall'];
    if (happens(this.#random, 0.02)) return this.#transaction();
    return this.#one();
  }

  #one(): string[] {
    const words = this.#draw(this.#family())(this.#random, this.#vocabulary);
    const isBent = !isFragile(words) && happens(this.#random, 0.03);
    if (happens(this.#random, 0.3)) words[0] = (words[0] as string).toUpperCase();
    return isBent ? this.#bend(words) : words;
  }

  #transaction(): string[] {
    const count = this.#random.below(6);
    if (happens(this.#random, 0.3)) this.#queue.push(['watch', 's0', 'l0', 'z1']);
    if (happens(this.#random, 0.3)) this.#queue.push(this.#one());
    this.#queue.push(['multi']);
    if (happens(this.#random, 0.1)) this.#queue.push(['multi']);
    for (let at = 0; at < count; at++) {
      const isBlocking = happens(this.#random, 0.3);
      this.#queue.push(
        isBlocking ? this.#draw(blockingCompiled)(this.#random, this.#vocabulary) : this.#queued(),
      );
    }
    this.#queue.push([happens(this.#random, 0.9) ? 'exec' : 'discard']);
    return this.#queue.shift() as string[];
  }

  /** A command that does not end the transaction it is part of: what follows may wait. */
  #queued(): string[] {
    for (;;) {
      const words = this.#one();
      if (!/^(exec|discard|reset|hello)$/i.test(words[0] as string)) return words;
    }
  }

  #family(): readonly Template[] {
    let point = this.#random.below(totalWeight);
    for (const { weight, templates } of compiled) {
      point -= weight;
      if (point < 0) return templates;
    }
    return compiled[0]?.templates as readonly Template[];
  }

  #draw<T>(items: readonly T[]): T {
    return items[this.#random.below(items.length)] as T;
  }

  /** Takes an argument away, puts one more, or exchanges one: what is refused must be refused alike. */
  #bend(words: readonly string[]): string[] {
    const at = 1 + this.#random.below(Math.max(1, words.length - 1));
    const odd = this.#draw([
      '',
      'x',
      '-1',
      '0',
      '1.5',
      'nan',
      '9223372036854775808',
      'count',
      'limit',
      '(',
      '~',
    ]);
    const isWaiting = /^(b[lrz]|xread)/i.test(words[0] as string);
    switch (isWaiting ? 3 : this.#random.below(3)) {
      case 0:
        return [...words.slice(0, at), ...words.slice(at + 1)];
      case 1:
        return [...words.slice(0, at), odd, ...words.slice(at)];
      case 2:
        return words.map((word, index) => (index === at ? odd : word));
      default:
        return [...words];
    }
  }
}

function vocabulary(random: Dice): Vocabulary {
  const below = (limit: number) => random.below(limit);
  const pick = (...items: readonly string[]) => items[below(items.length)] as string;
  const letters = 'sbnhltzx';
  const anyKey = () => `${letters[below(letters.length)]}${below(4)}`;
  const key = (letter: string) => () => (happens(random, 0.03) ? anyKey() : `${letter}${below(4)}`);
  const integer = () => String(happens(random, 0.8) ? below(14) - 6 : below(4000) - 2000);
  const number = () =>
    happens(random, 0.85)
      ? String(below(2000) - 1000)
      : pick(
          '9223372036854775807',
          '-9223372036854775808',
          '9007199254740993',
          '4611686018427387904',
          '-0',
          '007',
        );
  const float = () =>
    happens(random, 0.8)
      ? pick('1.5', '-2.25', '0.1', '3', '1e3', '-0.5', '10', '0', '2', '0.7', '1.1', '3.14159', '1234.5678')
      : pick('inf', '-inf', '1e300', '1e-10', '5.0e3', '0x1p3', '123456789.123456789', '1e17', '.5', '4.');
  const member = () => (happens(random, 0.9) ? `m${below(12)}` : `${below(200)}`);
  const value = () =>
    happens(random, 0.7)
      ? pick('a', 'hello', '10', '3.5', 'm1', 'm2', '', 'foo bar', 'é\xff\x00\r\n', '-7')
      : happens(random, 0.8)
        ? `v${below(1000)}`
        : 'y'.repeat(30 + below(60));
  const id = () =>
    happens(random, 0.6) ? String(below(40)) : `${below(40)}-${happens(random, 0.1) ? '*' : below(5)}`;
  const plainId = () => id().replace('*', '3');
  return {
    K: anyKey,
    KS: key('s'),
    KN: key('n'),
    KB: key('b'),
    KH: key('h'),
    KP: () => `p${below(4)}`,
    KL: key('l'),
    KT: key('t'),
    KZ: key('z'),
    KX: key('x'),
    KQ: () => `q${below(4)}`,
    KZS: () => (happens(random, 0.7) ? `z${below(4)}` : key('t')()),
    KLTZ: () => `${pick('l', 't', 'z')}${below(4)}`,
    'W*': () => 'w*',
    W: () => `wm${below(12)}`,
    'H*->M': () => `h*->m${below(3)}`,
    V: value,
    WORD: () => Array.from({ length: 2 + below(12) }, () => pick('a', 'b', 'c', 'd')).join(''),
    M: member,
    I: integer,
    N: number,
    F: float,
    SCORE: () => (happens(random, 0.5) ? String(below(8)) : float()),
    SCOREBOUND: () =>
      happens(random, 0.5) ? String(below(10) - 1) : pick('-inf', '+inf', '(1', '(3', '2.5', '(-inf'),
    LEXBOUND: () => (happens(random, 0.6) ? `${pick('[', '(')}m${below(9)}` : pick('-', '+', '[', '(m1')),
    OFFSET: () => String(below(24)),
    BIT: () => (happens(random, 0.95) ? String(below(2)) : '2'),
    BITOFFSET: () => String(below(120)),
    BITFIELDOFFSET: () => (happens(random, 0.3) ? `#${below(6)}` : String(below(90))),
    BITTYPE: () => pick('u1', 'u4', 'i5', 'u8', 'i8', 'i16', 'u31', 'i33', 'u63', 'i64', 'i1'),
    COUNT: () => String(below(5)),
    BIG: () => '100000',
    BIGIDLE: () => '1000000000',
    FAR: () => String(100_000_000 + below(1000)),
    FUTURE: () => String(4_000_000_000 + below(100)),
    FUTUREMS: () => String(4_000_000_000_000 + below(100_000)),
    PAST: () => String(1 + below(1000)),
    DB: () => String(below(3)),
    GLOB: () => pick('*', 's*', 'm?', '*1', 'm[0-4]', 'm[^3]', '?[1-2]', '\\m*', 'h[', 'nothing'),
    TYPE: () => pick('string', 'list', 'zset', 'stream', 'nonsense'),
    ID: id,
    IDBOUND: () => (happens(random, 0.4) ? pick('-', '+') : (happens(random, 0.2) ? '(' : '') + plainId()),
    GROUP: () => `g${below(2)}`,
    CONSUMER: () => `c${below(3)}`,
  };
}

/** What must stay as it is: it would come to depend on chance, or on what Redis leaves open. */
function isFragile([name = '', key = '']: readonly string[]): boolean {
  return /^(spop|.*rand.*|.*scan|command)$/i.test(name) || /^[qp]\d$/.test(key);
}
