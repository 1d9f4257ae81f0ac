// What becomes of a command that has come in: looked up, checked, queued or called, in the order of server.c's processCommand.
import { queued, type Reply, ReplyError, silence, wrongArity } from '../resp/index.ts';
import type { Argv, Command } from '../table/index.ts';
import type { Session } from './session.ts';

/** These run at once even after MULTI. */
const neverQueued = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);
const allowedToSubscribers = new Set([
  'ping',
  'subscribe',
  'ssubscribe',
  'unsubscribe',
  'sunsubscribe',
  'psubscribe',
  'punsubscribe',
  'quit',
  'reset',
]);

/** The reply to a command that has come in. */
export function execute(session: Session, argv: Argv): Reply {
  const { engine } = session;
  engine.expireDue();
  session.lastCommandAt = engine.now();
  const command = engine.lookup(argv);
  engine.commandReceived(session, argv, command);
  if (!(command instanceof ReplyError)) session.lastCommand = command;
  const stalled = command instanceof ReplyError ? undefined : engine.stallFor(session, command, argv);
  if (stalled !== undefined) {
    session.stall((resume) => {
      stalled(() => engine.enter(() => resume(() => answer(session, command, argv))));
    });
    return silence;
  }
  return answer(session, command, argv);
}

function answer(session: Session, command: Command | ReplyError, argv: Argv): Reply {
  const reply = run(session, command, argv);
  if (!session.isBlocked) session.engine.commandAnswered(session, reply);
  return reply;
}

function run(session: Session, command: Command | ReplyError, argv: Argv): Reply {
  if (command instanceof ReplyError) return reject(session, undefined, command);
  const refusal = refusalOf(session, command, argv);
  if (refusal !== undefined) return reject(session, command, refusal);
  const { transaction } = session;
  if (transaction !== undefined && !neverQueued.has(command.name)) {
    transaction.queue.push({ command, argv });
    return queued;
  }
  return call(session, command, argv);
}

/** Runs a command that nothing speaks against. */
export function call(session: Session, command: Command, argv: Argv): Reply {
  const { engine } = session;
  const before = engine.current;
  engine.current = session;
  try {
    return command.run(argv, session);
  } catch (error) {
    if (error instanceof ReplyError) return error;
    throw error;
  } finally {
    if (!command.flags.has('skip_monitor') && !command.flags.has('admin')) engine.tellMonitors(session, argv);
    if (session.tracking !== undefined) {
      if (command.isReadonly) engine.tracking.remember(session, command.keysOf(argv));
      if (command.name !== 'client|caching') session.tracking.caching = undefined;
    }
    if (command.name !== 'asking') session.isAsking = false;
    engine.current = before;
  }
}

function refusalOf(session: Session, command: Command, argv: Argv): ReplyError | undefined {
  const { engine } = session;
  if (!command.hasArity(argv.length)) return wrongArity(command.name);
  if (!session.isAuthenticated && !command.flags.has('no_auth')) {
    return new ReplyError('NOAUTH Authentication required.');
  }
  if (session.transaction !== undefined && command.flags.has('no_multi')) {
    return new ReplyError('ERR Command not allowed inside a transaction');
  }
  const failure = engine.observer.refuse?.(command);
  if (failure !== undefined) return failure;
  const redirection = engine.cluster?.redirect(session, command, argv);
  if (redirection !== undefined) {
    if (command.name === 'exec') engine.discard(session);
    return redirection;
  }
  const writes =
    command.isWrite ||
    (command.name === 'exec' &&
      session.transaction?.queue.some((queuedOne) => queuedOne.command.isWrite) === true);
  if (engine.isReplica && writes) {
    return new ReplyError("READONLY You can't write against a read only replica.");
  }
  if (session.isSubscriber && session.protocol === 2 && !allowedToSubscribers.has(command.name)) {
    return new ReplyError(
      `ERR Can't execute '${command.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
    );
  }
  if (engine.isLoading && !command.flags.has('loading')) {
    return new ReplyError('LOADING Redis is loading the dataset in memory');
  }
  return undefined;
}

/** A command that is refused breaks the transaction it was to be part of; EXEC itself ends it. */
function reject(session: Session, command: Command | undefined, error: ReplyError): ReplyError {
  if (command?.name === 'exec') {
    session.engine.discard(session);
    return error.message.startsWith('MOVED') ||
      error.message.startsWith('ASK') ||
      error.message.startsWith('CROSSSLOT')
      ? error
      : new ReplyError(`EXECABORT Transaction discarded because of: ${error.message.replace(/^ERR /, '')}`);
  }
  if (session.transaction !== undefined) session.transaction.isBroken = true;
  return error;
}
