// The page on exploration: its prose is written there; its examples, and what they print, come from the file beside this one. `vitest -u` writes them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prints } from './examples.ts';

const page = new URL('../../../docs/exploration.md', import.meta.url);
const source = readFileSync(new URL('examples.ts', import.meta.url), 'utf8');

function code(name: string): string {
  const [, text = ''] = new RegExp(`^// <${name}>\\n([\\s\\S]*?)^// </${name}>`, 'm').exec(source) ?? [];
  return text.trimEnd();
}

async function output(name: string): Promise<string> {
  const text = await (prints[name] as () => Promise<string>)();
  // Where this file has it does not matter to a reader, nor how long a search took.
  return text
    .replaceAll(/\S*examples\.ts:\d+:\d+/g, 'bank.test.ts:1:1')
    .replaceAll(/ after [\d.]+ ms;/g, ';');
}

test('the page on exploration says what its examples are and print', async () => {
  const blocks = /<!-- (\w+)( prints)? -->\n\n```(?:ts|text)\n[\s\S]*?```/g;
  const text = readFileSync(page, 'utf8');
  const names = [...text.matchAll(blocks)].map(([, name = '', isOutput]) => `${name}${isOutput ?? ''}`);
  for (const name of Object.keys(prints)) expect(names).toContain(`${name} prints`);
  const made = new Map<string, string>();
  for (const name of names) {
    const [of = ''] = name.split(' ');
    made.set(name, name === of ? `\`\`\`ts\n${code(of)}\n\`\`\`` : `\`\`\`text\n${await output(of)}\n\`\`\``);
  }
  const now = text.replaceAll(blocks, (_, name: string, isOutput = '') => {
    const block = `${name}${isOutput}`;
    return `<!-- ${block} -->\n\n${made.get(block)}`;
  });
  await expect(now).toMatchFileSnapshot(page.pathname);
});
