import { expect, test } from 'vitest';
import { transfer } from './scenario.ts';

test('transfer, part 1', () => expect(transfer).toHoldUnderEverySchedule({ shard: [1, 2] }));
