// A self-signed certificate for localhost, and its key: made for these tests, and good for nothing else.
import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

export const certificate = { cert: read('cert.pem'), key: read('key.pem') };
/** What a client trusts it by. */
export const trusted = { ca: certificate.cert };
