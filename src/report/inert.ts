// Labels, test names and values are untrusted: here they become text that no terminal, browser or Markdown reader acts on. What is
// invisible or would act is replaced by something visible, so that it can still be told apart.

// C0 controls have pictures of their own (Unicode block "Control Pictures"). Beyond them: C1 controls, what changes the direction of text
// (UAX #9), line and paragraph separators, invisible format characters, and halves of surrogate pairs. ZWJ (U+200D) and the variation
// selectors stay: emoji are made with them.
const acting =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const harmless = /^[\u0020-\u007e]*$/;

/** One line of text in which nothing acts. */
export function inert(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(acting, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

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
