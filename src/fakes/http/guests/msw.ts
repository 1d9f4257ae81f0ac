// Request handlers of MSW 3 as guests: they are asked through MSW's own `getResponse`, with no interception, so that its matching, its GraphQL and its
// server-sent events work as ever, on virtual time. Each world has the handlers to itself: what one test has used up is there in the next.
import { InvalidArgumentError } from '../../../world/index.ts';
import { showValue } from '../value-matcher.ts';
import { loadPeer } from './optional.ts';

/** A handler of MSW 3: what `http.get(…)`, `graphql.query(…)` or `sse(…)` returns. */
export interface RequestHandler {
  readonly kind: unknown;
  run(args: { request: Request; requestId: string }): Promise<unknown>;
}

type GetResponse = (
  handlers: RequestHandler[],
  request: Request,
  context: { readonly quiet: boolean },
) => Promise<Response | undefined>;

interface Handler {
  readonly handler: RequestHandler;
  /** MSW gives several requests that come at once to a generator the same answer, or starts it several times: here one follows the other. */
  turn: Promise<unknown> | undefined;
}

/** What a guest says to a request. */
export type GuestAnswer = Response | 'passthrough' | undefined;

const generators = /^(?:Async)?GeneratorFunction$/;

export class MswHandlers {
  readonly #getResponse: GetResponse;
  readonly #handlers: readonly Handler[];

  /** @throws {@link InvalidArgumentError} if one of them is none; {@link SetupError} if MSW is not installed */
  constructor(handlers: readonly RequestHandler[]) {
    for (const handler of handlers) validate(handler);
    this.#getResponse = loadPeer<{ getResponse: GetResponse }>(
      'msw/utils/get-response',
      'http.use()',
    ).getResponse;
    this.#handlers = handlers.map((handler) => ({
      handler: ownCopy(handler),
      turn: generators.test(resolverOf(handler)?.constructor.name ?? '') ? Promise.resolve() : undefined,
    }));
  }

  /** As `getResponse` goes through a list: the first one that gives a response. */
  async answer(request: Request): Promise<GuestAnswer> {
    for (const each of this.#handlers) {
      const response = await this.#ask(each, request);
      if (response === undefined) continue;
      const isPassthrough =
        response.status === 302 && response.headers.get('x-msw-intention') === 'passthrough';
      return isPassthrough ? 'passthrough' : response;
    }
    return undefined;
  }

  #ask(each: Handler, request: Request): Promise<Response | undefined> {
    const ask = () => this.#getResponse([each.handler], request, { quiet: true });
    if (each.turn === undefined) return ask();
    const asked = each.turn.then(ask);
    each.turn = asked.catch(() => undefined);
    return asked;
  }
}

function resolverOf(
  handler: RequestHandler,
): { readonly constructor: { readonly name: string } } | undefined {
  return (handler as { readonly resolver?: () => unknown }).resolver;
}

/**
 * What is written to it (that it has been used, how far its generator has come) stays with this world. A class with private members, as that of
 * `sse()`, cannot be stood in for: such a handler is shared.
 */
function ownCopy(handler: RequestHandler): RequestHandler {
  if (/\bthis\.#/.test(String(handler.constructor))) return handler;
  return Object.assign(Object.create(handler) as RequestHandler, { isUsed: false });
}

function validate(handler: RequestHandler): void {
  const isSocket = (handler as { readonly kind?: unknown } | null)?.kind === 'websocket';
  if (isSocket || typeof handler?.run !== 'function') {
    throw new InvalidArgumentError(
      isSocket
        ? 'http.use(): a WebSocket handler of MSW cannot answer a request of HTTP.\n' +
            '  Run a WebSocket server in the world instead: it listens in memory, and every client reaches it.'
        : `http.use() takes request handlers of MSW 3, as http.get(…) or graphql.query(…) of 'msw' make them, and was given ${showValue(handler)}`,
    );
  }
}
