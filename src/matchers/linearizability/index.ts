// Linearizability: a history of operations against a sequential model.
export { explain, said } from './explain.ts';
export { historyOf, type Operation } from './history.ts';
export { linearize } from './linearize.ts';
export { freeze, type SequentialModel } from './model.ts';
export { firstWithout } from './shortest.ts';
