// The fake without a network: bytes in, replies out, on the real clock.
import { commands } from '../../../src/fakes/redis/commands/index.ts';
import { Engine, type Session } from '../../../src/fakes/redis/session/index.ts';
import { RandomSource } from '../../../src/world/index.ts';
import { replyEnd } from './real-server.ts';

export function fakeEngine(): Engine {
  const random = new RandomSource('engine');
  return new Engine(commands, {
    now: () => Date.now(),
    random: () => random.random(),
    after: () => () => {},
  });
}

export class FakeClient {
  readonly session: Session;
  #bytes = '';

  constructor(engine: Engine) {
    this.session = engine.connect({
      address: '127.0.0.1:1',
      localAddress: '127.0.0.1:6379',
      write: (bytes) => {
        this.#bytes += bytes;
      },
      end: () => {},
    });
  }

  /** The replies that the bytes bring at once. */
  send(bytes: string): string[] {
    this.session.receive(bytes);
    return this.take();
  }

  /** What has come since. */
  take(): string[] {
    const found: string[] = [];
    let at = 0;
    for (;;) {
      const end = at < this.#bytes.length ? replyEnd(this.#bytes, at) : -1;
      if (end === -1) break;
      found.push(this.#bytes.slice(at, end));
      at = end;
    }
    this.#bytes = this.#bytes.slice(at);
    return found;
  }
}

/** A command as the bytes that a client sends. */
export function encodeCommand(argv: readonly string[]): string {
  return `*${argv.length}\r\n${argv.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}
