// Randomness in a world comes from its seed: `Math.random`, and the crypto functions that programs make ids with. What Node would refuse is
// given to the real function, which refuses it in Node's words.
import { dress, type Kernel, real, worldInContext } from '../../world/index.ts';

/** `Math.random` of a realm. */
export function makeRandom(native: () => number): () => number {
  return dress(() => worldInContext()?.draw() ?? native(), native);
}

/** RFC 9562, UUID version 4. */
function drawUuid(kernel: Kernel): `${string}-${string}-${string}-${string}-${string}` {
  const bytes = new Uint8Array(16);
  kernel.drawBytes(bytes);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes.buffer).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function makeRandomUUID(native: (...args: never[]) => string): () => string {
  function randomUUID(this: unknown, ...args: never[]): string {
    // The real one looks at `this` and its options, and throws if it has to.
    const uuid = Reflect.apply(native, this, args);
    const kernel = worldInContext();
    return kernel === undefined ? uuid : drawUuid(kernel);
  }
  return dress(randomUUID, native);
}

function getRandomValues(this: unknown, ...args: [array: ArrayBufferView<ArrayBuffer>]): unknown {
  const filled = Reflect.apply(real.webGetRandomValues, this, args) as ArrayBufferView<ArrayBuffer>;
  worldInContext()?.drawBytes(new Uint8Array(filled.buffer, filled.byteOffset, filled.byteLength));
  return filled;
}

/** By name; what is put on `node:crypto`. Its `getRandomValues` calls that of the `crypto` object. */
export const nodeCrypto = { randomUUID: makeRandomUUID(real.randomUUID) } as const;

/** By name; what is put on the prototype of the `crypto` object. */
export const webCrypto = {
  randomUUID: makeRandomUUID(real.webRandomUUID),
  getRandomValues: dress(getRandomValues, real.webGetRandomValues),
} as const;
