// A Redis server in a world: an engine that listens on the world's network, with a log of what it was asked and faults to order.
import type { Socket } from 'node:net';
import {
  type Activity,
  InvalidArgumentError,
  isLatency,
  type Kernel,
  type Latency,
  latencyIs,
  RandomSource,
  type Span,
  show,
} from '../../world/index.ts';
import { networkOf } from '../net/index.ts';
import { attach } from './attach.ts';
import { commands } from './commands/index.ts';
import { type FaultScope, Faults } from './faults.ts';
import { CommandLog, type RedisCommand } from './log.ts';
import { isMissing, MissingCommands } from './missing.ts';
import { encodeText, plain, type RedisReply, toReply } from './plain.ts';
import { ReplyError, wrongArity } from './resp/index.ts';
import { call, Engine } from './session/index.ts';
import { type Argv, Command } from './table/index.ts';

/** A Redis server. It is an activity whose spans are the commands that clients sent, each from its arrival to its reply. */
export interface RedisServer extends Activity {
  readonly host: string;
  readonly port: number;
  /** What a client is to connect to: `redis://localhost:6379`. */
  readonly url: string;
  /** What clients have sent, in order. */
  readonly commands: readonly RedisCommand[];
  /** The commands of one name as an activity, for matchers: `server.command('GET')`. */
  command(name: string): Activity;
  /** How many clients are connected. */
  readonly clients: number;
  /** Names of commands that clients sent and that a real Redis has, but this one has not. */
  readonly missingCommands: readonly string[];

  /**
   * Runs a command at once, without a client and beside the network: to put data there before a test, or to look at it afterwards.
   *
   * @throws the error that a client would be answered
   */
  call(name: string, ...args: readonly (string | number)[]): RedisReply;

  /** Breaks the connections of all clients; they may connect again. */
  disconnect(): void;
  /** Nobody listens any more, and connections break, until `start()`. */
  stop(): void;
  start(): void;
  /** Replies come so many virtual ms after the command; within a range, exploration decides when. The result takes it back. */
  delay(latency: Latency, scope?: FaultScope): Disposable;
  /** Commands are answered with this error, code first: `'OOM command not allowed'`. The result takes it back. */
  fail(error: string, scope?: FaultScope): Disposable;
  /** Answers a command itself, in place of the server: for a script or a command that it has not. The result takes it back. */
  answer(name: string, reply: (args: readonly string[]) => RedisReply): Disposable;
  /** While true, commands are answered `LOADING`, as after a restart. */
  loading: boolean;
  /** While true, the server is a replica: writes are answered `READONLY`, as after a failover. */
  readonly: boolean;
}

export class WorldRedis implements RedisServer {
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  readonly #kernel: Kernel;
  readonly #log: CommandLog;
  readonly #faults: Faults;
  readonly #missing = new MissingCommands();
  readonly #sockets = new Set<Socket>();
  readonly #answers = new Map<string, Command>();
  #stopListening: (() => void) | undefined = undefined;

  constructor(kernel: Kernel, host: string, port: number, data?: Engine) {
    const random = new RandomSource(`${kernel.options.seed} redis ${host}:${port}`);
    this.host = host;
    this.port = port;
    this.#kernel = kernel;
    this.#log = new CommandLog(kernel);
    this.#faults = new Faults(kernel);
    this.engine = new Engine(
      commands,
      {
        now: () => kernel.wallTime,
        random: () => random.random(),
        after: (ms, run, ref) => {
          const label = `${this.name} waits ${ms}ms`;
          const scheduled = kernel.schedule({ kind: 'redis', label, window: [ms, ms], ref, run });
          return () => scheduled.cancel();
        },
      },
      data,
    );
    this.engine.config.set('port', String(port));
    this.engine.observer = {
      received: (session, argv, command) => {
        this.#log.received(session, argv);
        if (command instanceof ReplyError && isMissing(argv)) this.#missing.note(argv, kernel.now);
      },
      answered: (session, reply) => this.#log.answered(session, reply),
      stall: (session, command, argv) => this.#faults.stall(session, command, argv),
      lookup: (argv) => this.#answers.get(argv[0].toLowerCase()),
      refuse: (command) => this.#faults.refusal(command),
    };
    kernel.checks.push(() => this.#missing.verdict(this.name));
    this.start();
  }

  get name(): string {
    return `redis ${this.host}:${this.port}`;
  }

  get url(): string {
    return `redis://${this.host}:${this.port}`;
  }

  get commands(): readonly RedisCommand[] {
    return this.#log.records;
  }

  get spans(): readonly Span[] {
    return this.#log.records;
  }

  get clients(): number {
    return this.#sockets.size;
  }

  get missingCommands(): readonly string[] {
    return this.#missing.names;
  }

  command(name: string): Activity {
    return this.#log.activity(this.name, name);
  }

  call(name: string, ...args: readonly (string | number)[]): RedisReply {
    const session = this.engine.connect({
      address: 'test',
      localAddress: this.name,
      write: () => {},
      end: () => {},
    });
    // Nothing waits here, and no fault is in the way.
    session.mayBlock = false;
    const argv = [name, ...args].map((word) => encodeText(String(word))) as unknown as Argv;
    try {
      let reply: RedisReply = null;
      this.engine.enter(() => {
        this.engine.expireDue();
        const command = this.engine.lookup(argv);
        if (command instanceof ReplyError) reply = command;
        else if (!command.hasArity(argv.length)) reply = wrongArity(command.name);
        else reply = plain(call(session, command, argv));
      });
      if ((reply as unknown) instanceof Error) throw reply;
      return reply;
    } finally {
      session.closed();
    }
  }

  disconnect(): void {
    for (const socket of [...this.#sockets]) socket.resetAndDestroy();
  }

  start(): void {
    this.#stopListening ??= networkOf(this.#kernel).serve({ host: this.host, port: this.port }, (socket) => {
      this.#sockets.add(socket);
      attach(this.engine, socket, (session) => {
        this.#sockets.delete(socket);
        this.#log.left(session);
      });
    });
  }

  stop(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.disconnect();
  }

  delay(latency: Latency, scope: FaultScope = {}): Disposable {
    if (!isLatency(latency)) {
      throw new InvalidArgumentError(
        `${this.name}: delay(latency) must be ${latencyIs}, and is ${show(latency)}`,
      );
    }
    return this.#faults.delay(typeof latency === 'number' ? [latency, latency] : latency, scope);
  }

  fail(error: string, scope: FaultScope = {}): Disposable {
    if (typeof error !== 'string' || !/^[A-Z]+ ?/.test(error)) {
      throw new InvalidArgumentError(
        `${this.name}: fail(error) takes an error as Redis says it, its code first: 'OOM command not allowed'`,
      );
    }
    return this.#faults.fail(error, scope);
  }

  answer(name: string, reply: (args: readonly string[]) => RedisReply): Disposable {
    if (typeof reply !== 'function') {
      throw new InvalidArgumentError(`${this.name}: answer(name, reply) takes a function of the arguments`);
    }
    const run = ([, ...args]: Argv) => toReply(reply(args.map((word) => plain(word) as string)));
    this.#answers.set(name.toLowerCase(), new Command(name.toLowerCase(), 'scripting', ['-1', '', run]));
    return { [Symbol.dispose]: () => this.#answers.delete(name.toLowerCase()) };
  }

  get loading(): boolean {
    return this.engine.isLoading;
  }

  set loading(is: boolean) {
    this.engine.isLoading = is;
  }

  get readonly(): boolean {
    return this.engine.isReplica;
  }

  set readonly(is: boolean) {
    this.engine.isReplica = is;
  }
}
