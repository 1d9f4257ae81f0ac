// The keyspace: databases, and the values in them.
export { Database, type DatabaseHost, type EventClass } from './database.ts';
export { globMatches } from './glob.ts';
export { type Page, scanPage } from './scan.ts';
export * from './values/index.ts';
