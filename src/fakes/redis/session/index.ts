// A server's state and its clients' sessions.
export type { ClusterView } from './cluster-view.ts';
export { Engine } from './engine.ts';
export { call } from './execute.ts';
export { monitorLine } from './monitor.ts';
export { normaliseEvents } from './notifications.ts';
export type { Kind } from './pubsub.ts';
export { Session } from './session.ts';
export type { Tracking } from './tracking.ts';
