// An inline command's words: separated by blanks, with "…" (and its escapes) and '…' as a shell has them (sds.c, sdssplitargs).
import { ReplyError } from './reply.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/** @throws {@link ReplyError} for a quote that is not closed */
export function splitInline(line: string): string[] {
  const words: string[] = [];
  const word = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/sy;
  const text = line.trimEnd();
  while (word.lastIndex < text.length) {
    const found = word.exec(text);
    if (found === null) throw new ReplyError('ERR Protocol error: unbalanced quotes in request');
    const [, double, single, plain] = found;
    words.push(
      plain ??
        single?.replaceAll("\\'", "'") ??
        (double as string).replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex?: string, char?: string) =>
          hex === undefined
            ? (escapes[char as string] ?? (char as string))
            : String.fromCharCode(parseInt(hex, 16)),
        ),
    );
  }
  return words;
}
