// Commands that Redis 7.0 has and this fake has not. They are answered as unknown, as Redis would answer one that it does not know; and since the
// code under test may well swallow that error, the test fails at its end and says so.
import { EscapementError } from '../../world/index.ts';

/** The code under test used a command of Redis that `escapement/redis` does not have. */
export class UnsupportedRedisCommandError extends EscapementError {
  constructor(message: string) {
    super('ESCAPEMENT_UNSUPPORTED_REDIS_COMMAND', message);
  }
}

const missing = new Set(
  `acl|deluser acl|dryrun acl|getuser acl|load acl|setuser bgrewriteaof debug dump eval eval_ro evalsha evalsha_ro failover fcall fcall_ro function geoadd geodist geohash
  geopos georadius georadius_ro georadiusbymember georadiusbymember_ro geosearch geosearchstore latency|doctor latency|graph latency|histogram latency|history lolwut memory
  migrate module object|help pfdebug pfselftest psync replconf replicaof restore restore-asking script shutdown slaveof sync`.split(
    /\s+/,
  ),
);

/** Whether a real Redis 7.0 would know the command, though this one does not. */
export function isMissing(argv: readonly string[]): boolean {
  const [name = '', subcommand = ''] = argv.map((word) => word.toLowerCase());
  return missing.has(name) || missing.has(`${name}|${subcommand}`);
}

export class MissingCommands {
  readonly #counts = new Map<string, { count: number; firstAt: number }>();

  note(argv: readonly string[], at: number): void {
    const isContainer = missing.has(`${argv[0]?.toLowerCase()}|${argv[1]?.toLowerCase()}`);
    const name = argv
      .slice(0, isContainer ? 2 : 1)
      .join(' ')
      .toUpperCase();
    const entry = this.#counts.get(name);
    if (entry === undefined) this.#counts.set(name, { count: 1, firstAt: at });
    else entry.count++;
  }

  get names(): readonly string[] {
    return [...this.#counts.keys()];
  }

  verdict(server: string): UnsupportedRedisCommandError | undefined {
    if (this.#counts.size === 0) return undefined;
    const lines = Array.from(
      this.#counts,
      ([name, { count, firstAt }]) =>
        `  ${name}   ${count === 1 ? 'once' : `${count} times`}, first at +${firstAt}ms`,
    );
    return new UnsupportedRedisCommandError(
      `${server} was sent commands that Redis 7.0 has and escapement/redis has not; it answered "ERR unknown command"\n${lines.join('\n')}\n` +
        '  What to do: test this code against a real Redis (redis-server outside of the world, with net.allow()), or answer the command yourself:\n' +
        `  server.answer('${this.names[0]?.split(' ')[0]}', (args) => …).`,
    );
  }
}
