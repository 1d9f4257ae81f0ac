// A Redis server without a network: databases, sessions, and what they share. Time, chance and later moments are handed in.
import { Database, type DatabaseHost, type EventClass } from '../keyspace/index.ts';
import { quoted, type Reply, ReplyError } from '../resp/index.ts';
import type { Argv, Command } from '../table/index.ts';
import { WaitingRoom } from './blocking.ts';
import type { ClusterView } from './cluster-view.ts';
import { Config } from './config.ts';
import { monitorLine } from './monitor.ts';
import { channelsFor } from './notifications.ts';
import { PubSub } from './pubsub.ts';
import { type Connection, Session } from './session.ts';
import { TrackingTable } from './tracking.ts';
import { Watches } from './watch.ts';

/** What a server needs of its surroundings. */
export interface Surroundings {
  /** Wall-clock ms, whole. */
  now(): number;
  /** A number in `[0, 1)`. */
  random(): number;
  /** Calls back after so many ms; the result takes it back. `isRef: false`: nobody waits for it. */
  after(ms: number, run: () => void, isRef: boolean): () => void;
}

/** Who looks at the commands of a server. */
export interface Observer {
  /** A command has come in; an error says that there is none of that name. */
  received?(session: Session, argv: Argv, command: Command | ReplyError): void;
  /** It was answered. */
  answered?(session: Session, reply: Reply): void;
  /** A command that is answered in place of the server's own. */
  lookup?(argv: Argv): Command | undefined;
  /** An error to answer instead of running the command. */
  refuse?(command: Command): ReplyError | undefined;
  /** Delays a command: the result calls back when it may run. */
  stall?(session: Session, command: Command, argv: Argv): ((run: () => void) => void) | undefined;
}

const databaseCount = 16;

export class Engine implements DatabaseHost {
  readonly #surroundings: Surroundings;
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #databases: readonly Database[];
  readonly sessions = new Map<number, Session>();
  readonly config = new Config();
  readonly waiting = new WaitingRoom();
  readonly watches = new Watches();
  readonly pubsub = new PubSub();
  readonly tracking = new TrackingTable((id) => this.sessions.get(id));
  readonly startedAt: number;
  /** 40 hexadecimal digits, as INFO's run_id. */
  readonly runId: string;
  observer: Observer = {};
  cluster: ClusterView | undefined = undefined;
  /** The session whose command runs. */
  current: Session | undefined = undefined;
  isReplica = false;
  isLoading = false;
  /** Where the primary is, for INFO and ROLE of a replica. */
  primary: { readonly host: string; readonly port: number } | undefined = undefined;
  /** How many commands came in, connections were made, keys expired. */
  readonly statistics = { commands: 0, connections: 0, expired: 0 };
  replicaCount = 0;
  #pause: { readonly until: number; readonly isWriteOnly: boolean } | undefined = undefined;
  #paused: (() => void)[] = [];

  #lastId = 0;
  #depth = 0;
  #resumed: Session[] = [];
  readonly #withOutput = new Set<Session>();
  #cancelExpiry: (() => void) | undefined = undefined;
  #expiryAt = Infinity;

  /** `data`: the server whose databases it has too, as a replica that is never behind. */
  constructor(commands: ReadonlyMap<string, Command>, surroundings: Surroundings, data?: Engine) {
    this.#commands = commands;
    this.#surroundings = surroundings;
    this.startedAt = surroundings.now();
    this.runId = Array.from({ length: 40 }, () => Math.floor(surroundings.random() * 16).toString(16)).join(
      '',
    );
    this.#databases =
      data?.databases ?? Array.from({ length: databaseCount }, (_, index) => new Database(index, this));
  }

  get commands(): ReadonlyMap<string, Command> {
    return this.#commands;
  }

  get databases(): readonly Database[] {
    return this.#databases;
  }

  database(index: number): Database {
    return this.#databases[index] as Database;
  }

  now(): number {
    return this.#surroundings.now();
  }

  random(): number {
    return this.#surroundings.random();
  }

  /** Exchanges what two databases hold, under the clients that use them. */
  swapDatabases(a: number, b: number): void {
    if (a === b) return;
    const [first, second] = [this.database(a), this.database(b)];
    for (const key of [...first.values.keys(), ...second.values.keys()]) {
      this.watches.keyChanged(first, key);
      this.watches.keyChanged(second, key);
    }
    first.swapWith(second);
    this.waiting.noteAll(first);
    this.waiting.noteAll(second);
  }

