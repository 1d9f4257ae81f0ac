// A certificate for any host, made when it is first asked for (X.509 v3, RFC 5280, in DER): self-signed, with one key for all of a process. Whoever
// connects to a mocked host is told to trust it; the rest of the world never sees it.
import { isIP } from 'node:net';

const crypto = process.getBuiltinModule('node:crypto');

export interface Certificate {
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

const made = new Map<string, Certificate>();
let keys: { readonly publicKey: Buffer; readonly privateKey: string } | undefined;

/** @param host - a name or an IP address */
export function certificateFor(host: string): Certificate {
  let certificate = made.get(host);
  if (certificate === undefined) {
    certificate = make(host);
    made.set(host, certificate);
  }
  return certificate;
}

function make(host: string): Certificate {
  keys ??= crypto.generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { publicKey, privateKey } = keys;
  const name = sequence(set(sequence(oid(2, 5, 4, 3), der(0x0c, Buffer.from('Escapement')))));
  const algorithm = sequence(oid(1, 2, 840, 10045, 4, 3, 2));
  const subject = isIP(host) === 0 ? der(0x82, Buffer.from(host)) : der(0x87, addressBytes(host));
  const signed = sequence(
    der(0xa0, integer(2)),
    integer(made.size + 1),
    algorithm,
    name,
    sequence(time('20000101000000Z'), time('21000101000000Z')),
    name,
    publicKey,
    der(0xa3, sequence(sequence(oid(2, 5, 29, 17), der(0x04, sequence(subject))))),
  );
  const signature = crypto.sign('sha256', signed, privateKey);
  const certificate = sequence(signed, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return { key: privateKey, cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: readonly Buffer[]) => der(0x30, ...contents);
const set = (...contents: readonly Buffer[]) => der(0x31, ...contents);
const time = (text: string) => der(0x18, Buffer.from(text));

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = bytes.subarray(first === -1 ? 3 : first);
  // Without a leading zero it would be negative.
  return der(0x02, (shortest[0] as number) > 0x7f ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // As a URL shows it, an IPv6 address has at most one gap.
  const [before = '', after] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const gap = after === undefined ? 0 : 8 - groups(before).length - groups(after).length;
  const all = [...groups(before), ...Array.from({ length: gap }, () => '0'), ...groups(after)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
