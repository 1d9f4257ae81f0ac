// The racy programs, all twenty.
import { abortDuringCommit } from './programs/abort-during-commit.ts';
import { cacheStampede } from './programs/cache-stampede.ts';
import { checkThenAct } from './programs/check-then-act.ts';
import { connectAgainstClose } from './programs/connect-against-close.ts';
import { consumerAgainstShutdown } from './programs/consumer-against-shutdown.ts';
import { diningPhilosophers } from './programs/dining-philosophers.ts';
import { doubleInitialization } from './programs/double-initialization.ts';
import { doubleSubmit } from './programs/double-submit.ts';
import { duplicateRetry } from './programs/duplicate-retry.ts';
import { earlyEvent } from './programs/early-event.ts';
import { lastItem } from './programs/last-item.ts';
import { lateReply } from './programs/late-reply.ts';
import { leaderElection } from './programs/leader-election.ts';
import { lockReleasedTwice } from './programs/lock-released-twice.ts';
import { lostUpdate } from './programs/lost-update.ts';
import { poolStarvation } from './programs/pool-starvation.ts';
import { rateLimiter } from './programs/rate-limiter.ts';
import { staleResponse } from './programs/stale-response.ts';
import { timeoutAgainstReply } from './programs/timeout-against-reply.ts';
import { twoLocks } from './programs/two-locks.ts';
import type { Race } from './race.ts';

export const races: readonly Race[] = [
  abortDuringCommit,
  cacheStampede,
  checkThenAct,
  connectAgainstClose,
  consumerAgainstShutdown,
  diningPhilosophers,
  doubleInitialization,
  doubleSubmit,
  duplicateRetry,
  earlyEvent,
  lastItem,
  lateReply,
  leaderElection,
  lockReleasedTwice,
  lostUpdate,
  poolStarvation,
  rateLimiter,
  staleResponse,
  timeoutAgainstReply,
  twoLocks,
];
