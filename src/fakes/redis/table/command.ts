// A command: what the table says of it, and what it does. Arity, flags and keys are declared once; COMMAND, MULTI, cluster redirection and the
// checks before a call all read them here.
import type { Reply } from '../resp/index.ts';
import type { Session } from '../session/index.ts';
import { type KeySpec, parseKeySpecs, positionsOf } from './keys.ts';

/**
 * A command's words, itself first. The arity is checked before a command runs, so those that it guarantees are there; what may follow is
 * looked at by index.
 */
export type Argv = readonly [string, string, string, string, string, string, ...string[]];

export type Run = (argv: Argv, session: Session) => Reply;

/** What commands are about, as COMMAND DOCS names it. */
export type Group =
  | 'bitmap'
  | 'cluster'
  | 'connection'
  | 'generic'
  | 'geo'
  | 'hash'
  | 'hyperloglog'
  | 'list'
  | 'pubsub'
  | 'scripting'
  | 'server'
  | 'set'
  | 'sorted-set'
  | 'stream'
  | 'string'
  | 'transactions';

/**
 * A row of the table: shape, keys, what it does. The shape is the arity (negative: at least so many) and the flags; `@name` is an ACL category
 * that does not follow from group and flags, `~name` a tip.
 */
export type Row = readonly [shape: string, keys: string, run: Run];
type Container = {
  readonly shape: string;
  /** What it does by itself, where it does anything. */
  readonly run?: Run;
  readonly subcommands: Readonly<Record<string, Row>>;
};
export type Rows = Readonly<Record<string, Row | Container>>;

const categoryOf: Readonly<Record<Group, string | undefined>> = {
  bitmap: 'bitmap',
  cluster: undefined,
  connection: 'connection',
  generic: 'keyspace',
  geo: 'geo',
  hash: 'hash',
  hyperloglog: 'hyperloglog',
  list: 'list',
  pubsub: 'pubsub',
  scripting: 'scripting',
  server: undefined,
  set: 'set',
  'sorted-set': 'sortedset',
  stream: 'stream',
  string: 'string',
  transactions: 'transaction',
};

export class Command {
  /** As errors have it: `config|get`. */
  readonly name: string;
  readonly group: Group;
  readonly arity: number;
  readonly flags: ReadonlySet<string>;
  readonly categories: readonly string[];
  readonly tips: readonly string[];
  readonly keySpecs: readonly KeySpec[];
  readonly subcommands: ReadonlyMap<string, Command> | undefined;
  readonly run: Run;
  /** invariant: the flags that are asked for with every call. */
  readonly isWrite: boolean;
  readonly isReadonly: boolean;

  constructor(
    name: string,
    group: Group,
    [shape, keys, run]: Row,
    subcommands?: ReadonlyMap<string, Command>,
  ) {
    const [arity, ...words] = shape.split(' ');
    this.name = name;
    this.group = group;
    this.arity = Number(arity);
    this.keySpecs = parseKeySpecs(keys);
    this.tips = words.filter((word) => word.startsWith('~')).map((word) => word.slice(1));
    const flags = new Set(words.filter((word) => /^[a-z]/.test(word)));
    if (this.keySpecs.some(({ begin, find }) => !(begin && 'index' in begin && typeof find === 'object'))) {
      flags.add('movablekeys');
    }
    this.flags = flags;
    this.isWrite = flags.has('write');
    this.isReadonly = flags.has('readonly');
    this.subcommands = subcommands;
    this.run = run;
    const own = words.filter((word) => word.startsWith('@')).map((word) => word.slice(1));
    const category = own.length > 0 ? undefined : subcommands === undefined ? categoryOf[group] : undefined;
    this.categories = [
      ...new Set([
        ...own.filter((name) => name !== 'none'),
        ...(category === undefined ? [] : [category]),
        ...(this.isWrite && group !== 'scripting' ? ['write'] : []),
        ...(this.isReadonly && group !== 'scripting' ? ['read'] : []),
        ...(flags.has('admin') ? ['admin', 'dangerous'] : []),
        ...(flags.has('blocking') ? ['blocking'] : []),
        flags.has('fast') ? 'fast' : 'slow',
      ]),
    ];
  }

  hasArity(count: number): boolean {
    return this.arity < 0 ? count >= -this.arity : count === this.arity;
  }

  /** Where the keys are in a call; nowhere, if it says of itself that there are more than it has. */
  keyPositions(argv: readonly string[]): number[] {
    const positions: number[] = [];
    for (const spec of this.keySpecs) {
      if (spec.flags.includes('not_key')) continue;
      const found = positionsOf(spec, argv);
      if (found === undefined) return [];
      positions.push(...found);
    }
    return positions;
  }

  keysOf(argv: readonly string[]): string[] {
    return this.keyPositions(argv).map((at) => argv[at] as string);
  }
}

/** The commands of a family. */
export function family(group: Group, rows: Rows): Command[] {
  return Object.entries(rows).map(([name, row]) => {
    if (!('subcommands' in row)) return new Command(name, group, row);
    const subcommands = new Map(
      Object.entries(row.subcommands).map(([sub, subRow]) => [
        sub,
        new Command(`${name}|${sub}`, group, subRow),
      ]),
    );
    return new Command(name, group, [row.shape, '', row.run ?? helpless], subcommands);
  });
}

/** A container is never called by itself: its arity of -2 or its subcommands stand before it. */
function helpless(): Reply {
  throw new TypeError('a container command has no action of its own');
}
