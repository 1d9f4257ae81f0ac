// Keys, whatever their type.
import { family } from '../../table/index.ts';
import { expireRows } from './expire.ts';
import { keyRows } from './keys.ts';
import { objectRows } from './object.ts';
import { scanRows } from './scan.ts';
import { sortRows } from './sort.ts';

export const keys = family('generic', {
  ...keyRows,
  ...expireRows,
  ...objectRows,
  ...scanRows,
  ...sortRows,
});
