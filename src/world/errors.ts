// Every error of the package: one class each, made through one constructor, with a stable code. A message says, in this order, what
// happened, who is involved, the likely cause, and how to replay (DESIGN §3.5).

/** The base of every error that Escapement throws. `code` is stable; the wording of a message is not. */
export class EscapementError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    // An own property would be printed beside the stack by Node; the prototype's getter of a subclass would be lost on a clone.
    Object.defineProperty(this, 'name', { value: new.target.name, configurable: true, writable: true });
  }
}

/** Nothing is scheduled, no I/O is outstanding, and the program still waits: it would hang for ever. */
export class DeadlockError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_DEADLOCK', message);
  }
}

/** The world took more steps, or more virtual time, than it was allowed: most often a loop that never ends. */
export class LivelockError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_LIVELOCK', message);
  }
}

/** The main function has ended, and something that it started never will. */
export class LeakError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_LEAK', message);
  }
}

/** Something that needs a world was called where there is none. */
export class OutsideWorldError extends EscapementError {
  constructor(what: string) {
    super(
      'ESCAPEMENT_OUTSIDE_WORLD',
      `${what} was called outside a world.\n` +
        '  A world reaches as far as its async context: the function given to simulate(), and all that it starts.\n' +
        '  Likely cause: a call at module level or in beforeAll(), or a callback of an object that was made outside the world.\n' +
        "  To get into one: await simulate(async (world) => { … }), or add escapement() from 'escapement/plugin' to the plugins\n" +
        '  of vitest.config.ts, which runs each test in a world of its own.',
    );
  }
}

/** A world was used after its end. */
export class WorldEndedError extends EscapementError {
  constructor(what: string, at: number) {
    super(
      'ESCAPEMENT_WORLD_ENDED',
      `${what} was called on a world that has ended (at +${at}ms).\n` +
        '  Nothing of a world survives its end: its clock stands, and nothing more will happen in it.\n' +
        '  Likely cause: the world, or something made in it, was kept and used by a later test, or a call was not awaited.',
    );
  }
}

/** A promise was rejected with something that is not an `Error`, and nobody handled it. `cause` is what it was rejected with. */
export class UnhandledRejectionError extends EscapementError {
  constructor(message: string, cause: unknown) {
    super('ESCAPEMENT_UNHANDLED_REJECTION', message, { cause });
  }
}

/** Real I/O began in a world made with `realIo: 'error'`. */
export class RealIoError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_REAL_IO', message);
  }
}

/** An argument or an option is not what it has to be. */
export class InvalidArgumentError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_INVALID_ARGUMENT', message);
  }
}

/** A token is damaged, or belongs to another version of Escapement. */
export class InvalidTokenError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_INVALID_TOKEN', message);
  }
}

/** A replay met a situation that the token's schedule does not fit: the program does not do the same thing each time. */
export class ReplayDivergedError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_REPLAY_DIVERGED', message);
  }
}

/** Two installations of the package were loaded into one process. */
export class DuplicatePackageError extends EscapementError {
  constructor(
    first: { readonly version: string; readonly url: string },
    second: { readonly version: string; readonly url: string },
  ) {
    super(
      'ESCAPEMENT_DUPLICATE_PACKAGE',
      'two copies of escapement were loaded into one process:\n' +
        `  first   ${first.version}   ${first.url}\n` +
        `  second  ${second.version}   ${second.url}\n` +
        '  Each would patch the same globals and know nothing of the worlds of the other, so the second was refused.\n' +
        "  Likely cause: a dependency brought its own copy. See 'npm ls escapement'; 'npm dedupe' makes them one.",
    );
  }
}

/** The package was set up in a way that cannot work. */
export class SetupError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_SETUP', message);
  }
}

/** A socket of one world was used in another. */
export class ForeignSocketError extends EscapementError {
  constructor(connection: string, at: number) {
    super(
      'ESCAPEMENT_FOREIGN_SOCKET',
      `a connection of one world was written to in another, at +${at}ms: ${connection}\n` +
        '  Each world has a network of its own, so what one sends can never arrive in the other.\n' +
        '  Likely cause: a client, a pool or a socket that was made in one test is kept at module level and used in the next.\n' +
        '  Make it in each test, or close it when the test ends.',
    );
  }
}
