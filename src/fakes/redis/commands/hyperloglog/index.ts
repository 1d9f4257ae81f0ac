// HyperLogLog: how many different elements there were, nearly.
import { Text } from '../../keyspace/index.ts';
import { ok } from '../../resp/index.ts';
import type { Session } from '../../session/index.ts';
import { family } from '../../table/index.ts';
import { estimate, readRegisters, registerCount, registerOf, writeRegisters } from './registers.ts';

/** The registers of several together: of each the highest. */
function merged({ database }: Session, keys: readonly string[]): Uint8Array {
  const all = new Uint8Array(registerCount);
  for (const key of keys) {
    const text = database.get(key, Text);
    if (text === undefined) continue;
    for (const [index, rank] of readRegisters(text.bytes).entries()) {
      if (rank > (all[index] as number)) all[index] = rank;
    }
  }
  return all;
}

function store({ database }: Session, key: string, registers: Uint8Array): void {
  const text = database.get(key, Text);
  const bytes = writeRegisters(registers);
  if (text === undefined) database.put(key, new Text(bytes, 'edited'));
  else text.assign(bytes);
  database.changed(key, '$', 'pfadd');
}

export const hyperloglogs = family('hyperloglog', {
  pfadd: [
    '-2 write denyoom fast',
    'RW insert @1',
    ([, key, ...elements], session) => {
      const isNew = session.database.get(key, Text) === undefined;
      const registers = merged(session, [key]);
      let isChanged = isNew;
      for (const element of elements) {
        const { index, rank } = registerOf(element);
        if (rank <= (registers[index] as number)) continue;
        registers[index] = rank;
        isChanged = true;
      }
      if (isChanged) store(session, key, registers);
      return isChanged ? 1 : 0;
    },
  ],
  pfcount: ['-2 readonly', 'RW access @1..-1', ([, ...keys], session) => estimate(merged(session, keys))],
  pfmerge: [
    '-2 write denyoom',
    'RW access insert @1; RO access @2..-1',
    ([, target, ...keys], session) => {
      store(session, target, merged(session, [target, ...keys]));
      return ok;
    },
  ],
});
