// Random commands to the fake and to a real server, in batches; the first reply that differs.
import { CommandStream } from './commands.ts';
import { encodeCommand, FakeClient, fakeEngine } from './fake-client.ts';
import type { RealServer } from './real-server.ts';
import { essence, parseReply, type Tree } from './sameness.ts';

const batchSize = 500;

export interface Difference {
  readonly index: number;
  readonly command: readonly string[];
  readonly real: Tree;
  readonly fake: Tree;
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

interface Unlike {
  readonly command: readonly string[];
  readonly real: Tree;
  readonly fake: Tree;
}

/** What differs between two replies; of a transaction, its first command that was answered differently. */
function unlike(
  argv: readonly string[],
  queue: readonly string[][] | undefined,
  real: Tree,
  fake: Tree,
): Unlike | undefined {
  if (
    queue !== undefined &&
    typeof real !== 'string' &&
    typeof fake !== 'string' &&
    real.length === fake.length
  ) {
    for (const [at, command] of queue.entries()) {
      const found = unlike(command, undefined, real[at + 1] ?? '', fake[at + 1] ?? '');
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const isSame = JSON.stringify(essence(argv, real)) === JSON.stringify(essence(argv, fake));
  return isSame ? undefined : { command: argv, real, fake };
}

/** Notes in `answered` what was answered with something else than an error. Compares `count` commands; `undefined`: every reply was the same. */
export async function compareWithReal(
  server: RealServer,
  seed: number,
  count: number,
  answered: Set<string> = new Set(),
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
        const different =
          theirs === ours ? undefined : unlike(argv, queue, parseReply(theirs), parseReply(ours));
        if (different !== undefined) {
          return { index: done + at, ...different, before: related(history, different.command) };
        }
        if (!theirs.startsWith('-')) answered.add((argv[0] as string).toLowerCase());
        history.push(argv);
      }
    }
    return undefined;
  } finally {
    real.close();
  }
}

const shown = 25;

function related(history: readonly string[][], argv: readonly string[]): string[] {
  const isKey = (word: string) => /^[sbnhltzxqp]\d$/.test(word);
  const keys = new Set(argv.filter(isKey));
  return history
    .filter(
      (other) =>
        other.some((word) => keys.has(word)) ||
        /^(flush|swapdb|select|multi|exec|hello)/i.test(other[0] as string),
    )
    .slice(-shown)
    .map((other) => JSON.stringify(other));
}
