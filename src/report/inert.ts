// What is untrusted in the forms that reports are written in: nothing of it acts.
import { inert } from '../world/index.ts';

export { inert };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For the text and the attributes of HTML and XML. */
export function escapeMarkup(text: string): string {
  const shown = inert(text);
  return /[&<>"']/.test(shown)
    ? shown.replace(/[&<>"']/g, (character) => entities[character] as string)
    : shown;
}

/** For Markdown's running text, GitHub's included: no markup, link, mention or HTML comes of it. Escapes no more than it must. */
export function escapeMarkdown(text: string): string {
  return inert(text)
    .replace(/[\\`*[\]|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/[&<]/g, (character) => entities[character] as string)
    .replace(/@/g, '&#64;')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www(?=\.)/gi, '$&&#8203;')
    .replace(/^(\s*)([#+=>-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** A fenced block of code that its text cannot end. */
export function fence(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const ticks = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${ticks}text\n${text}\n${ticks}`;
}
