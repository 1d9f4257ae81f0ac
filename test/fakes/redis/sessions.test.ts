// What a server says to its clients unasked, and when it does not let them speak: byte by byte.
import { expect, test } from 'vitest';
import { encodeCommand, FakeClient, fakeEngine } from '../../conformance/redis/fake-client.ts';

function clients(): {
  one: (line: string) => string[];
  other: (line: string) => string[];
  heard: () => string[];
} {
  const engine = fakeEngine();
  const [one, other] = [new FakeClient(engine), new FakeClient(engine)];
  const send = (client: FakeClient) => (line: string) => client.send(encodeCommand(line.split(' ')));
  return { one: send(one), other: send(other), heard: () => one.take() };
}

test('a client that tracks is told once that a key which it has read was changed', () => {
  const { one, other, heard } = clients();
  one('HELLO 3');
  one('CLIENT TRACKING ON');
  one('GET k');
  other('SET k v');
  other('SET k w');
  expect(heard()).toEqual(['>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n']);
});

test('its own change it hears of after the reply, or not at all', () => {
  const { one } = clients();
  one('HELLO 3');
  one('CLIENT TRACKING ON');
  one('GET k');
  expect(one('SET k v')).toEqual(['+OK\r\n', '>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n']);
  one('CLIENT TRACKING OFF');
  one('CLIENT TRACKING ON NOLOOP');
  one('GET k');
  expect(one('SET k w')).toEqual(['+OK\r\n']);
});

test('broadcasts go by prefix', () => {
  const { one, other, heard } = clients();
  one('HELLO 3');
  one('CLIENT TRACKING ON BCAST PREFIX user:');
  other('SET user:1 v');
  other('SET page:1 v');
  expect(heard()).toEqual(['>2\r\n$10\r\ninvalidate\r\n*1\r\n$6\r\nuser:1\r\n']);
});

test('a client that monitors sees the commands of the others', () => {
  const { one, other, heard } = clients();
  expect(one('MONITOR')).toEqual(['+OK\r\n']);
  other('SET k v');
  expect(heard()).toEqual([expect.stringMatching(/^\+\d+\.\d{6} \[0 127\.0\.0\.1:1\] "SET" "k" "v"\r\n$/)]);
});

test('in a pause writes wait and reads do not, and its end lets them go on in order', () => {
  const { one, other, heard } = clients();
  other('CLIENT PAUSE 100000 WRITE');
  expect(one('GET k')).toEqual(['$-1\r\n']);
  expect(one('SET k v')).toEqual([]);
  expect(one('GET k')).toEqual([]);
  other('CLIENT UNPAUSE');
  expect(heard()).toEqual(['+OK\r\n', '$1\r\nv\r\n']);
});

test('a client asks for silence', () => {
  const { one } = clients();
  expect([one('CLIENT REPLY SKIP'), one('SET k v'), one('GET k')]).toEqual([[], [], ['$1\r\nv\r\n']]);
  expect([one('CLIENT REPLY OFF'), one('GET k'), one('CLIENT REPLY ON')]).toEqual([[], [], ['+OK\r\n']]);
});

test('a subscriber of RESP2 may not do much else', () => {
  const { one, other, heard } = clients();
  expect(one('SUBSCRIBE a b')).toEqual([
    '*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n',
    '*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n',
  ]);
  expect(one('GET k')).toEqual([
    "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context\r\n",
  ]);
  expect(other('PUBLISH b hello')).toEqual([':1\r\n']);
  expect(heard()).toEqual(['*3\r\n$7\r\nmessage\r\n$1\r\nb\r\n$5\r\nhello\r\n']);
});

test('bytes may come in pieces, and several commands in one', () => {
  const client = new FakeClient(fakeEngine());
  const bytes = encodeCommand(['SET', 'k', 'a\r\nb']) + encodeCommand(['GET', 'k']);
  const replies = [...bytes].flatMap((byte) => client.send(byte));
  expect(replies).toEqual(['+OK\r\n', '$4\r\na\r\nb\r\n']);
  expect(client.send('PING\r\nECHO "a \\x41"\r\n')).toEqual(['+PONG\r\n', '$3\r\na A\r\n']);
});

test('what is no protocol ends the connection with a reason', () => {
  const client = new FakeClient(fakeEngine());
  expect(client.send('*1\r\n:1\r\n')).toEqual(["-ERR Protocol error: expected '$', got ':'\r\n"]);
  expect(client.session.isClosed).toBe(true);
});
