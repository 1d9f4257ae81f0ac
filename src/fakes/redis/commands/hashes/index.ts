// Hashes.
import { family } from '../../table/index.ts';
import { hashCounterRows } from './counters.ts';
import { hashRows } from './hashes.ts';
import { hrandfieldRows } from './hrandfield.ts';
import { hscanRows } from './hscan.ts';

export const hashes = family('hash', { ...hashRows, ...hashCounterRows, ...hrandfieldRows, ...hscanRows });
