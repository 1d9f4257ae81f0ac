// Which addresses of the real network a world may use: patterns such as `127.0.0.1:8080`, `*.example.com`, `localhost:*`, a path, or a RegExp.
import { types } from 'node:util';
import { InvalidArgumentError } from '../../world/errors.ts';

/** `host`, `host:port` or the path of a Unix socket, with `*` for anything; or a RegExp, to which `host:port` or the path is given. */
export type AddressPattern = string | RegExp;

export class Allowed {
  readonly #patterns: RegExp[] = [];

  add(pattern: AddressPattern, where: string): void {
    checkPattern(pattern, where);
    this.#patterns.push(typeof pattern === 'string' ? compile(pattern) : pattern);
  }

  get isEmpty(): boolean {
    return this.#patterns.length === 0;
  }

  /** Whether one of the patterns fits an address: `host:port`, or a path. */
  has(address: string): boolean {
    return this.#patterns.some((pattern) => matches(pattern, address));
  }

  /** Whether one fits some port of a host, whose name the resolver is asked for. */
  hasHost(host: string): boolean {
    return this.#patterns.some((pattern) => {
      const port = /:(\d+)\$$/.exec(pattern.source)?.[1];
      return matches(pattern, `${host}:${port ?? '0'}`) || matches(pattern, host);
    });
  }
}

/** @throws {@link InvalidArgumentError} if it is none */
export function checkPattern(pattern: unknown, where: string): asserts pattern is AddressPattern {
  if (types.isRegExp(pattern) || (typeof pattern === 'string' && pattern !== '')) return;
  throw new InvalidArgumentError(
    `${where} takes 'host', 'host:port', a path or a RegExp, and was given ${JSON.stringify(pattern)}`,
  );
}

function matches(pattern: RegExp, address: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(address);
}

function compile(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const hasPort = pattern.startsWith('/') || /:(?:\d+|\*)$/.test(pattern);
  return new RegExp(`^${escaped}${hasPort ? '' : '(?::\\d+)?'}$`, 'i');
}
