// What `HELP` answers: lines for people, as redis-cli shows them.
import { Status } from '../resp/index.ts';
import type { Row } from '../table/index.ts';

/** The row of a container's HELP. */
export function help(container: string, subcommands: readonly string[], shape = '2 loading stale'): Row {
  const lines = [
    `${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
    ...subcommands,
    'HELP',
  ];
  return [shape, '', () => lines.map((line) => new Status(line))];
}
