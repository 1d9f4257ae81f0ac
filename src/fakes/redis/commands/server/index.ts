// The server.
import { family } from '../../table/index.ts';
import { aclRows } from './acl.ts';
import { commandRows } from './command.ts';
import { configRows } from './config.ts';
import { diagnosisRows } from './diagnosis.ts';
import { infoRows } from './info.ts';
import { serverRows } from './server.ts';

export const server = family('server', {
  ...serverRows,
  ...infoRows,
  ...configRows,
  ...commandRows,
  ...aclRows,
  ...diagnosisRows,
});
