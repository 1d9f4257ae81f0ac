// docs/http-faults.md: every fault, and what each client shows of it. `vitest --update` writes it.
import { expect, test } from 'vitest';
import { type Fault, type Reply, simulate } from '../../../src/index.ts';
import { type Client, clients, names } from './clients.ts';

const url = 'http://api.test/';

interface Section {
  readonly title: string;
  readonly reply: Reply;
  readonly text: string;
}

const fault = (name: Fault, text: string): Section => ({
  title: `fault: '${name}'`,
  reply: { fault: name, body: 'hello world!' },
  text,
});

const sections: readonly Section[] = [
  fault('refused', 'Nothing listens there.'),
  fault('reset', 'The connection is reset once the request has been sent.'),
  fault('reset-mid-body', 'The connection is reset after half of the body.'),
  fault('truncated', 'The connection ends after half of the body that was announced.'),
  fault('malformed', 'What comes is not HTTP.'),
  fault('bad-chunk', 'A chunk of the body says no length.'),
  fault('dns', "The host's name is not known."),
  fault('tls', "The server's certificate is one that nobody trusts."),
  { title: 'timeout: true', reply: { timeout: true }, text: 'The connection is never made.' },
  {
    title: 'error: new Error(…)',
    reply: { error: Object.assign(new Error('no route to host'), { code: 'EHOSTUNREACH' }) },
    text: 'The connection fails with this error.',
  },
];

function shown(error: unknown): string {
  // Some causes are no errors, and have a code alone.
  if (!(error instanceof Error)) return `\`${(error as { code?: unknown }).code}\``;
  const { name, message, cause } = error;
  const { code } = error as { code?: unknown };
  const own = `${name}${code === undefined ? '' : ` \`${code}\``}: ${message.replaceAll('\n', ' ').replaceAll('|', '\\|')}`;
  return cause === undefined ? own : `${own} ← ${shown(cause)}`;
}

async function outcome(client: Client, reply: Reply): Promise<string> {
  return simulate(async ({ http }) => {
    http.get(url, reply);
    return client(url).then(({ status, body }) => `${status} ${JSON.stringify(body)}`, shown);
  });
}

// The words of some errors are those of the Node that they were made in.
test.runIf(process.versions.node.startsWith('24.'))('the page says what the clients show', async () => {
  const parts = [
    '# Faults, and what each client shows of them',
    'A reply with a `fault` goes wrong on the wire. What a client makes of it is its own affair: below is what each one rejects with (name, `code`, message, and ← its cause), as the\n' +
      'tests of this repository saw it on Node 24. For all but `dns`, `tls`, `timeout` and `error` the tests compare it with what the same client shows of a real server that does the same.\n' +
      '`hang` shows nothing: the client waits until its own patience, or that of your code, ends. `trickle` ends well, a byte a second.',
  ];
  for (const { title, reply, text } of sections) {
    const rows: string[] = [];
    for (const name of names) rows.push(`| ${name} | ${await outcome(clients[name] as Client, reply)} |`);
    parts.push(`## \`${title}\``, text, ['| client | shows |', '| --- | --- |', ...rows].join('\n'));
  }
  await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/http-faults.md');
});
