import { expect, test } from 'vitest';
import { RandomSource } from '../../src/world/random.ts';

test('one seed gives one stream, on every machine', () => {
  const source = new RandomSource('42');
  expect([source.bits(), source.bits(), source.bits()]).toMatchInlineSnapshot(`
    [
      3415929203,
      220504180,
      3558451373,
    ]
  `);
});

test('neighbouring seeds give unrelated streams', () => {
  const firsts = Array.from({ length: 1_000 }, (_, seed) => new RandomSource(String(seed)).bits());
  expect(new Set(firsts).size).toBe(1_000);
  const ones = firsts.reduce((sum, bits) => sum + bits.toString(2).replaceAll('0', '').length, 0);
  // 32,000 fair bits: six standard deviations are 537.
  expect(Math.abs(ones - 16_000)).toBeLessThan(537);
});

test('random numbers lie in [0, 1) and fill it evenly', () => {
  const source = new RandomSource('even');
  const bins = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 10_000; draw++) {
    const value = source.random();
    expect(value >= 0 && value < 1).toBe(true);
    const bin = Math.floor(value * 10);
    bins[bin] = (bins[bin] as number) + 1;
  }
  for (const bin of bins) expect(Math.abs(bin - 1_000)).toBeLessThan(180);
});

test('bytes are filled to the last, whatever their number', () => {
  for (const length of [0, 1, 3, 4, 5, 64]) {
    const bytes = new Uint8Array(length);
    new RandomSource('bytes').fill(bytes);
    const longer = new Uint8Array(length + 8);
    new RandomSource('bytes').fill(longer);
    expect([...bytes]).toEqual([...longer.slice(0, length)]);
  }
});
