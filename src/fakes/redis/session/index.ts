// A server's state and its clients' sessions.
export type { ClusterView } from './cluster-view.ts';
export { Engine, type Observer, type Surroundings } from './engine.ts';
export { call } from './execute.ts';
export { monitorLine } from './monitor.ts';
export { normaliseEvents } from './notifications.ts';
export type { Kind } from './pubsub.ts';
export { type Connection, Session } from './session.ts';
export type { Tracking } from './tracking.ts';
