// A random stream of bytes into an HTTP server: requests that are right, and what is left of them when bytes are changed, lost and repeated.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { dice } from '../../support/random.ts';

const requests = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello',
  'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'HEAD / HTTP/1.0\r\n\r\n',
  'PUT /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\r\n',
];

/** The stream, in the pieces in which it is sent. */
export function makeByteStream(seed: number): readonly Buffer[] {
  const { below, pick } = dice(seed);
  let bytes = Buffer.from(Array.from({ length: 1 + below(3) }, () => pick(requests)).join(''));
  for (let changes = below(4); changes > 0; changes--) {
    const at = below(bytes.length);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const kind = below(4);
    if (kind === 0) bytes = Buffer.concat([before, Buffer.from([below(256)]), after.subarray(1)]);
    else if (kind === 1) bytes = Buffer.concat([before, after.subarray(1 + below(5))]);
    else if (kind === 2) bytes = Buffer.concat([before, after.subarray(0, 4), after]);
    else bytes = Buffer.concat([before, Buffer.from(pick(['\r\n', '\0', ' ', ':', 'ÿ', '\r', '\n'])), after]);
  }
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + below(bytes.length);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/** Sends a stream to a server, and gives what both have seen. */
export async function runByteStream(
  pieces: readonly Buffer[],
  settle: () => Promise<unknown>,
): Promise<readonly string[]> {
  const log: string[] = [];
  const server = http.createServer((request, response) => {
    log.push(`${request.method} ${request.url} ${request.rawHeaders.length}`);
    let body = '';
    request.on('error', (error: NodeJS.ErrnoException) => log.push(`request ${error.code}`));
    request.on('data', (data) => {
      body += data;
    });
    request.on('end', () => response.end(body));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    log.push(`clientError ${error.code}`);
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  let received = '';
  client.setEncoding('latin1').on('data', (data) => {
    received += data;
  });
  client.on('error', (error: NodeJS.ErrnoException) => log.push(`client ${error.code}`));
  client.on('close', () => log.push('closed'));
  await once(client, 'connect');
  for (const piece of pieces) {
    if (client.writable) client.write(piece);
    await settle();
  }
  if (client.writable) client.end();
  await settle();
  client.destroy();
  server.closeAllConnections();
  server.close();
  await settle();
  return [...log, received.replace(/Date: [^\r]*/g, 'Date: then')];
}
