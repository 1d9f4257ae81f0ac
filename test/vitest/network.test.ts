// The real network, in tests that run in worlds: refused, and reached where it is allowed.
import { expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/index.ts';
import escapement from '../../src/vitest/plugin.ts';
import { runProject } from './run-project.ts';

test('a connection that was refused fails the test with a word on how to have it', async () => {
  const run = await runProject('network');
  expect(run.names('passed')).toEqual(['or where the test does']);
  const [message] = run.messages('a real server is reached where the plugin allows it');
  expect(message?.replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')).toMatch(
    /^fetch failed\nNothing listens on ADDRESS in this world, so a connection was refused at \+0ms( \(.*\))?\.\n {2}To reach the real one: world\.net\.allow\('ADDRESS'\), or allowNetwork: 'ADDRESS' among the options of escapement\(\)\.\n {2}A server that was started outside the world, in beforeAll\(\) say, is a real one\.$/,
  );
});

test.each([['127.0.0.1'], [/^127\.0\.0\.1:\d+$/]])('allowNetwork: %s', async (allowNetwork) => {
  const run = await runProject('network', { escapement: { allowNetwork } });
  expect(run.tests.flatMap((each) => run.messages(each.fullName))).toEqual([]);
  expect(run.names('passed')).toHaveLength(2);
});

test('an allowNetwork that is no pattern is refused before anything runs', () => {
  expect(() => escapement({ allowNetwork: 80 as never })).toThrow(InvalidArgumentError);
});
