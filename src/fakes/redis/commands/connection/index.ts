// Connections and clients.
import { family } from '../../table/index.ts';
import { authRows } from './auth.ts';
import { clientRows } from './client.ts';
import { connectionRows } from './connection.ts';

export { serverVersion } from './auth.ts';
export const connection = family('connection', { ...connectionRows, ...authRows, ...clientRows });
