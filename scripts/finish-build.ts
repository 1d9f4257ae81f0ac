// Mends what tsup and tsc leave to be done in dist/, and refuses what would behave differently there than in src/.
// docs/decisions/0002-layout-of-dist.md has the reasons. Nothing here moves a line or a column, so source maps stay right.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Declarations: './x.ts' becomes './x.js', the name of what is beside them. */
function withJsExtensions(code: string): string {
  return code.replace(/(\b(?:from|import)\s*\(?\s*)(["'])(\.{1,2}\/[^"'\n]*)\.ts\2/g, '$1$2$3.js$2');
}

/** The parts of a bundled file, each with the module that it was made from: esbuild says so in a comment. */
function sections(code: string): { readonly module: string; readonly code: string }[] {
  const starts = [...code.matchAll(/^\/\/ ((?:src|node_modules|\.\.)\/.*)$/gm)];
  return [
    { module: '', code: code.slice(0, starts[0]?.index) },
    ...starts.map((start, i) => ({
      module: start[1] as string,
      code: code.slice(start.index, starts[i + 1]?.index),
    })),
  ];
}

// At the top of a module esbuild writes `var Timeout2 = class _Timeout {` for a class that mentions itself, or whose name another module
// or a global has too; and `function setTimeout2(` likewise.
const classHead = /^var (\w+) = class(?: (\w+))?(?: extends .+)? \{$/gm;
const functionHead = /^(?:async )?function\*? (\w+)\(/gm;

/** Gives classes and functions that were renamed their own name back: programs see it, in errors and in `util.inspect`. */
function withOwnNames(code: string, source: string): string {
  const naming = (target: string, now: string, keyword: string): string => {
    const isOwn = (name: string) => new RegExp(`\\b${keyword} ${name}\\b`).test(source);
    const name = now.replace(/^_/, '').replace(/\d+$/, '');
    if (isOwn(now) || !isOwn(name)) return '';
    return ` Object.defineProperty(${target}, "name", { value: "${name}", configurable: true });`;
  };
  const functions = Array.from(code.matchAll(functionHead), ([, now = '']) =>
    naming(now, now, 'function\\*?'),
  );
  const lines = code.split('\n');
  const last = lines.findLastIndex((line) => line !== '' && !line.startsWith('//'));
  lines[last] += functions.join('');
  return lines.join('\n').replace(classHead, (head, variable: string, inner: string = variable) => {
    const statement = naming('this', inner, 'class');
    return statement === '' ? head : `${head} static {${statement} }`;
  });
}

// Uses of import.meta.url whose result is the same, or as good, in dist/chunks/ as in src/<folder>/.
const anywhere = /createRequire\d*\(import\.meta\.url\)|new URL\("\.\.?", import\.meta\.url\)/g;

/** Why a module cannot be shipped as it is, or nothing. */
function* problems(file: string, module: string, code: string): Generator<string> {
  if (module !== '' && !module.startsWith('src/'))
    yield `${file} contains ${module}: only src/ may be bundled`;
  const places = module.split('/').length === 3 ? anywhere : /createRequire\d*\(import\.meta\.url\)/g;
  if (file.startsWith('chunks/') && code.replace(places, '').includes('import.meta.')) {
    yield `${module}: ${file} is another place; import.meta.url may be the argument of createRequire, and (src/<folder>/ only) the base of "." and ".."`;
  }
}

const dist = join(root, 'dist');
const found: string[] = [];
for (const file of globSync('**/*.{js,d.ts}', { cwd: dist })) {
  const before = readFileSync(join(dist, file), 'utf8');
  let after = '';
  if (file.endsWith('.d.ts')) after = withJsExtensions(before);
  else {
    for (const { module, code } of sections(before)) {
      const source = module.startsWith('src/') ? readFileSync(join(root, module), 'utf8') : '';
      found.push(...problems(file, module, code));
      after += module === '' ? code : withOwnNames(code, source);
    }
  }
  if (after !== before) writeFileSync(join(dist, file), after);
}

if (found.length > 0) {
  console.error(['The build differs from the source:', ...found].join('\n  '));
  process.exitCode = 1;
}
