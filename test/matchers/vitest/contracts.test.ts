// The reporter, in whole runs of Vitest.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import escapement from '../../../src/vitest/plugin.ts';
import ContractReporter, { type ContractOptions } from '../../../src/vitest/reporter.ts';
import { openProject, type Run, type RunOptions, runProject } from '../../vitest/run-project.ts';

const root = fileURLToPath(new URL('claims', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const markdown = () => join(folder, 'contracts.md');
const html = () => join(folder, 'contracts.html');
const read = () => readFileSync(markdown(), 'utf8');

function config(options: ContractOptions = {}): RunOptions {
  const reporter = new ContractReporter({ markdown: markdown(), html: html(), ...options });
  return {
    root,
    alias: { escapement: fileURLToPath(new URL('../../../src/index.ts', import.meta.url)) },
    escapement: { exclude: '**/real-time.case.ts' },
    reporters: ['default', reporter],
  };
}

const run = (options: ContractOptions = {}, more: RunOptions = {}): Promise<Run> =>
  runProject('claims', { ...config(options), ...more });

test('the claims are written down by subject', async () => {
  await run({}, { include: ['users.case.ts'] });
  expect(read()).toMatchInlineSnapshot(`
    "# Concurrency contract

    What the tests of this suite have shown about concurrency. \`escapement/reporter\` has written it; edit the tests, not this.

    5 claims about 3 subjects.

    ## attempt

    ### makes 2 attempts, 50ms apart

    - shown by: users > are retried (users.case.ts)
    - seen: it made 2, 50ms apart

    \`\`\`text
      attempt #1  ├───────✗                                               0 → 10ms rejected
      attempt #2                                               ├───────✗  60 → 70ms rejected
                  0ms                                 50ms          70ms
    \`\`\`

    ## fetchUser

    ### does not run one after another

    - shown by: users > are loaded three at a time (users.case.ts)
    - seen: "fetchUser #2" began at +0ms, and "fetchUser #1" was fulfilled at +100ms

    \`\`\`text
      fetchUser #1  ├───────────────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├───────────────────────────────────────────────────────────┤  0 → 100ms
                    ^ +0ms both run
                    0ms                         50ms                        100ms
    \`\`\`

    ### runs at most 3 at once

    - shown by: users > are loaded three at a time (users.case.ts)
    - seen: 3 ran at once from +0ms to +100ms

    \`\`\`text
      fetchUser #1  ├───────────────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├───────────────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #3  ├───────────────────────────────────────────────────────────┤  0 → 100ms
                    0ms                         50ms                        100ms
    \`\`\`

    ### takes 100ms

    - shown by: users > are loaded three at a time (users.case.ts)
    - seen: each of its 7 runs did

    \`\`\`text
      fetchUser #1  ├──────────────────┤                                         0 → 100ms
      fetchUser #2  ├──────────────────┤                                         0 → 100ms
      fetchUser #3  ├──────────────────┤                                         0 → 100ms
      fetchUser #4                     ├───────────────────┤                     100 → 200ms
      fetchUser #5                     ├───────────────────┤                     100 → 200ms
      fetchUser #6                     ├───────────────────┤                     100 → 200ms
      fetchUser #7                                         ├──────────────────┤  200 → 300ms
                    0ms              100ms               200ms            300ms
    \`\`\`

    ## users > come soon

    ### completes within 100ms

    - shown by: users > come soon (users.case.ts)
    - seen: it took 100ms

    \`\`\`text
      the promise  ├────────────────────────────────────────────────────────────┤  0 → 100ms
                   0ms                          50ms                        100ms
    \`\`\`
    "
  `);
});

test('a second run writes nothing, and what it would write is the same to the byte', async () => {
  await run();
  const [before, written] = [read(), [statSync(markdown()).mtimeMs, statSync(html()).mtimeMs]];
  const second = await run();
  expect([statSync(markdown()).mtimeMs, statSync(html()).mtimeMs]).toEqual(written);
  expect(second.output).not.toContain('Contract:');
  expect(read()).toBe(before);
});

test('only the last attempt at a test counts', async () => {
  await run();
  expect(read()).toContain('makes 2 attempts, 50ms apart');
  expect(read()).not.toMatch(/makes 2 attempts$/m);
});

test('what was measured on real time is not written down: it is never twice the same', async () => {
  await run({}, { include: ['real-time.case.ts'] });
  expect(read()).toMatchInlineSnapshot(`
    "# Concurrency contract

    What the tests of this suite have shown about concurrency. \`escapement/reporter\` has written it; edit the tests, not this.

    1 claim about 1 subject.

    ## realWork

    ### runs 2 at once

    - shown by: on real time (real-time.case.ts)
    "
  `);
});

test('a suite without claims gets no contract', async () => {
  await run({}, { include: ['none.case.ts'] });
  expect(existsSync(markdown())).toBe(false);
});

test.each<[string, RunOptions]>([
  ['some names of tests', { testNamePattern: 'come soon' }],
  ['a shard', { shard: '1/2' }],
])('a run of %s writes nothing', async (_what, more) => {
  await run({}, more);
  expect(existsSync(markdown())).toBe(false);
});

test('a run that fails writes nothing', async () => {
  const failing = await run({}, { env: { CASE_FAILS: '1' } });
  expect(failing.names('failed')).toEqual(['fails']);
  expect(existsSync(markdown())).toBe(false);
});

test('shards are merged to what a whole run writes', async () => {
  await run();
  const whole = [read(), readFileSync(html(), 'utf8')];
  rmSync(markdown());
  rmSync(html());
  for (const index of [1, 2]) {
    await run(
      {},
      { shard: `${index}/2`, reporters: [['blob', { outputFile: join(folder, 'blobs', `${index}.json`) }]] },
    );
  }
  const merging = await openProject('claims', { ...config(), mergeReports: join(folder, 'blobs') });
  await merging.mergeReports();
  await merging.close();
  expect([read(), readFileSync(html(), 'utf8')]).toEqual(whole);
});

test('several projects are told apart', async () => {
  const { alias } = config();
  const projects = ['one', 'two'].map((name) => ({
    // There is no file whose plugins they could extend.
    plugins: [escapement()],
    resolve: { alias: alias as Record<string, string> },
    test: { name, include: ['users.case.ts'] },
  }));
  const all = await run({}, { projects, escapement: false });
  expect(all.output).toContain('Contract:');
  const claims = read().match(/^- shown by: users > come soon .*$/gm);
  expect(claims).toEqual([
    '- shown by: users > come soon (users.case.ts, project one)',
    '- shown by: users > come soon (users.case.ts, project two)',
  ]);
});

test('check passes if the document says what the tests show', async () => {
  await run();
  const checked = await run({ check: true });
  expect(checked.output).not.toContain('stale');
});

test('check fails the run if it does not, with the difference', async () => {
  await run({}, { include: ['users.case.ts'] });
  writeFileSync(markdown(), read().replace('at most 3 at once', 'at most 4 at once'));
  let output = '';
  const before = process.exitCode;
  process.exitCode = undefined;
  const vitest = await openProject(
    'claims',
    { ...config({ check: true }), include: ['users.case.ts'] },
    (text) => {
      output += text;
    },
  );
  await vitest.start();
  const code: unknown = process.exitCode;
  process.exitCode = before;
  await vitest.close();
  expect(code).toBe(1);
  expect(output.slice(output.indexOf('The contract is stale')).replaceAll(folder, '')).toMatchInlineSnapshot(`
    "The contract is stale: /contracts.md does not say what the tests show any more (- what it says, + what they show):

      ## fetchUser
      \`\`\`

    - ### runs at most 4 at once
    + ### runs at most 3 at once

      - shown by: users > are loaded three at a time (users.case.ts)

      If this is meant, run the tests without \`check\` and commit the new one; if not, a limit or an order has changed by accident.

    "
  `);
  expect(read()).toContain('at most 4 at once');
});

test('check fails the run if the document is missing', async () => {
  const checked = await run({ check: true }, { include: ['users.case.ts'] });
  expect(checked.output).toContain('does not exist, and the tests have shown');
});

test('check of a run of some tests says that it did not check', async () => {
  const checked = await run({ check: true }, { testNamePattern: 'come soon' });
  expect(checked.output).toContain(
    'The contract was not checked: the run was limited to some names of tests.',
  );
});

test('in GitHub Actions, what failed is in the summary of the job, with its timeline', async () => {
  const file = join(folder, 'summary.md');
  const before = process.env.GITHUB_STEP_SUMMARY;
  process.env.GITHUB_STEP_SUMMARY = file;
  try {
    await run({}, { env: { CASE_FAILS: '1' }, include: ['users.case.ts'] });
  } finally {
    if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY;
    else process.env.GITHUB_STEP_SUMMARY = before;
  }
  expect(readFileSync(file, 'utf8')).toMatchInlineSnapshot(`
    "## 1 failed test

    ### fails

    users.case.ts

    \`\`\`text
    expected "fetchUser" to run one after another, but "fetchUser #2" began at +0ms, and "fetchUser #1" was fulfilled at +100ms

      fetchUser #1  ├───────────────────────────────────────────────────┤  0 → 100ms
      fetchUser #2  ├───────────────────────────────────────────────────┤  0 → 100ms
                    ^ +0ms both run
                    0ms                     50ms                    100ms
    \`\`\`
    "
  `);
});

test('an option that does not exist is refused', () => {
  expect(() => new ContractReporter({ file: 'x' } as never)).toThrowErrorMatchingInlineSnapshot(
    `[InvalidArgumentError: escapement/reporter: there is no option "file". There are: markdown, html, title, check, summary]`,
  );
});
