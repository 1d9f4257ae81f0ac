// Sets.
import { family } from '../../table/index.ts';
import { algebraRows } from './algebra.ts';
import { randomRows } from './random.ts';
import { setRows } from './sets.ts';

export const sets = family('set', { ...setRows, ...randomRows, ...algebraRows });
