// A real redis-server for comparison: started on a free port of the loopback, with nothing kept on disk.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';

/** Whether there is one to compare with. */
export const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

export class RealServer {
  readonly #process: ChildProcess;
  readonly port: number;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  static async start(...options: readonly string[]): Promise<RealServer> {
    const port = await freePort();
    const child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options],
      { cwd: tmpdir(), env: { PATH: process.env.PATH, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let log = '';
    for await (const chunk of child.stdout) {
      log += chunk;
      if (log.includes('Ready to accept connections')) break;
    }
    child.stdout.resume();
    if (child.exitCode !== null) throw new Error(`redis-server ended: ${log}`);
    return new RealServer(child, port);
  }

  async connect(): Promise<RealClient> {
    const socket = connect(this.port, '127.0.0.1');
    socket.setNoDelay(true);
    await once(socket, 'connect');
    return new RealClient(socket);
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }
}

/** Sends bytes, and gives as many replies as were asked for, each as the bytes it is. */
export class RealClient {
  readonly #socket: Socket;
  #bytes = '';
  #at = 0;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#bytes = this.#bytes.slice(this.#at) + chunk.toString('latin1');
      this.#at = 0;
      this.#wake();
    });
    socket.on('close', () => this.#wake());
  }

  send(bytes: string): void {
    this.#socket.write(bytes, 'latin1');
  }

  async replies(count: number): Promise<string[]> {
    const found: string[] = [];
    while (found.length < count) {
      const end = replyEnd(this.#bytes, this.#at);
      if (end !== -1) {
        found.push(this.#bytes.slice(this.#at, end));
        this.#at = end;
        continue;
      }
      if (this.#socket.closed) throw new Error('the real server has closed the connection');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return found;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Where the reply that begins at `at` ends; -1 if it has not come whole. */
export function replyEnd(bytes: string, at: number): number {
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd === -1) return -1;
  const length = Number(bytes.slice(at + 1, lineEnd));
  switch (bytes[at]) {
    case '$':
    case '=':
      return length < 0 ? lineEnd + 2 : bytes.length >= lineEnd + length + 4 ? lineEnd + length + 4 : -1;
    case '*':
    case '~':
    case '>':
    case '%': {
      let end = lineEnd + 2;
      for (let left = bytes[at] === '%' ? length * 2 : length; left > 0 && end !== -1; left--) {
        end = replyEnd(bytes, end);
      }
      return end;
    }
    default:
      return lineEnd + 2;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
