// What every worker pays for, whatever its tests do.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const source = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

test('loading the package does not load the clients and servers that only some tests need', () => {
  const program = `
    await import(${source('register.ts')});
    await import(${source('index.ts')});
    await import(${source('matchers/index.ts')});
    console.log(process.moduleLoadList.join('\\n'));
  `;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const loaded = stdout.split('\n');
  expect(loaded).toContain('NativeModule events');
  expect(
    loaded.filter((name) =>
      // `node:http`, `https` and `tls` are there: what is patched must be before anybody takes it, and that costs 10 ms where undici and HTTP/2 cost 27 more.
      /^NativeModule (?:internal\/deps\/undici\/undici|http2|inspector)$/.test(name),
    ),
  ).toEqual([]);
});

test('nor does the plugin load worlds into the main process', () => {
  const program = `
    await import(${source('vitest/plugin.ts')});
    console.log(Object.getOwnPropertySymbols(process).map(String).join('\\n'));
  `;
  const { stdout } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect(stdout).not.toContain('escapement');
});
