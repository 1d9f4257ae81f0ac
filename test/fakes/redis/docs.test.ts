// docs/redis.md lists the commands that there are.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandList } from '../../../src/fakes/redis/commands/list.ts';

test('the page lists the commands of the table; scripts/redis-commands.ts writes it', () => {
  const page = readFileSync(new URL('../../../docs/redis.md', import.meta.url), 'utf8');
  expect(page).toContain(`<!-- commands -->\n${commandList()}<!-- end -->`);
});
