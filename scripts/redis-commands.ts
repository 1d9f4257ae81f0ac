// Writes the list of commands into docs/redis.md, from the table of the fake: `node scripts/redis-commands.ts`. A test holds the page to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandList } from '../src/fakes/redis/commands/list.ts';

const page = join(import.meta.dirname, '..', 'docs', 'redis.md');
const text = readFileSync(page, 'utf8');
writeFileSync(page, text.replace(/(<!-- commands -->\n).*?(<!-- end -->)/s, `$1${commandList()}$2`));
