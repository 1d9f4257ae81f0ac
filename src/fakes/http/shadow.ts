// A route that can never match: an earlier one takes all of its requests, for ever.
import { InvalidArgumentError } from '../../world/index.ts';
import type { HttpRoute } from './route.ts';

/** @throws {@link InvalidArgumentError} if one of `earlier` matches whatever `route` could */
export function refuseShadowed(route: HttpRoute, earlier: readonly HttpRoute[]): void {
  const shadow = earlier.find((other) => shadows(other, route));
  if (shadow === undefined) return;
  throw new InvalidArgumentError(
    `${route.name} can never match: an earlier route takes all of its requests, and is repeated for ever\n` +
      `  ${shadow.name}   ${shadow.place}\n` +
      '  The first registered route that matches wins. Declare the more particular one first, give the earlier one a number to `repeat`,\n' +
      '  or narrow it: .with({ … }).',
  );
}

function shadows(earlier: HttpRoute, later: HttpRoute): boolean {
  if (!earlier.isEndless || earlier.conditions !== undefined) return false;
  if (earlier.method !== later.method && earlier.method !== 'ANY') return false;
  const { exact } = later.pattern;
  if (exact === undefined) return earlier.pattern.text === later.pattern.text;
  return typeof earlier.pattern.match(new URL(exact), exact, false) === 'object';
}
