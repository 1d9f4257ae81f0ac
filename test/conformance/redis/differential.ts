// Random commands to the fake and to a real server, in batches; the first reply that differs.
import { CommandStream } from './commands.ts';
import { encodeCommand, FakeClient, fakeEngine } from './fake-client.ts';
import type { RealServer } from './real-server.ts';
import { essence, parseReply, type Tree } from './sameness.ts';

const batchSize = 500;

export interface Difference {
  readonly index: number;
  readonly command: readonly string[];
  readonly real: string;
  readonly fake: string;
  /** The commands before it that are about the same keys. */
  readonly before: readonly string[];
}

/** Which queued commands an EXEC is about, as the replies show it. */
class Transactions {
  #queue: string[][] | undefined = undefined;

  /** Notes a command and its reply; the queue that it executed, if it did. */
  note(argv: string[], reply: string): readonly string[][] | undefined {
    const name = (argv[0] as string).toLowerCase();
    if (reply === '+QUEUED\r\n') {
      this.#queue?.push(argv);
      return undefined;
    }
    const queue = this.#queue;
    if (name === 'multi' && reply === '+OK\r\n') this.#queue = [];
    if (name === 'exec' || name === 'discard' || name === 'reset') this.#queue = undefined;
    return name === 'exec' ? queue : undefined;
  }
}

function isSame(argv: string[], queue: readonly string[][] | undefined, real: string, fake: string): boolean {
  if (real === fake) return true;
  const view = (bytes: string): Tree => {
    const tree = parseReply(bytes);
    if (queue === undefined || typeof tree === 'string') return essence(argv, tree);
    const [mark = '', ...items] = tree;
    return [mark, ...items.map((item, at) => essence(queue[at] ?? [], item))];
  };
  return JSON.stringify(view(real)) === JSON.stringify(view(fake));
}

/** Compares `count` commands; `undefined`: every reply was the same. */
export async function compareWithReal(
  server: RealServer,
  seed: number,
  count: number,
): Promise<Difference | undefined> {
  const stream = new CommandStream(seed);
  const real = await server.connect();
  const fake = new FakeClient(fakeEngine());
  const transactions = new Transactions();
  const history: string[][] = [];
  real.send(encodeCommand(['flushall']));
  await real.replies(1);
  try {
    for (let done = 0; done < count; done += batchSize) {
      const batch = Array.from({ length: Math.min(batchSize, count - done) }, () => stream.next());
      const bytes = batch.map(encodeCommand).join('');
      real.send(bytes);
      const fakes = fake.send(bytes);
      const reals = await real.replies(batch.length);
      for (const [at, argv] of batch.entries()) {
        const [theirs, ours] = [reals[at] as string, fakes[at] ?? '(no reply)'];
        const queue = transactions.note(argv, theirs);
        if (!isSame(argv, queue, theirs, ours)) {
          return {
            index: done + at,
            command: argv,
            real: theirs,
            fake: ours,
            before: related(history, argv, queue),
          };
        }
        history.push(argv);
      }
    }
    return undefined;
  } finally {
    real.close();
  }
}

const shown = 25;

function related(
  history: readonly string[][],
  argv: string[],
  queue: readonly string[][] | undefined,
): string[] {
  const isKey = (word: string) => /^[sbnhltzx]\d$/.test(word);
  const keys = new Set([argv, ...(queue ?? [])].flat().filter(isKey));
  return history
    .filter(
      (other) =>
        other.some((word) => keys.has(word)) ||
        /^(flush|swapdb|select|multi|exec|hello)/i.test(other[0] as string),
    )
    .slice(-shown)
    .map((other) => JSON.stringify(other));
}
