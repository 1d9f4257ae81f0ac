// Strings.
import { family } from '../../table/index.ts';
import { counterRows } from './counters.ts';
import { lcsRows } from './lcs.ts';
import { setRows } from './set.ts';
import { textRows } from './text.ts';

export const strings = family('string', { ...textRows, ...setRows, ...counterRows, ...lcsRows });