  /** A client connects. */
  connect(connection: Connection): Session {
    const session = new Session(++this.#lastId, this, connection);
    this.sessions.set(session.id, session);
    this.statistics.connections++;
    return session;
  }

  forget(session: Session): void {
    this.sessions.delete(session.id);
    this.#withOutput.delete(session);
    this.pubsub.release(session);
    this.watches.release(session);
    this.tracking.stop(session);
  }

  /** The command that `argv` names, or why there is none. */
  lookup(argv: Argv): Command | ReplyError {
    const replaced = this.observer.lookup?.(argv);
    if (replaced !== undefined) return replaced;
    const name = argv[0].toLowerCase();
    const command = this.#commands.get(name);
    if (command === undefined) return unknownCommand(argv);
    if (command.subcommands === undefined || argv.length < 2) return command;
    return (
      command.subcommands.get(argv[1].toLowerCase()) ??
      new ReplyError(`ERR unknown subcommand '${quoted(argv[1], 128)}'. Try ${name.toUpperCase()} HELP.`)
    );
  }

  commandReceived(session: Session, argv: Argv, command: Command | ReplyError): void {
    this.statistics.commands++;
    this.observer.received?.(session, argv, command);
  }

  commandAnswered(session: Session, reply: Reply): void {
    this.observer.answered?.(session, reply);
  }

  /** What keeps a command from running now. */
  stallFor(session: Session, command: Command, argv: Argv): ((run: () => void) => void) | undefined {
    if (this.#pause !== undefined && (!this.#pause.isWriteOnly || mayReplicate(command))) {
      return (run) => this.#paused.push(run);
    }
    return this.observer.stall?.(session, command, argv);
  }

  /** Lets no client's commands run for a while; a longer pause stays. */
  pauseClients(ms: number, isWriteOnly: boolean): void {
    const until = Math.max(this.now() + ms, this.#pause?.until ?? 0);
    this.#pause = { until, isWriteOnly: isWriteOnly && this.#pause?.isWriteOnly !== false };
    this.after(until - this.now(), () => {
      if (this.#pause !== undefined && this.#pause.until <= this.now()) this.unpauseClients();
    });
  }

  unpauseClients(): void {
    this.#pause = undefined;
    for (const run of this.#paused.splice(0)) run();
  }

  tellMonitors(session: Session, argv: Argv): void {
    for (const other of this.sessions.values()) {
      if (other.isMonitor && other !== session)
        other.sayLine(monitorLine(this.now(), session.database.index, session.connection.address, argv));
    }
  }

  /** Ends the client's transaction and its watches. */
  discard(session: Session): void {
    session.transaction = undefined;
    this.watches.release(session);
  }

  /** Runs something that comes from outside, then what follows from it; at last the replies go out. */
  enter(run: () => void): void {
    this.#depth++;
    try {
      run();
      if (this.#depth === 1) this.#settle();
    } finally {
      this.#depth--;
    }
  }

  /** Calls back later, from outside. */
  after(ms: number, run: () => void, isRef = true): () => void {
    return this.#surroundings.after(ms, () => this.enter(run), isRef);
  }

  serveWaiters(): void {
    if (this.waiting.hasReady) this.waiting.serve();
  }

  /** A client need not wait any more: what it has sent meanwhile is run when the command under way is over. */
  resumed(session: Session): void {
    this.#resumed.push(session);
  }

  hasOutput(session: Session): void {
    this.#withOutput.add(session);
  }

  #settle(): void {
    this.serveWaiters();
    while (this.#resumed.length > 0) {
      for (const session of this.#resumed.splice(0)) session.pump();
      this.serveWaiters();
    }
    for (const session of this.#withOutput) session.flush();
    this.#withOutput.clear();
  }

  expireDue(): void {
    const now = this.now();
    for (const database of this.#databases) if (database.expiring > 0) database.expireDue(now);
  }

  // What the databases tell.

  keyChanged(database: Database, key: string): void {
    this.watches.keyChanged(database, key);
    this.tracking.keyChanged(key, this.current);
  }

  keyEvent(database: Database, eventClass: EventClass, event: string, key: string): void {
    if (eventClass === 'x') this.statistics.expired++;
    const channels = channelsFor(this.config.get('notify-keyspace-events'), eventClass);
    if (channels?.keyspace) this.pubsub.publish(`__keyspace@${database.index}__:${key}`, event);
    if (channels?.keyevent) this.pubsub.publish(`__keyevent@${database.index}__:${event}`, key);
  }

  keyReady(database: Database, key: string): void {
    this.waiting.note(database, key);
  }

  /** Keys expire when their time comes, not only when someone looks: but nobody can tell unless someone is notified. */
  expiryChanged(): void {
    const isNotified = this.config.get('notify-keyspace-events') !== '' || this.tracking.isUsed;
    const next = isNotified ? Math.min(...this.#databases.map((database) => database.nextExpiry)) : Infinity;
    if (next === this.#expiryAt) return;
    this.#cancelExpiry?.();
    this.#cancelExpiry = undefined;
    this.#expiryAt = next;
    if (next === Infinity) return;
    this.#cancelExpiry = this.after(
      Math.max(0, next + 1 - this.now()),
      () => {
        this.#expiryAt = Infinity;
        this.expireDue();
        this.expiryChanged();
      },
      false,
    );
  }
}

function mayReplicate({ name, isWrite }: Command): boolean {
  return isWrite || ['exec', 'publish', 'spublish', 'pfcount', 'eval', 'evalsha'].includes(name);
}

function unknownCommand(argv: Argv): ReplyError {
  let shown = '';
  for (let at = 1; at < argv.length && shown.length < 128; at++) {
    shown += `'${quoted(argv[at] as string, 128 - shown.length)}' `;
  }
  return new ReplyError(`ERR unknown command '${quoted(argv[0], 128)}', with args beginning with: ${shown}`);
}
