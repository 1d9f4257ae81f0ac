// What a server was asked: a span a command, from when it came in to when it was answered.
import { type Activity, type Kernel, type Span, SpanRecord } from '../../world/index.ts';
import { encodeText, plain } from './plain.ts';
import type { Reply } from './resp/index.ts';
import { ReplyError } from './resp/index.ts';
import { monitorLine, type Session } from './session/index.ts';
import type { Argv } from './table/index.ts';

/** A command that a client has sent. It is a span: `value` is the reply, `reason` the error that was answered. */
export interface RedisCommand extends Span {
  /** In capitals: `SET`. */
  readonly name: string;
  /** What followed the name. */
  readonly args: readonly string[];
  /** The address of the client. */
  readonly client: string;
  /** The line that MONITOR shows for it. */
  toString(): string;
}

class CommandRecord extends SpanRecord implements RedisCommand {
  override readonly args: readonly string[];
  readonly client: string;
  readonly #argv: Argv;
  readonly #database: number;
  readonly #wallTime: number;

  constructor(label: string, argv: Argv, session: Session, kernel: Kernel) {
    super(label, kernel.now);
    this.#argv = argv;
    this.args = argv.slice(1).map((argument) => plain(argument) as string);
    this.#database = session.database.index;
    this.#wallTime = kernel.wallTime;
    this.client = session.connection.address;
  }

  get name(): string {
    return this.#argv[0].toUpperCase();
  }

  override toString(): string {
    return monitorLine(this.#wallTime, this.#database, this.client, this.#argv);
  }
}

export class CommandLog {
  readonly #kernel: Kernel;
  readonly #records: CommandRecord[] = [];
  readonly #open = new Map<Session, CommandRecord>();
  readonly #activities = new Map<string, Activity>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get records(): readonly RedisCommand[] {
    return this.#records;
  }

  received(session: Session, argv: Argv): void {
    const label = `${argv[0].toUpperCase()} #${this.#records.length + 1}`;
    const record = new CommandRecord(label, argv, session, this.#kernel);
    this.#records.push(record);
    this.#open.set(session, record);
  }

  answered(session: Session, reply: Reply): void {
    const record = this.#open.get(session);
    if (record === undefined) return;
    this.#open.delete(session);
    if (reply instanceof ReplyError) record.reject(this.#kernel.now, reply);
    else record.fulfil(this.#kernel.now, plain(reply));
  }

  /** The client is gone: what it waited for will not come. */
  left(session: Session): void {
    const record = this.#open.get(session);
    this.#open.delete(session);
    record?.reject(this.#kernel.now, new Error('the client has disconnected'), 'cancelled');
  }

  /** The commands of one name, as an activity. */
  activity(server: string, command: string): Activity {
    const name = encodeText(command).toUpperCase();
    const found = this.#activities.get(name);
    if (found !== undefined) return found;
    const records = this.#records;
    const made: Activity = {
      name: `${server} ${name}`,
      get spans() {
        return records.filter((record) => record.name === name);
      },
    };
    this.#activities.set(name, made);
    return made;
  }
}
