// A client's connection, as the server sees it: bytes in, bytes out, and what the server remembers of the client in between.
import type { Database } from '../keyspace/index.ts';
import { CommandParser, encode, type Protocol, type Push, type Reply, ReplyError } from '../resp/index.ts';
import type { Argv, Command } from '../table/index.ts';
import type { Waiter } from './blocking.ts';
import type { Engine } from './engine.ts';
import { execute } from './execute.ts';
import type { Tracking } from './tracking.ts';

/** What a session writes to. */
export interface Connection {
  /** Where the client is: `127.0.0.1:51234`. */
  readonly address: string;
  readonly localAddress: string;
  write(bytes: string): void;
  /** Closes after what was written. */
  end(): void;
}

interface Queued {
  readonly command: Command;
  readonly argv: Argv;
}

export interface Transaction {
  readonly queue: Queued[];
  /** A command of it could not be queued, so EXEC will not run. */
  isBroken: boolean;
}

export class Session {
  readonly id: number;
  readonly engine: Engine;
  readonly connection: Connection;
  readonly connectedAt: number;
  database: Database;
  protocol: Protocol = 2;
  name = '';
  user = 'default';
  isAuthenticated: boolean;
  lastCommand: Command | undefined = undefined;
  lastCommandAt: number;
  transaction: Transaction | undefined = undefined;
  readonly watched: { readonly database: Database; readonly key: string }[] = [];
  /** A watched key was changed. */
  isDirty = false;
  readonly subscriptions = {
    channels: new Set<string>(),
    patterns: new Set<string>(),
    shardChannels: new Set<string>(),
  };
  tracking: Tracking | undefined = undefined;
  isMonitor = false;
  /** In a cluster: reads may be answered by a replica; the next command may touch a slot that is being imported. */
  isReadonly = false;
  isAsking = false;
  isNoEvict = false;
  /** CLIENT REPLY. */
  replies: 'on' | 'off' | 'skip' | 'skip-next' = 'on';
  /** False within a transaction or script: there nothing waits. */
  mayBlock = true;
  closeAfterReply = false;
  isClosed = false;

  readonly #parser = new CommandParser();
  #output = '';
  #afterReply: Push[] = [];
  #isExecuting = false;
  #waiter: Waiter | undefined = undefined;
  #cancelTimeout: (() => void) | undefined = undefined;
  /** Until when it takes no further command: a slow reply, CLIENT PAUSE. */
  #isStalled = false;

  constructor(id: number, engine: Engine, connection: Connection) {
    this.id = id;
    this.engine = engine;
    this.connection = connection;
    this.database = engine.database(0);
    this.connectedAt = this.lastCommandAt = engine.now();
    this.isAuthenticated = engine.config.get('requirepass') === '';
  }

  get isBlocked(): boolean {
    return this.#waiter !== undefined;
  }

  get subscriptionCount(): number {
    return this.subscriptions.channels.size + this.subscriptions.patterns.size;
  }

  get isSubscriber(): boolean {
    return this.subscriptionCount + this.subscriptions.shardChannels.size > 0;
  }

  /** Takes bytes that the client has sent. */
  receive(bytes: string): void {
    if (this.isClosed) return;
    this.#parser.feed(bytes);
    this.engine.enter(() => this.pump());
  }

  /** Runs what has come, as far as the client need not wait. */
  pump(): void {
    while (!this.isClosed && this.#waiter === undefined && !this.#isStalled) {
      let argv: string[] | undefined;
      try {
        argv = this.#parser.next();
      } catch (error) {
        this.#answer(error as ReplyError);
        this.close();
        return;
      }
      if (argv === undefined) return;
      this.#run(argv as unknown as Argv);
      this.engine.serveWaiters();
    }
  }

  #run(argv: Argv): void {
    this.#isExecuting = true;
    const reply = execute(this, argv);
    this.#isExecuting = false;
    if (this.#waiter === undefined && !this.#isStalled) this.#answer(reply);
    for (const push of this.#afterReply.splice(0)) this.say(push);
    if (this.closeAfterReply) this.close();
  }

  #answer(reply: Reply): void {
    if (this.replies === 'skip-next') this.replies = 'skip';
    else if (this.replies === 'skip') this.replies = 'on';
    else if (this.replies === 'on') this.#write(encode(reply, this.protocol));
  }

  /** Says something unasked. */
  say(push: Push): void {
    this.#write(encode(push, this.protocol));
  }

  /** As {@link say}, but after the reply to the command that this client is running, if it is. */
  sayAfterReply(push: Push): void {
    if (this.#isExecuting) this.#afterReply.push(push);
    else this.say(push);
  }

  /** A line for a client that monitors. */
  sayLine(line: string): void {
    this.#write(`+${line}\r\n`);
  }

  #write(bytes: string): void {
    if (bytes === '') return;
    if (this.#output === '') this.engine.hasOutput(this);
    this.#output += bytes;
  }

  /** Hands what was written to the connection. */
  flush(): void {
    const bytes = this.#output;
    this.#output = '';
    if (bytes !== '') this.connection.write(bytes);
  }

  /** Waits for keys, `timeout` virtual ms at most; 0: for ever. */
  block(wait: Omit<Waiter, 'session' | 'database'>, timeout: number): void {
    const waiter: Waiter = { ...wait, session: this, database: this.database };
    this.#waiter = waiter;
    this.engine.waiting.enter(waiter);
    if (timeout > 0) this.#cancelTimeout = this.engine.after(timeout, () => this.unblock(waiter.onTimeout));
  }

  /** Ends the wait with this reply. */
  unblock(reply: Reply): void {
    this.#stopWaiting();
    this.#answer(reply);
    this.engine.commandAnswered(this, reply);
    this.engine.resumed(this);
  }

  /** CLIENT UNBLOCK: ends the wait as if its time were up, or with an error. */
  interruptWait(how: 'timeout' | 'error'): boolean {
    const waiter = this.#waiter;
    if (waiter === undefined) return false;
    this.unblock(
      how === 'timeout' ? waiter.onTimeout : new ReplyError('UNBLOCKED client unblocked via CLIENT UNBLOCK'),
    );
    return true;
  }

  #stopWaiting(): void {
    if (this.#waiter !== undefined) this.engine.waiting.leave(this.#waiter);
    this.#cancelTimeout?.();
    this.#waiter = this.#cancelTimeout = undefined;
  }

  /** Takes no further command until `until` calls back; the command under way is answered with what it then gives. */
  stall(until: (resume: (answer: () => Reply) => void) => void): void {
    this.#isStalled = true;
    until((answer) => {
      if (this.isClosed) return;
      this.#isStalled = false;
      const reply = answer();
      if (this.#waiter === undefined && !this.#isStalled) this.#answer(reply);
      this.engine.resumed(this);
    });
  }

  /** Sends what was written, then closes the connection. */
  close(): void {
    if (this.isClosed) return;
    this.flush();
    this.connection.end();
    this.closed();
  }

  /** The connection is gone. */
  closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#stopWaiting();
    this.engine.forget(this);
  }
}
