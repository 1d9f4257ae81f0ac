// What each fault is in bytes.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Kernel } from '../../../world/index.ts';
import type { Answer } from '../answer.ts';

/** Virtual ms between two bytes of a trickle. */
const trickle = 1_000;

/** Answers as the fault says; gives the status if all is sent in the end, or `undefined`. */
export async function misbehave(
  kernel: Kernel,
  answer: Answer,
  response: ServerResponse,
  raw: Socket,
): Promise<number | undefined> {
  const socket = response.socket;
  if (socket === null) return undefined;
  const body = await wholeOf(answer.body);
  const half = body.subarray(0, body.length >> 1);
  const withLength = head(answer, `Content-Length: ${body.length}`);
  switch (answer.fault) {
    case 'malformed':
      socket.end('this is not HTTP\r\n\r\n');
      return undefined;
    case 'reset-mid-body':
      socket.write(withLength);
      // TLS sends what is written a little later.
      socket.write(half, () => raw.resetAndDestroy());
      return undefined;
    case 'truncated':
      socket.write(withLength);
      socket.end(half);
      return undefined;
    case 'bad-chunk':
      socket.write(head(answer, 'Transfer-Encoding: chunked'));
      socket.write(
        `${half.length.toString(16)}\r\n${Buffer.from(half).toString('latin1')}\r\nzz\r\n`,
        'latin1',
      );
      return undefined;
    default:
      socket.write(withLength);
      for (let at = 0; at < body.length; at++) {
        await new Promise<void>((resolve) => {
          kernel.schedule({ kind: 'bytes', label: 'a trickle', window: [trickle, trickle], run: resolve });
        });
        socket.write(body.subarray(at, at + 1));
      }
      return answer.status;
  }
}

function head({ status, statusText, headers }: Answer, framing: string): string {
  const lines = headers
    .filter(([name]) => !/^(?:content-length|transfer-encoding)$/i.test(name))
    .map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${statusText}`, ...lines, framing, '', ''].join('\r\n');
}

async function wholeOf(body: Answer['body']): Promise<Buffer> {
  if (body === undefined || body instanceof Uint8Array) return Buffer.from(body ?? []);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
