import { expect, test } from 'vitest';
import { escapeMarkdown, escapeMarkup, fence, inert } from '../../src/report/index.ts';
import { hostile } from './spans.ts';

test('what would act is replaced by something visible', () => {
  expect(`\n${hostile.map(inert).join('\n')}`).toMatchInlineSnapshot(`
    "
    <script>alert(1)</script>
    </style><img src=x onerror=alert(2)>
    "><svg onload=alert(3)>
    ' onmouseover='alert(4)
    ␛[31mred␛[0m ␛]8;;https://example.com␇link␛]8;;␇
    a␊b␍␊c␀d␈␡�31m
    **bold** [link](https://example.com) \`code\` # heading | cell | ~~gone~~ @everyone www.example.com \`\`\` \`\`\`\`
    �gnitrats� �x� � � � � �
    &amp;&lt;&#60;
    日本語のラベル 👩‍👩‍👧 é"
  `);
});

test('text in Markdown stays text', () => {
  expect(`\n${hostile.map(escapeMarkdown).join('\n')}`).toMatchInlineSnapshot(`
    "
    &lt;script>alert(1)&lt;/script>
    &lt;/style>&lt;img src=x onerror=alert(2)>
    ">&lt;svg onload=alert(3)>
    ' onmouseover='alert(4)
    ␛\\[31mred␛\\[0m ␛\\]8;;https\\://example.com␇link␛\\]8;;␇
    a␊b␍␊c␀d␈␡�31m
    \\*\\*bold\\*\\* \\[link\\](https\\://example.com) \\\`code\\\` # heading \\| cell \\| \\~\\~gone\\~\\~ &#64;everyone www&#8203;.example.com \\\`\\\`\\\` \\\`\\\`\\\`\\\`
    �gnitrats� �x� � � � � �
    &amp;amp;&amp;lt;&amp;#60;
    日本語のラベル 👩‍👩‍👧 é"
  `);
  expect(escapeMarkdown('1. one')).toBe('1\\. one');
});

test('text in markup stays text', () => {
  expect(escapeMarkup(`<a href="x" title='y'>&amp;`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;',
  );
});

test('a block of code cannot be ended by what is in it', () => {
  expect(fence('a\n````\nb')).toBe('`````text\na\n````\nb\n`````');
});
