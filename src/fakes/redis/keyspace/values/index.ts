// The types of values.
export { Hash } from './hash.ts';
export { type End, List } from './list.ts';
export { MemberSet } from './set.ts';
export { inOrder, type Scored, SortedSet } from './sorted-set.ts';
export { type Fields, Stream } from './stream.ts';
export { Consumer, ConsumerGroup, type Pending } from './stream-group.ts';
export {
  formatId,
  invalidId,
  largestId,
  largestSequence,
  millisecondsOf,
  parseId,
  requireId,
  type StreamId,
  sequenceOf,
  streamId,
} from './stream-id.ts';
export { Text } from './text.ts';
export { Value } from './value.ts';
