// The algebra of spans: pure functions over intervals of time.
export { byEnd, byStart, durationOf, endOf, overlapOf, overlaps } from './interval.ts';
export { firstMissingInOrder, inEndOrder, inStartOrder, outOfOrder } from './order.ts';
export { firstOverlap, interleavedAtAnInstant, type Peak, peakOf } from './peak.ts';
