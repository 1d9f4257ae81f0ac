// Lists.
import { family } from '../../table/index.ts';
import { listRows } from './lists.ts';
import { lposRows } from './lpos.ts';
import { moveRows } from './move.ts';
import { popRows } from './pop.ts';

export const lists = family('list', { ...listRows, ...lposRows, ...popRows, ...moveRows });
