// Streams.
import { family } from '../../table/index.ts';
import { addRows } from './add.ts';
import { claimRows } from './claim.ts';
import { groupRows } from './groups.ts';
import { infoRows } from './info.ts';
import { pendingRows } from './pending.ts';
import { readRows } from './read.ts';
import { streamRows } from './streams.ts';

export const streams = family('stream', {
  ...streamRows,
  ...addRows,
  ...readRows,
  ...groupRows,
  ...pendingRows,
  ...claimRows,
  ...infoRows,
});
