// Random commands from a grammar: a template is words, `(a | b)` a choice, `[a | b]` a choice or nothing, `{a}` one to four times. A word in
// capitals is a kind of argument, drawn anew each time; any other stands for itself.
import type { Dice } from '../../support/random.ts';

type Node =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[]; readonly isOptional: boolean }
  | { readonly kind: 'repeat'; readonly item: Node };

/** Draws an argument of each kind. */
export type Vocabulary = Readonly<Record<string, () => string>>;

export type Template = (random: Dice, vocabulary: Vocabulary) => string[];

export function template(text: string): Template {
  const tokens = text.match(/[()[\]{}|]|[^\s()[\]{}|]+/g) ?? [];
  let at = 0;
  const sequence = (): Node => {
    const items: Node[] = [];
    while (at < tokens.length && !/^[)\]}|]$/.test(tokens[at] as string)) items.push(item());
    return { kind: 'sequence', items };
  };
  const choice = (isOptional: boolean): Node => {
    const options = [sequence()];
    while (tokens[at] === '|') {
      at++;
      options.push(sequence());
    }
    at++;
    return { kind: 'choice', options, isOptional };
  };
  const item = (): Node => {
    const token = tokens[at++] as string;
    if (token === '(' || token === '[') return choice(token === '[');
    if (token !== '{') return { kind: 'word', word: token };
    const repeated = sequence();
    at++;
    return { kind: 'repeat', item: repeated };
  };
  const root = sequence();
  return (random, vocabulary) => {
    const words: string[] = [];
    write(root, random, vocabulary, words);
    return words;
  };
}

function write(node: Node, random: Dice, vocabulary: Vocabulary, words: string[]): void {
  switch (node.kind) {
    case 'word':
      words.push(vocabulary[node.word]?.() ?? node.word);
      break;
    case 'sequence':
      for (const item of node.items) write(item, random, vocabulary, words);
      break;
    case 'choice': {
      if (node.isOptional && happens(random, 0.5)) return;
      write(node.options[random.below(node.options.length)] as Node, random, vocabulary, words);
      break;
    }
    case 'repeat':
      for (let count = 1 + random.below(4); count > 0; count--) {
        write(node.item, random, vocabulary, words);
      }
  }
}

/** Whether something of this probability happens, to a thousandth of a percent. */
export function happens(random: Dice, probability: number): boolean {
  return random.below(100_000) < probability * 100_000;
}
