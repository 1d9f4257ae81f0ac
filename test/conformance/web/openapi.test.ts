// The application's OpenAPI document describes the paths, parameters and schemas that FastAPI's describes.
import { expect, test } from 'vitest';
import { createApplication } from '../../../src/fixtures/web/index.ts';
import recorded from '../data/web.json' with { type: 'json' };

const users = { find: nothing, list: nothing, create: nothing };

function nothing(): never {
  throw new Error('asked for no user');
}

/** What is to be the same, whatever the order in which it is written. */
function described(document: object) {
  return JSON.parse(
    JSON.stringify(document, (key, value) =>
      key === 'required' && Array.isArray(value) ? [...value].sort() : value,
    ),
  );
}

test('the OpenAPI document is the one that FastAPI made', async () => {
  const application = createApplication({ users, print: () => undefined });
  const response = await application.request('/openapi.json');
  const { components, ...rest } = described((await response.json()) as object);
  // Where there are no parameters to share, ours has an empty list of them.
  const { parameters, ...shared } = components;
  expect(parameters).toEqual({});
  expect({ ...rest, components: shared }).toEqual(described(recorded.openapi));
});
