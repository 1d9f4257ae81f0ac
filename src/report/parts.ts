// A scenario whose schedules were explored in parts, in several tests, files or machines: what the parts have shown adds up to one claim.
import type { SchedulePart } from './claim.ts';
import type { Evidence } from './contract.ts';

/** Parts that are all there become one; others stay as they are. */
export function joinParts(all: readonly Evidence[]): Evidence[] {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of all) {
    const { part, subject, matcher } = evidence.claim;
    // What has no name may be anything.
    if (part === undefined || !subject.startsWith('"')) continue;
    const key = [evidence.project, matcher, subject, part.of].join('\0');
    groups.set(key, [...(groups.get(key) ?? []), evidence]);
  }
  const joined = new Map<Evidence, Evidence | undefined>();
  for (const group of groups.values()) {
    const parts = group.toSorted((a, b) => partOf(a).index - partOf(b).index);
    const first = parts[0] as Evidence;
    const isWhole =
      parts.length === partOf(first).of && parts.every((each, at) => partOf(each).index === at + 1);
    if (!isWhole) continue;
    for (const each of parts) joined.set(each, undefined);
    joined.set(first, { ...first, claim: join(parts) });
  }
  return all.flatMap((evidence) => {
    if (!joined.has(evidence)) return [evidence];
    const whole = joined.get(evidence);
    return whole === undefined ? [] : [whole];
  });
}

function join(parts: readonly Evidence[]): Evidence['claim'] {
  const { part, observed, ...claim } = (parts[0] as Evidence).claim;
  const schedules = parts.reduce((sum, { claim }) => sum + (claim.schedules ?? 0), 0);
  const isExhausted = parts.every((each) => partOf(each).exhausted);
  const count = schedules.toLocaleString('en');
  const seen = isExhausted ? `all ${count} schedules hold` : `${count} schedules were run`;
  return {
    ...claim,
    holds: (part as SchedulePart).whole,
    ...(observed !== undefined && { observed: `${seen}, in ${parts.length} parts` }),
    schedules,
  };
}

function partOf({ claim }: Evidence): SchedulePart {
  return claim.part as SchedulePart;
}
