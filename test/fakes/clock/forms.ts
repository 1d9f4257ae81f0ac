// Every API of the fake clock, by every way a program can get hold of it: the global, an `import` with and without `node:`, named and from the
// default export, and `require`. A form gives what it finds at the moment it is asked.

import * as nodeCrypto from 'node:crypto';
import { createRequire } from 'node:module';
import * as nodePerfHooks from 'node:perf_hooks';
import * as nodeProcess from 'node:process';
import * as nodeTimers from 'node:timers';
import * as nodeTimersPromises from 'node:timers/promises';
// biome-ignore lint/style/useNodejsImportProtocol: one of the forms
import * as bareCrypto from 'crypto';
// biome-ignore lint/style/useNodejsImportProtocol: one of the forms
import * as barePerfHooks from 'perf_hooks';
// biome-ignore lint/style/useNodejsImportProtocol: one of the forms
import * as bareProcess from 'process';
// biome-ignore lint/style/useNodejsImportProtocol: one of the forms
import * as bareTimers from 'timers';
// biome-ignore lint/style/useNodejsImportProtocol: one of the forms
import * as bareTimersPromises from 'timers/promises';

type Holder = Record<string, unknown>;
/** How a program writes it, and what it then has. */
export type Form = readonly [written: string, get: () => unknown];

const require = createRequire(import.meta.url);

const imported: Readonly<Record<string, readonly [withPrefix: object, bare: object]>> = {
  crypto: [nodeCrypto, bareCrypto],
  perf_hooks: [nodePerfHooks, barePerfHooks],
  process: [nodeProcess, bareProcess],
  timers: [nodeTimers, bareTimers],
  'timers/promises': [nodeTimersPromises, bareTimersPromises],
};

/** `name` as the built-in module `module` exports it. */
export function moduleForms(module: string, name: string): Form[] {
  const [withPrefix, bare] = imported[module] as readonly [Holder, Holder];
  const defaultOf = (namespace: Holder) => namespace.default as Holder;
  return [
    [`import { ${name} } from 'node:${module}'`, () => withPrefix[name]],
    [`import { ${name} } from '${module}'`, () => bare[name]],
    [`import m from 'node:${module}'; m.${name}`, () => defaultOf(withPrefix)[name]],
    [`require('node:${module}').${name}`, () => require(`node:${module}`)[name]],
    [`require('${module}').${name}`, () => require(module)[name]],
  ];
}

export function globalForm(name: string): Form {
  return [`globalThis.${name}`, () => (globalThis as unknown as Holder)[name]];
}

/** Each form of an object, and then its method. */
export function methodForms(forms: readonly Form[], name: string): Form[] {
  return forms.map(([written, get]) => [
    `${written}, .${name}`,
    () => bindAll((get() as Holder)[name], get()),
  ]);
}

function bindAll(method: unknown, self: unknown): unknown {
  return Object.assign((...args: unknown[]) => Reflect.apply(method as () => unknown, self, args), {
    original: method,
  });
}
