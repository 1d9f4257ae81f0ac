// The world's random source: xoshiro128** (Blackman and Vigna, 2018) seeded through splitmix32, so that neighbouring seeds and short
// strings give unrelated streams. 32 bits a draw; `random()` joins two draws to the 53 bits of a double.

export class RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** `prefix` is the hash of what the seed begins with, where many seeds begin alike. */
  constructor(seed: string, prefix?: number) {
    let state = hashOfSeed(seed, prefix);
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return z ^ (z >>> 16);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next();
  }

  /** 32 random bits, as an unsigned integer. */
  bits(): number {
    const b = this.#b;
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    this.#c ^= this.#a;
    this.#d ^= b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= b << 9;
    this.#d = rotate(this.#d, 11);
    return scrambled >>> 0;
  }

  /** A number in `[0, 1)`, as `Math.random` gives. */
  random(): number {
    return ((this.bits() >>> 5) * 67_108_864 + (this.bits() >>> 6)) / 9_007_199_254_740_992;
  }

  /** Fills `bytes` with random bytes. */
  fill(bytes: Uint8Array): void {
    let word = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (at % 4 === 0) word = this.bits();
      bytes[at] = word;
      word >>>= 8;
    }
  }
}

/** FNV-1a. */
export function hashOfSeed(seed: string, prefix = 0x811c9dc5): number {
  let hash = prefix;
  for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
  return hash;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}
