// The options of a server and of a cluster: what they may be, and what each is when it is left out.
import { InvalidArgumentError } from '../../world/index.ts';

export interface RedisOptions {
  /** The name or address to listen at. Default `localhost`. */
  readonly host?: string;
  /** Default 6379. */
  readonly port?: number;
  /** What clients must give in AUTH or HELLO. Default: nothing. */
  readonly password?: string;
}

export interface RedisClusterOptions extends RedisOptions {
  /** How many nodes share the slots. Default 3. */
  readonly nodes?: number;
  /** How many replicas each of them has. Default 0. */
  readonly replicas?: number;
  /** The port of the first node; the others follow it. Default 7000. */
  readonly port?: number;
}

const isPort = (value: unknown) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
const isName = (value: unknown) => typeof value === 'string' && value !== '';

const checks: Readonly<
  Record<keyof RedisClusterOptions, readonly [must: string, is: (value: unknown) => boolean]>
> = {
  host: ['a name or an address', isName],
  port: ['a port, 1 to 65535', isPort],
  password: ['a string that is not empty', isName],
  nodes: [
    'a whole number, 1 to 1000',
    (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000,
  ],
  replicas: [
    'a whole number, 0 to 10',
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10,
  ],
};

/** @throws {@link InvalidArgumentError} for an option that does not exist, or is not what it must be */
export function checkOptions<T extends RedisClusterOptions>(
  options: T,
  where: string,
  names: readonly (keyof RedisClusterOptions)[],
): T {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidArgumentError(`${where}: the options must be an object, and are ${String(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    const check = names.includes(name as keyof RedisClusterOptions)
      ? checks[name as keyof RedisClusterOptions]
      : undefined;
    if (check === undefined) {
      throw new InvalidArgumentError(
        `${where}: there is no option "${name}". There are: ${names.join(', ')}`,
      );
    }
    if (value !== undefined && !check[1](value)) {
      throw new InvalidArgumentError(
        `${where}: the option "${name}" must be ${check[0]}, and is ${JSON.stringify(value) ?? String(value)}`,
      );
    }
  }
  return options;
}
