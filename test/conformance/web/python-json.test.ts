// Texts that are JSON and texts that are not, as CPython 3.11's `json.loads` read them: `[text, 'ok', json.dumps of the value]` or `[text, message, position]`.
import { expect, test } from 'vitest';
import { dumps, JsonDecodeError, loads } from '../../../src/fixtures/web/python-json.ts';
import recorded from '../data/python-json.json' with { type: 'json' };

function read(text: string): readonly [what: string, detail: string | number] {
  try {
    return ['ok', dumps(loads(text))];
  } catch (error) {
    if (!(error instanceof JsonDecodeError)) throw error;
    return [error.message, error.position];
  }
}

test('each text is read as CPython reads it, and refused where and why it refuses it', () => {
  expect(recorded.map(([text]) => [text, ...read(text as string)])).toEqual(recorded);
});

test('a key may have the name of an object’s own parts', () => {
  expect(Object.keys(loads('{"__proto__": 1, "toString": 2}') as object)).toEqual(['__proto__', 'toString']);
});
