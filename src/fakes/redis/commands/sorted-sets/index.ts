// Sorted sets.
import { family } from '../../table/index.ts';
import { addRows } from './add.ts';
import { algebraRows } from './algebra.ts';
import { memberRows } from './members.ts';
import { popRows } from './pop.ts';
import { rangeRows } from './range.ts';

export const sortedSets = family('sorted-set', {
  ...addRows,
  ...memberRows,
  ...rangeRows,
  ...popRows,
  ...algebraRows,
});
