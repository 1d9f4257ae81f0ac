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
