// `world.http`, as users see it.
import type { CassetteOptions } from './guests/cassette.ts';
import type { RequestHandler } from './guests/msw.ts';
import type { Metered } from './meter.ts';
import type { UrlPattern } from './pattern.ts';
import type { RecordedRequest } from './record.ts';
import type { Reply } from './reply.ts';
import type { Route } from './route.ts';

/**
 * Mocked HTTP. A route answers as many requests as its replies say, one by default; the first registered one that matches wins; a reply is used
 * up when a request is matched. A request that no route matches is refused as if nothing listened there, and fails the test at its end.
 */
export interface HttpFake extends Metered {
  get(url: UrlPattern, reply?: Reply): Route;
  post(url: UrlPattern, reply?: Reply): Route;
  put(url: UrlPattern, reply?: Reply): Route;
  patch(url: UrlPattern, reply?: Reply): Route;
  delete(url: UrlPattern, reply?: Reply): Route;
  head(url: UrlPattern, reply?: Reply): Route;
  options(url: UrlPattern, reply?: Reply): Route;
  /** A route for any method: `'PURGE'`, `'ANY'`. */
  on(method: string, url: UrlPattern, reply?: Reply): Route;
  /** Lets requests out of the world: those below these URLs (a string or `URL` stands for all that begins with it), or, without any, all that no route matches. */
  passthrough(...urls: UrlPattern[]): void;
  /**
   * Request handlers of MSW 3: asked for what no route matches, those of a later call first, as MSW has it. They run on virtual time, and each world has
   * them to itself. @throws {@link InvalidArgumentError} for what is none; {@link SetupError} if MSW is not installed
   */
  use(...handlers: RequestHandler[]): void;
  /**
   * What a service really answered once, from a file in the format of nock's recorder: each recording answers one request. One that nobody asked for fails the
   * test at its end (`StaleCassetteError`). With `ESCAPEMENT_RECORD=1` in the environment, the program talks to the real service instead, on real time, and
   * the file is written anew; that needs nock 15.
   *
   * @param file - its path, from the working directory
   * @throws {@link SetupError} (the promise's rejection) if there is no such file, or it is no cassette
   */
  cassette(file: string, options?: CassetteOptions): Promise<void>;
  /** Takes all routes back. What was requested stays in `requests`. */
  clear(): void;
  /** In-flight figures of a host: `api.test`, `localhost:3000`. */
  host(name: string): Metered;
  /** What was requested, in order. Nothing that happens later changes it. */
  readonly requests: readonly RecordedRequest[];
  /** The routes, in order of declaration. */
  readonly routes: readonly Route[];
}
