// Each request that was sent to the document's application under FastAPI, Redis and its own words, in the same order: the same reply, the same Redis commands, the
// same lines. The wording of 422 is pydantic's own and not compared, nor is what JSON's text leaves free.
import { expect, test } from 'vitest';
import { redis } from '../../../src/fakes/redis/index.ts';
import { answerOutsideApis, startWebApplication } from '../../../src/fixtures/web/index.ts';
import { loads } from '../../../src/fixtures/web/python-json.ts';
import { simulate, type World } from '../../../src/index.ts';
import recorded from '../data/web.json' with { type: 'json' };

interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly json?: unknown;
    readonly content?: string | null;
    readonly headers?: Readonly<Record<string, string>> | null;
  };
  readonly status: number;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: unknown;
  readonly printed: readonly string[];
  readonly redis: readonly string[];
}

const exchanges = recorded.exchanges as readonly Exchange[];

/** Times are recorded as `<now>`: so is every one of ours, if it has Python's form. */
function withoutTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, member) =>
    (key === 'created_at' || key === 'timestamp') && /^2000-01-01T00:\d\d:\d\d(\.\d{6})?$/.test(member)
      ? '<now>'
      : member,
  );
}

/** Of 422, where the errors are. */
function comparable(status: number, body: unknown): unknown {
  if (status !== 422) return body;
  return (body as { detail: { loc: unknown }[] }).detail.map(({ loc }) => loc);
}

/** The words of a line of MONITOR. */
function words(line: string): unknown[] {
  return Array.from(line.matchAll(/"(?:[^"\\]|\\.)*"/g), ([quoted]) => argument(loads(quoted) as string));
}

/** What is JSON is compared as what it says. */
function argument(text: string): unknown {
  return /^[[{]/.test(text) ? withoutTimes(loads(text)) : text;
}

function inApplication<T>(use: (world: World, send: (exchange: Exchange) => Promise<Answer>) => Promise<T>) {
  return simulate(async (world) => {
    const server = redis();
    answerOutsideApis(world.http);
    const printed: string[] = [];
    const application = await startWebApplication({ print: (line) => printed.push(line) });
    const send = async ({ request }: Exchange): Promise<Answer> => {
      const before = server.commands.length;
      const began = world.now;
      printed.length = 0;
      const body = request.content ?? (request.json == null ? null : JSON.stringify(request.json));
      const response = await fetch(`${application.url}${request.url}`, {
        method: request.method,
        redirect: 'manual',
        headers: request.headers ?? (request.json == null ? {} : { 'content-type': 'application/json' }),
        // Text would get a content type of its own.
        ...(body !== null && { body: new TextEncoder().encode(body) }),
      });
      const text = await response.text();
      const took = world.now - began;
      await world.sleep(2_000);
      const commands = server.commands.slice(before).map(({ label, args }) => [label.split(' ')[0], ...args]);
      return { response, text, took, printed: [...printed], commands };
    };
    const result = await use(world, send);
    await application.close();
    return result;
  });
}

interface Answer {
  readonly response: Response;
  readonly text: string;
  readonly took: number;
  readonly printed: readonly string[];
  readonly commands: readonly (readonly (string | undefined)[])[];
}

const answers = inApplication(async (_world, send) => {
  const all: Answer[] = [];
  for (const exchange of exchanges) all.push(await send(exchange));
  return all;
});

test.each(
  exchanges.map(
    (exchange, at) =>
      [`${at + 1}. ${exchange.request.method} ${exchange.request.url}`, exchange, at] as const,
  ),
)('%s', async (_name, exchange, at) => {
  const { response, text, printed, commands } = (await answers)[at] as Answer;
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body =
    exchange.body === '<document>'
      ? '<document>'
      : isJson && text !== ''
        ? withoutTimes(JSON.parse(text))
        : text;
  expect({
    status: response.status,
    headers: headersOf(exchange, (name) => response.headers.get(name)),
    body: comparable(response.status, body),
    printed,
    redis: commands.map((command) => command.map((word) => argument(String(word)))),
  }).toEqual({
    status: exchange.status,
    headers: headersOf(exchange, (name) => exchange.headers[name]),
    body: comparable(exchange.status, exchange.body),
    printed: exchange.printed,
    redis: exchange.redis.map(words),
  });
});

function headersOf({ headers }: Exchange, get: (name: string) => string | null | undefined) {
  const known = Object.keys(headers);
  return Object.fromEntries(known.map((name) => [name, get(name)?.replace('UTF-8', 'utf-8') ?? null]));
}

test('an uncached read takes 100 ms and a cached one none, the fan-out 500', async () => {
  const took = (at: number) => answers.then((all) => all[at]?.took);
  expect(exchanges.slice(1, 3).map(({ request }) => request.url)).toEqual(['/users/1', '/users/1']);
  expect(exchanges[17]?.request.url).toBe('/external-data');
  expect([await took(1), await took(2), await took(17)]).toEqual([100, 0, 500]);
});
