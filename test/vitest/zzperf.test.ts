import { test } from 'vitest';
import { mkdirSync, writeFileSync } from 'node:fs';
import { runProject } from './run-project.ts';
test('perf', async () => {
  const root = '/work/main/test/matchers/vitest/zzperf'; mkdirSync(root, { recursive: true });
  const head = "import { probe } from '../../../../src/index.ts';\nimport { test, expect } from 'vitest';\nconst work = probe('work', (ms: number) => new Promise<void>((r) => setTimeout(r, ms)));\nfor (let i = 0; i < 1000; i++) test('t' + i, async () => { await Promise.all([work(10), work(20), work(30)]);\n";
  writeFileSync(root + '/a.case.ts', head + 'expect(1).toBe(1);'.repeat(5) + '});');
  writeFileSync(root + '/b.case.ts', head + 'expect(work).toRunConcurrently(3); expect(work).toNeverExceedConcurrency(3); expect(work).not.toRunSequentially(); expect(work).toStartInOrder(["work", "work"]); expect(work).toSettleInOrder(["work #1", "work #2"]);});');
  writeFileSync(root + '/c.case.ts', head + 'expect(work).toRunConcurrently(3); await expect(work).toCompleteWithin(30); await expect(work).toTakeAtLeast(10); expect(work).toNeverExceedConcurrency(3); await expect(work).toSettleAs("fulfilled"); });');
  const times: Record<string, number[]> = { a: [], b: [], c: [] };
  for (let round = 0; round < 5; round++) for (const name of ['a', 'b', 'c']) {
    const t0 = performance.now();
    const run = await runProject('x', { root, include: [name + '.case.ts'] });
    const mod = run.tests[0]!.module.diagnostic();
    times[name]!.push(Math.round(mod.duration));
    if (run.names('passed').length !== 1000) console.log(run.output.slice(0, 2000));
    void t0;
  }
  const median = (x: number[]) => [...x].sort((p, q) => p - q)[2]!;
  console.log(JSON.stringify(times), 'b/a', median(times.b!) / median(times.a!), 'c/a', median(times.c!) / median(times.a!));
}, 300000);
