// Exploration: what chooses among the orders in which a world's events may come, and what becomes of those that fail.
export type { Confirmation } from './confirmation.ts';
export type { Coverage } from './coverage.ts';
export { type Exploration, summarize } from './exploration.ts';
export { ScheduleFailure, shapeOf } from './failure.ts';
export { resolveSearch, type SearchOptions, searchOptionNames } from './options.ts';
export type { Part } from './part.ts';
export { foreignToken, Replayer } from './replay.ts';
export { replayToken } from './replay-token.ts';
export type { Finding } from './reported.ts';
export { Searcher } from './search.ts';
export type { Candidate, ChoicePoint, FinishedRun, Strategy } from './strategy.ts';
export { encodeToken } from './token.ts';
