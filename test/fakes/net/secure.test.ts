// TLS and HTTP/2 over the network of a world, with a self-signed certificate.
import { once } from 'node:events';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { certificate, trusted } from './certificate.ts';

describe('TLS', () => {
  test('a client and a server talk; addresses are those of the connection below', async () => {
    const seen = await simulate(async (world) => {
      world.net.link('*', '*', { latency: 10 });
      const server = tls.createServer(certificate, (socket) => {
        socket.on('data', (data) => socket.end(`${data} from ${socket.remoteAddress}`));
      });
      await once(server.listen(443), 'listening');
      const client = tls.connect({ port: 443, host: 'localhost', ...trusted });
      client.write('hello');
      const [answer] = await once(client, 'data');
      await once(client, 'close');
      server.close();
      return [String(answer), client.authorized, client.getProtocol() ?? 'ended', world.now > 0];
    });
    expect(seen.slice(0, 2)).toEqual(['hello from ::ffff:127.0.0.1', true]);
    expect(seen[3]).toBe(true);
  });

  test('a certificate that nobody trusts is refused as ever', async () => {
    const code = await simulate(async () => {
      const server = tls.createServer(certificate).on('tlsClientError', () => undefined);
      await once(server.listen(443), 'listening');
      const client = tls.connect({ port: 443, host: 'localhost' });
      const [error] = await new Promise<[NodeJS.ErrnoException]>((resolve) =>
        client.on('error', (...args: [Error]) => resolve(args)),
      );
      server.close();
      return error.code;
    });
    expect(code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('a connection that is open already can be made secure (STARTTLS)', async () => {
    const seen = await simulate(async () => {
      const server = net.createServer((socket) => {
        socket.once('data', () => {
          socket.write('go ahead');
          const secure = new tls.TLSSocket(socket, { isServer: true, ...certificate });
          secure.on('data', (data) => secure.end(`secure ${data}`));
        });
      });
      await once(server.listen(25), 'listening');
      const plain = net.connect(25, 'localhost');
      plain.write('STARTTLS');
      const [first] = await once(plain, 'data');
      const secure = tls.connect({ socket: plain, servername: 'localhost', ...trusted });
      await once(secure, 'secureConnect');
      secure.write('hello');
      const [second] = await once(secure, 'data');
      await once(secure, 'close');
      server.close();
      return [String(first), String(second)];
    });
    expect(seen).toEqual(['go ahead', 'secure hello']);
  });

  test('https keeps its connection, and its timeout is virtual', async () => {
    const seen = await simulate(async (world) => {
      const server = https.createServer(certificate, (request, response) => {
        if (request.url !== '/silent') setTimeout(() => response.end(`${request.socket.remotePort}`), 500);
      });
      await once(server.listen(8443), 'listening');
      const agent = new https.Agent({ keepAlive: true, ...trusted });
      const ports: string[] = [];
      for (const path of ['/1', '/2']) {
        const [response] = await once(https.get(`https://localhost:8443${path}`, { agent }), 'response');
        ports.push((await response.toArray()).join(''));
      }
      const request = https.get('https://localhost:8443/silent', { agent, timeout: 2000 });
      request.on('error', () => undefined);
      await once(request, 'timeout');
      request.destroy();
      const now = world.now;
      server.closeAllConnections();
      server.close();
      return [ports[0] === ports[1], now];
    });
    expect(seen).toEqual([true, 3000]);
  });
});

describe('HTTP/2', () => {
  async function exchange(open: () => http2.ClientHttp2Session): Promise<string[]> {
    const client = open();
    const bodies = ['/a', '/b'].map(async (path) => {
      const stream = client.request({ ':path': path });
      return (await stream.toArray()).join('');
    });
    const seen = await Promise.all(bodies);
    client.close();
    await once(client, 'close');
    return seen;
  }

  const answer = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) =>
    void setTimeout(() => response.end(`at ${request.url}`), 500);

  test('in clear text', async () => {
    const seen = await simulate(async (world) => {
      const server = http2.createServer(answer);
      await once(server.listen(80), 'listening');
      const bodies = await exchange(() => http2.connect('http://localhost'));
      server.close();
      return [...bodies, world.now];
    });
    expect(seen).toEqual(['at /a', 'at /b', 500]);
  });

  test('over TLS', async () => {
    const seen = await simulate(async (world) => {
      const server = http2.createSecureServer(certificate, answer);
      await once(server.listen(443), 'listening');
      const bodies = await exchange(() => http2.connect('https://localhost', trusted));
      server.close();
      return [...bodies, world.now];
    });
    expect(seen).toEqual(['at /a', 'at /b', 500]);
  });
});
