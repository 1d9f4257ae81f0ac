// How elements of sorted sets are answered: members, or members and scores; in pairs where RESP3 has them.
import type { Scored } from '../../keyspace/index.ts';
import { Double, type Reply } from '../../resp/index.ts';

export function showElements(elements: readonly Scored[], withScores: boolean, inPairs: boolean): Reply {
  if (!withScores) return elements.map(({ member }) => member);
  const pairs = elements.map(({ member, score }): Reply[] => [member, new Double(score)]);
  return inPairs ? pairs : pairs.flat();
}
