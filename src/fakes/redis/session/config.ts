// CONFIG: the parameters that clients and tests ask about, and those that change what the fake does. The others of redis.conf are unknown to it.

/** Name to value, as CONFIG GET says; `true`: CONFIG SET may change it. */
const parameters: Readonly<Record<string, readonly [value: string, isMutable: boolean]>> = {
  appendonly: ['no', true],
  bind: ['* -::*', true],
  'cluster-enabled': ['no', false],
  databases: ['16', false],
  dir: ['/data', true],
  'hash-max-listpack-entries': ['128', false],
  'hash-max-listpack-value': ['64', false],
  maxclients: ['10000', true],
  maxmemory: ['0', true],
  'maxmemory-policy': ['noeviction', true],
  'notify-keyspace-events': ['', true],
  port: ['6379', false],
  'proto-max-bulk-len': ['536870912', true],
  requirepass: ['', true],
  save: ['3600 1 300 100 60 10000', true],
  'set-max-intset-entries': ['512', false],
  'slowlog-log-slower-than': ['10000', true],
  'slowlog-max-len': ['128', true],
  'tcp-keepalive': ['300', true],
  timeout: ['0', true],
  'zset-max-listpack-entries': ['128', false],
  'zset-max-listpack-value': ['64', false],
};

export class Config {
  readonly #values = new Map(Object.entries(parameters).map(([name, [value]]) => [name, value]));

  get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  isMutable(name: string): boolean {
    return parameters[name]?.[1] === true;
  }

  /** Sets a parameter whether or not a client may. */
  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  names(): IterableIterator<string> {
    return this.#values.keys();
  }
}
