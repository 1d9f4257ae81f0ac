// Server-sent events (WHATWG HTML, 9.2): a stream of text in which each event is a few lines.
import { InvalidArgumentError } from '../../../world/index.ts';
import type { Reply } from '../reply.ts';

export interface ServerSentEvent {
  /** Text, or what is written as JSON. */
  readonly data?: unknown;
  readonly event?: string;
  readonly id?: string;
  /** Real ms as the client is told them: how long it waits before it connects again. */
  readonly retry?: number;
  readonly comment?: string;
}

/** Events one after the other; an async iterable may wait on the world's time between them. */
export type ServerSentEvents = Iterable<ServerSentEvent | string> | AsyncIterable<ServerSentEvent | string>;

/**
 * A reply that streams events, each of which is sent as it is given; a string is the data of one. The connection stays open until they end.
 *
 * @param events - or a function that makes them, for a reply that is repeated
 * @throws {@link InvalidArgumentError} while it streams, for an event that cannot be written
 * @example
 * ```ts
 * http.get('https://api.test/events', serverSentEvents(async function* () {
 *   yield { event: 'price', data: { symbol: 'A', price: 1 } };
 *   await world.sleep(1000);
 *   yield 'done';
 * }));
 * ```
 */
export function serverSentEvents(
  events: ServerSentEvents | ((lastEventId: string | null) => ServerSentEvents),
  reply: Pick<Reply, 'delay' | 'repeat'> = {},
): Reply {
  const make = typeof events === 'function' ? events : () => events;
  return {
    ...reply,
    reply: (request) => ({
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' },
      stream: written(make(request.headers.get('last-event-id'))),
    }),
  };
}

async function* written(events: ServerSentEvents): AsyncGenerator<string> {
  for await (const event of events) yield text(typeof event === 'string' ? { data: event } : event);
}

function text({ data, event, id, retry, comment }: ServerSentEvent): string {
  const lines: string[] = [];
  if (comment !== undefined) lines.push(...fieldOf('', comment));
  if (event !== undefined) lines.push(`event: ${oneLine('event', event)}`);
  if (id !== undefined) lines.push(`id: ${oneLine('id', id)}`);
  if (retry !== undefined) lines.push(`retry: ${retry}`);
  if (data !== undefined)
    lines.push(...fieldOf('data', typeof data === 'string' ? data : JSON.stringify(data)));
  return `${lines.join('\n')}\n\n`;
}

function fieldOf(name: string, value: string): string[] {
  return value.split(/\r\n|\r|\n/).map((line) => `${name}: ${line}`);
}

function oneLine(name: string, value: string): string {
  if (/[\r\n\0]/.test(value))
    throw new InvalidArgumentError(
      `serverSentEvents(): \`${name}\` must be text of one line, and is ${JSON.stringify(value)}`,
    );
  return value;
}
