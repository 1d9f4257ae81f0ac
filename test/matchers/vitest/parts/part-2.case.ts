import { expect, test } from 'vitest';
import { transfer } from './scenario.ts';

test('transfer, part 2', () => expect(transfer).toHoldUnderEverySchedule({ shard: [2, 2] }));
