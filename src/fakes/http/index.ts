// Mocked HTTP: the router, and the ways in which requests come to it.
export type { RequestConditions } from './conditions.ts';
export type { Fault } from './fault.ts';
export { installFetch } from './fetch/install.ts';
export { describeRequest, requestFilter } from './filter.ts';
export { type CassetteOptions, type Recording, StaleCassetteError } from './guests/cassette.ts';
export type { RequestHandler } from './guests/msw.ts';
export { type Flaky, flaky } from './helpers/flaky.ts';
export { type PageInfo, type PageOptions, pages } from './helpers/pages.ts';
export { type RateLimit, rateLimit } from './helpers/rate-limit.ts';
export {
  type ServerSentEvent,
  type ServerSentEvents,
  serverSentEvents,
} from './helpers/server-sent-events.ts';
export { httpOf } from './http.ts';
export type { HttpFake } from './http-fake.ts';
export type { Metered } from './meter.ts';
export type { UrlPattern, UrlPatternObject } from './pattern.ts';
export type { RecordedRequest } from './record.ts';
export type { Chunk, Match, Reply, Responder } from './reply.ts';
export type { Route } from './route.ts';
export { UnmatchedRequestError } from './unmatched.ts';
export type { AsymmetricMatcher, TextMatcher } from './value-matcher.ts';
