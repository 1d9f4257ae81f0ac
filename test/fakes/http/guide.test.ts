// docs/http.md: every example of the guide is run, in a world of its own.
import { readFileSync } from 'node:fs';
import { delay, HttpResponse, http as msw } from 'msw';
import { expect, test } from 'vitest';
import { flaky, pages, rateLimit, serverSentEvents, simulate } from '../../../src/index.ts';
import { matchers } from '../../../src/matchers/index.ts';

expect.extend(matchers as never);

const guide = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8');
const examples = [...guide.matchAll(/^## (.*)$|^```ts\n([\s\S]*?)^```$/gm)]
  .reduce<{ title: string; code: string }[]>((found, [, title, code]) => {
    if (title !== undefined) found.push({ title, code: '' });
    const last = found.at(-1);
    if (code !== undefined && last !== undefined) last.code += `{\n${code}\n}\n`;
    return found;
  }, [])
  .filter(({ code }) => code !== '');

const AsyncFunction = (async () => undefined).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<void>;
const scope = { expect, flaky, pages, rateLimit, serverSentEvents, msw, delay, HttpResponse };

test('the guide has examples', () => expect(examples.length).toBeGreaterThan(4));

test.each(examples)('$title', async ({ code }) => {
  const blocks = code.split(/^}\n(?=\{)/m).map((block) => block.replace(/^\{\n/, '').replace(/\n}\n?$/, ''));
  for (const block of blocks) {
    const run = new AsyncFunction('world', 'http', ...Object.keys(scope), block);
    await simulate((world) => run(world, world.http, ...Object.values(scope)));
  }
});
