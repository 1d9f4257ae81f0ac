import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'escapement-copy-'));
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true }));

function run(script: string): { stdout: string; stderr: string } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script],
    {
      encoding: 'utf8',
    },
  );
  return { stdout, stderr };
}

const entry = (folder: string) => JSON.stringify(pathToFileURL(join(folder, 'src/index.ts')).href);

test('a second copy of the package is refused, naming both and the remedy', () => {
  const { stdout } = run(`
    const first = await import(${entry(root)});
    const before = globalThis.setTimeout;
    await import(${entry(copy)}).catch((error) => console.log(error.code + '\\n' + error.message));
    console.log('patched by the second:', globalThis.setTimeout !== before);
    console.log('the first works:', await first.simulate(async (world) => (await world.sleep(5), world.now)));
  `);
  const text = stdout
    .replaceAll(pathToFileURL(root).href, '<first>')
    .replaceAll(pathToFileURL(copy).href, '<second>');
  expect(text).toMatchInlineSnapshot(`
    "ESCAPEMENT_DUPLICATE_PACKAGE
    two copies of escapement were loaded into one process:
      first   0.1.0   <first>/src/world/
      second  0.1.0   <second>/src/world/
      Each would patch the same globals and know nothing of the worlds of the other, so the second was refused.
      Likely cause: a dependency brought its own copy. See 'npm ls escapement'; 'npm dedupe' makes them one.
    patched by the second: false
    the first works: 5
    "
  `);
});

test('the same copy, evaluated again, shares the worlds of the first', () => {
  const hub = JSON.stringify(pathToFileURL(join(root, 'src/world/hub.ts')).href);
  const { stdout, stderr } = run(`
    const { simulate } = await import(${entry(root)});
    const again = await import(${hub} + '?again');
    console.log(await simulate((world) => again.hub.storage.getStore().kernel.world === world));
  `);
  expect([stdout, stderr]).toEqual(['true\n', '']);
});
