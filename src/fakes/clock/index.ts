// The fake clock: the faces of time, bound to the world in context.
export type { Clock } from './clock.ts';
export { clockOf } from './control.ts';
export { installGlobals, installModules } from './install.ts';
