// docs/matchers is made of the examples beside this file and of what they print. `vitest -u` writes it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { table } from '../../../src/matchers/table.ts';
import '../helpers.ts';
import * as allExamples from './examples.ts';

interface Section {
  readonly title: string;
  readonly intro: string;
  readonly blocks: readonly Block[];
}

interface Block {
  readonly name: string;
  readonly situation: string;
  readonly passes: string;
  readonly fails: string;
}

const examples: Readonly<Record<string, allExamples.Example>> = { ...allExamples };
const source = readFileSync(new URL('examples.ts', import.meta.url), 'utf8');

const sections: Section[] = source
  .split(/^\/\/ # /m)
  .slice(1)
  .map((text) => {
    const [head = '', ...rest] = text.split(/\n\n(?=\/\/ )/);
    const [title = '', ...intro] = prose(head).split('\n');
    return { title, intro: intro.join('\n').trim(), blocks: rest.map(blockOf) };
  });

function prose(text: string): string {
  return text.replaceAll(/^\/\/ ?/gm, '').trim();
}

function blockOf(text: string): Block {
  const [, situation, name] = /^([\s\S]*?)\nexport const (\w+)/.exec(text) ?? [];
  const body = (method: string) => {
    const [, lines = ''] =
      new RegExp(`^  async ${method}\\([^)]*\\) \\{\\n([\\s\\S]*?)^  \\},$`, 'm').exec(text) ?? [];
    return lines.replaceAll(/^ {4}/gm, '').trimEnd();
  };
  return {
    name: name as string,
    situation: prose(situation as string),
    passes: body('passes'),
    fails: body('fails'),
  };
}

async function printed(name: string): Promise<string> {
  try {
    await simulate((world) => examples[name]?.fails(world), { leftovers: 'ignore' });
  } catch (error) {
    // Where this file has it does not matter to a reader, nor how long a search took.
    return (error as Error).message
      .replaceAll(/\S*examples\.ts:\d+:\d+/g, 'search.test.ts:1:1')
      .replaceAll(/ after [\d.]+ m?s;/g, ';')
      .replaceAll(/[ \t]+$/gm, '');
  }
  throw new Error(`the example of ${name} does not fail`);
}

async function pageOf({ title, intro, blocks }: Section): Promise<string> {
  const parts = [`# ${title}`, intro];
  for (const { name, situation, passes, fails } of blocks) {
    parts.push(
      `## ${name}`,
      situation,
      `\`\`\`ts\n${passes}\n\`\`\``,
      'This fails:',
      `\`\`\`ts\n${fails}\n\`\`\``,
    );
    parts.push(`\`\`\`text\n${await printed(name)}\n\`\`\``);
  }
  return `${parts.join('\n\n')}\n`;
}

test('every matcher has an example', () => {
  expect(Object.keys(examples).sort()).toEqual(table.map(({ name }) => name).sort());
  expect(sections.flatMap(({ blocks }) => blocks.map(({ name }) => name)).sort()).toEqual(
    Object.keys(examples).sort(),
  );
});

test.each(Object.keys(examples))('the example of %s passes', async (name) => {
  await simulate((world) => examples[name]?.passes(world), { leftovers: 'ignore' });
});

test.each(sections)('the page on $title says what the examples print', async (section) => {
  await expect(await pageOf(section)).toMatchFileSnapshot(
    `../../../docs/matchers/${section.title.toLowerCase()}.md`,
  );
});
