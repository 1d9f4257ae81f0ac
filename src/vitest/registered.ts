// Whether register ran before this process (or worker thread) loaded anything else, and what it found to be there already.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What register leaves on `process`, where every realm sees it. */
export interface Registration {
  /** CommonJS files that were loaded earlier and read functions out of `node:timers`: what they hold is real for good. */
  readonly captors: readonly string[];
}

const key = Symbol.for('escapement.registration');
const holder = process as unknown as Record<symbol, Registration | undefined>;

export function registration(): Registration | undefined {
  return holder[key];
}

/** Remembers that register has run. */
export function noteRegistration(): Registration {
  const found = { captors: findCaptors() };
  Object.defineProperty(holder, key, { value: found });
  return found;
}

// `const { setTimeout } = require('timers')` and `const sleep = require('node:timers/promises').setTimeout`, yet not `const timers = require('timers')`.
const requireTimers = /require\(\s*(['"`])(?:node:)?timers(?:\/promises)?\1\s*\)/.source;
const capture = new RegExp(`\\}\\s*=\\s*${requireTimers}|${requireTimers}\\s*\\.\\s*\\w+\\b(?!\\s*\\()`);

function findCaptors(): string[] {
  return Object.keys(createRequire(import.meta.url).cache).filter((file) => {
    try {
      return capture.test(readFileSync(file, 'utf8'));
    } catch {
      return false;
    }
  });
}
