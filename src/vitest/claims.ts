// Claims, as a test leaves them in its meta for the reporter: what its matchers have shown about concurrency. They must be plain data, and
// nothing in them may change from run to run: what was measured on real time is left out.

import { type Call, holds, pictureOf, type Verdict } from '../matchers/internal.ts';
import type { Claim } from '../report/claim.ts';
import { hub, type Kernel } from '../world/index.ts';
import { type CallSite, describeCallSite } from './call-site.ts';

interface Entry {
  readonly call: Call;
  readonly verdict: Verdict;
  readonly site: CallSite | undefined;
  readonly picture: Claim['timeline'];
  /** The worlds that it was shown in. */
  readonly worlds: Set<Kernel | undefined>;
}

/** The claims of one attempt at a test. */
export class ClaimBook {
  readonly #entries = new Map<string, Entry>();

  /** Notes what a matcher that passed has shown. The same claim, shown again in another world (another schedule), is counted there. */
  note(call: Call, verdict: Verdict, site: CallSite | undefined): void {
    const world = hub.storage.getStore()?.kernel;
    const key = `${call.matcher}\0${call.isNot}\0${verdict.subject}\0${verdict.rest}`;
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      entry.worlds.add(world);
      return;
    }
    const picture = world === undefined ? undefined : pictureOf(verdict);
    this.#entries.set(key, { call, verdict, site, picture, worlds: new Set([world]) });
  }

  claims(): Claim[] {
    return [...this.#entries.values()].map(({ call, verdict, site, picture, worlds }) => {
      const schedules = verdict.schedules ?? (worlds.size > 1 ? worlds.size : undefined);
      return {
        matcher: `${call.isNot ? 'not.' : ''}${call.matcher}`,
        subject: verdict.subject,
        holds: holds(verdict, call.isNot),
        place: site === undefined ? undefined : describeCallSite(site),
        ...(picture !== undefined && { observed: verdict.observed }),
        ...(picture !== undefined && picture.lanes.length > 0 && { timeline: picture }),
        ...(schedules !== undefined && { schedules }),
        ...(verdict.part !== undefined && { part: { ...verdict.part, whole: wholeOf(verdict, call) } }),
      };
    });
  }
}

/** What it would say of all parts together. */
function wholeOf(verdict: Verdict, call: Call): string {
  return holds({ ...verdict, rest: verdict.rest.replace(/, part \d+ of \d+$/, '') }, call.isNot);
}
