// What a test imports.

export {
  type Candidate,
  type ChoicePoint,
  type Confirmation,
  type Coverage,
  type Exploration,
  type FinishedRun,
  ScheduleFailure,
  type Strategy,
} from './explore/index.ts';
export { type ExploreOptions, explore } from './explore.ts';
export type { Clock } from './fakes/clock/index.ts';
export type {
  AsymmetricMatcher,
  CassetteOptions,
  Chunk,
  Fault,
  Flaky,
  HttpFake,
  Match,
  Metered,
  PageInfo,
  PageOptions,
  RateLimit,
  RecordedRequest,
  Recording,
  Reply,
  RequestConditions,
  RequestHandler,
  Responder,
  Route,
  ServerSentEvent,
  ServerSentEvents,
  TextMatcher,
  UrlPattern,
  UrlPatternObject,
} from './fakes/http/index.ts';
export {
  flaky,
  pages,
  rateLimit,
  StaleCassetteError,
  serverSentEvents,
  UnmatchedRequestError,
} from './fakes/http/index.ts';
export type { AddressPattern, Host, LinkOptions, Network, NetworkConnection } from './fakes/net/index.ts';
export type { WorldOptions } from './options.ts';
export { currentWorld, simulate, type World } from './simulate.ts';
export type { ScenarioModule } from './workers/index.ts';
export {
  type Activity,
  DeadlockError,
  DuplicatePackageError,
  EscapementError,
  type EventInit,
  ForeignSocketError,
  InvalidArgumentError,
  InvalidTokenError,
  type IoFault,
  type IoOptions,
  type Latency,
  LeakError,
  LivelockError,
  type Outcome,
  OutsideWorldError,
  type Probe,
  probe,
  RealIoError,
  ReplayDivergedError,
  type Scheduled,
  SetupError,
  type Span,
  type Task,
  type Trace,
  type TraceEntry,
  UnhandledRejectionError,
  WorldEndedError,
} from './world/index.ts';
