// Bitmaps: strings, bit by bit.
import { family } from '../../table/index.ts';
import { bitfieldRows } from './bitfield.ts';
import { bitmapRows } from './bitmaps.ts';

export const bitmaps = family('bitmap', { ...bitmapRows, ...bitfieldRows });
