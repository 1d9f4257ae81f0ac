// A search in parts, on several machines: Vitest's shards, and its merged reports.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import ContractReporter from '../../../src/vitest/reporter.ts';
import { openProject, type RunOptions } from '../../vitest/run-project.ts';

const folder = mkdtempSync(join(tmpdir(), 'parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const common: RunOptions = {
  root: fileURLToPath(new URL('parts', import.meta.url)),
  alias: { escapement: fileURLToPath(new URL('../../../src/index.ts', import.meta.url)) },
};

test('the parts of a search add up to one claim, whichever machine ran them', async () => {
  for (const index of [1, 2]) {
    const outputFile = join(folder, 'blobs', `${index}.json`);
    const vitest = await openProject('parts', {
      ...common,
      shard: `${index}/2`,
      reporters: [['blob', { outputFile }]],
    });
    await vitest.start();
    await vitest.close();
  }
  const markdown = join(folder, 'contracts.md');
  const reporter = new ContractReporter({ markdown, html: false, check: false });
  const merged = await openProject('parts', {
    ...common,
    mergeReports: join(folder, 'blobs'),
    reporters: [reporter],
  });
  await merged.mergeReports();
  await merged.close();
  expect(readFileSync(markdown, 'utf8')).toMatchInlineSnapshot(`
    "# Concurrency contract

    What the tests of this suite have shown about concurrency. \`escapement/reporter\` has written it; edit the tests, not this.

    1 claim about 1 subject.

    ## transfer

    ### holds under every schedule

    - shown by: transfer, part 1 (part-1.case.ts)
    - seen: all 90 schedules hold, in 2 parts
    - schedules: 90
    "
  `);
});
