// What a command is. The table itself is commands/index.ts.
export { type Argv, Command, family, type Row, type Rows, type Run } from './command.ts';
export { type KeySpec, legacyRange, positionsOf } from './keys.ts';
