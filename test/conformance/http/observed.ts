// What a program sees of an exchange: all that fetch and the response tell.
import type { Exchange, Reading } from './exchanges.ts';

/** Runs it against `origin`, and gives what was seen in comparable form. */
export async function observed(exchange: Exchange, origin: string): Promise<unknown> {
  const controller = new AbortController();
  const reason = new Error('the user left');
  try {
    if (exchange.isAborted) controller.abort(reason);
    const init = {
      method: exchange.method,
      headers: exchange.headers,
      signal: controller.signal,
      ...(exchange.redirect !== undefined && { redirect: exchange.redirect }),
      ...bodyOf(exchange),
    } as RequestInit;
    const url = `${origin}/0`;
    const response = await (exchange.asRequest ? fetch(new Request(url, init)) : fetch(url, init));
    const seen = look(response);
    return {
      seen,
      read: await read(response, exchange.reading, () => controller.abort(reason)),
      after: response.bodyUsed,
    };
  } catch (error) {
    return { failed: describe(error) };
  }
}

function bodyOf({ body }: Exchange): object {
  switch (body) {
    case 'none':
      return {};
    case 'text':
      return { body: 'some text é' };
    case 'bytes':
      return { body: new Uint8Array([0, 255, 1]) };
    case 'form': {
      const form = new FormData();
      form.set('a', '1');
      return { body: form };
    }
    case 'params':
      return { body: new URLSearchParams({ a: '1 2', b: 'é' }) };
    case 'blob':
      return { body: new Blob(['blob'], { type: 'image/png' }) };
    case 'stream':
      return { body: new Blob(['from a stream']).stream(), duplex: 'half' };
  }
}

/** What a connection adds, and the fake has none. */
const ofConnection = new Set(['connection', 'keep-alive', 'date']);

function look(response: Response): object {
  const { status, statusText, ok, type, url, redirected, bodyUsed, body } = response;
  return {
    status,
    statusText,
    ok,
    type,
    url,
    redirected,
    bodyUsed,
    hasBody: body !== null,
    headers: [...response.headers].filter(([name]) => !ofConnection.has(name)),
    isFixed: throws(() => response.headers.set('x-late', '1')),
    is: response instanceof Response && response.constructor === Response,
    tag: Object.prototype.toString.call(response),
  };
}

function throws(run: () => void): unknown {
  try {
    run();
    return false;
  } catch (error) {
    return describe(error);
  }
}

async function read(response: Response, reading: Reading, abort: () => void): Promise<unknown> {
  switch (reading) {
    case 'stream':
      return seen(async () => {
        const chunks: Uint8Array[] = [];
        if (response.body === null) return null;
        for await (const chunk of response.body) chunks.push(chunk);
        return Buffer.concat(chunks);
      });
    case 'twice':
      return [
        await seen(() => response.text()),
        await seen(() => response.text()),
        throws(() => response.clone()),
      ];
    case 'clone': {
      const clone = response.clone();
      return [look(clone), await seen(() => response.text()), await seen(() => clone.bytes())];
    }
    case 'clone late': {
      const clone = response.clone().clone();
      return [await seen(() => clone.text()), await seen(() => response.arrayBuffer()), look(response)];
    }
    case 'abort':
      abort();
      return seen(() => response.text());
    default:
      return seen(() => response[reading]());
  }
}

async function seen(give: () => Promise<unknown>): Promise<unknown> {
  try {
    const value = await give();
    if (value instanceof Blob) return { blob: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
    if (value instanceof FormData) return { form: [...value] };
    if (value instanceof ArrayBuffer) return { buffer: Buffer.from(value) };
    return ArrayBuffer.isView(value) ? { bytes: Buffer.from(value as Uint8Array) } : { value };
  } catch (error) {
    return { failed: describe(error) };
  }
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return { value: error };
  const { name, message, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    name,
    message,
    ...(code !== undefined && { code }),
    ...(cause !== undefined && { cause: describe(cause) }),
  };
}
