// The table of all commands: one family a folder.
import type { Command } from '../table/index.ts';
import { bitmaps } from './bitmaps/index.ts';
import { cluster } from './cluster/index.ts';
import { connection } from './connection/index.ts';
import { hashes } from './hashes/index.ts';
import { hyperloglogs } from './hyperloglog/index.ts';
import { keys } from './keys/index.ts';
import { lists } from './lists/index.ts';
import { pubsub } from './pubsub/index.ts';
import { server } from './server/index.ts';
import { sets } from './sets/index.ts';
import { sortedSets } from './sorted-sets/index.ts';
import { streams } from './streams/index.ts';
import { strings } from './strings/index.ts';
import { transactions } from './transactions/index.ts';

export const commands: ReadonlyMap<string, Command> = new Map(
  [
    ...keys,
    ...strings,
    ...bitmaps,
    ...hyperloglogs,
    ...hashes,
    ...lists,
    ...sets,
    ...sortedSets,
    ...streams,
    ...pubsub,
    ...transactions,
    ...connection,
    ...cluster,
    ...server,
  ].map((command) => [command.name, command]),
);
