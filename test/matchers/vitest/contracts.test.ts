// The reporter, in whole runs of Vitest.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Vitest } from 'vitest/node';
import escapement from '../../../src/vitest/plugin.ts';
import ContractReporter, { type ContractOptions } from '../../../src/vitest/reporter.ts';
import { openProject, type Run, type RunOptions, runProject } from '../../vitest/run-project.ts';

const root = fileURLToPath(new URL('claims', import.meta.url));
const alias = { escapement: fileURLToPath(new URL('../../../src/index.ts', import.meta.url)) };
const common: RunOptions = { root, alias, isolate: false, escapement: { exclude: '**/real-time.case.ts' } };

// One run of all files that most tests report on: what a reporter writes depends on the run's results and on what is on disk.
let whole: Vitest;
let printed = '';
beforeAll(async () => {
  whole = await openProject('claims', common, (text) => {
    printed += text;
  });
  await whole.start();
});
afterAll(() => whole.close());

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const markdown = () => join(folder, 'contracts.md');
const html = () => join(folder, 'contracts.html');
const read = () => readFileSync(markdown(), 'utf8');
const reporterOf = (options: ContractOptions) =>
  new ContractReporter({ markdown: markdown(), html: html(), ...options });

/** What the reporter prints about the whole run, and the exit code that it leaves. */
async function report(options: ContractOptions = {}): Promise<{ output: string; exitCode: unknown }> {
  const { exitCode } = process;
  process.exitCode = undefined;
  printed = '';
  const reporter = reporterOf(options);
  reporter.onInit(whole);
  await reporter.onTestRunEnd(whole.state.getTestModules(), [], 'passed');
  const left: unknown = process.exitCode;
  process.exitCode = exitCode;
  return { output: printed, exitCode: left };
}

/** A run of its own, with the reporter. */
const run = (options: ContractOptions = {}, more: RunOptions = {}): Promise<Run> =>
  runProject('claims', { ...common, reporters: ['default', reporterOf(options)], ...more });

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

test('a second run writes nothing, for it would write the same to the byte', async () => {
  expect((await report()).output).toContain('Contract:');
  const written = [statSync(markdown()).mtimeMs, statSync(html()).mtimeMs];
  const second = await run();
  expect([statSync(markdown()).mtimeMs, statSync(html()).mtimeMs]).toEqual(written);
  expect(second.output).not.toContain('Contract:');
});

test('only the last attempt at a test counts', async () => {
  await report();
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

test('a run of some names of tests writes nothing, and says that it did not check', async () => {
  const checked = await run({ check: true }, { testNamePattern: 'come soon' });
  expect(checked.output).toContain(
    'The contract was not checked: the run was limited to some names of tests.',
  );
  await run({}, { testNamePattern: 'come soon' });
  expect(existsSync(markdown())).toBe(false);
});

test('a run that fails writes nothing', async () => {
  const failing = await run({}, { env: { CASE_FAILS: '1' }, include: ['users.case.ts'] });
  expect(failing.names('failed')).toEqual(['fails']);
  expect(existsSync(markdown())).toBe(false);
});

test('shards are merged to what a whole run writes', async () => {
  await report();
  const expected = [read(), readFileSync(html(), 'utf8')];
  rmSync(markdown());
  rmSync(html());
  for (const index of [1, 2]) {
    const blob = ['blob', { outputFile: join(folder, 'blobs', `${index}.json`) }] as const;
    await run({}, { shard: `${index}/2`, reporters: [[...blob], reporterOf({})] });
    expect(existsSync(markdown())).toBe(false);
  }
  const merging = await openProject('claims', {
    ...common,
    reporters: [reporterOf({})],
    mergeReports: join(folder, 'blobs'),
  });
  await merging.mergeReports();
  await merging.close();
  expect([read(), readFileSync(html(), 'utf8')]).toEqual(expected);
});

test('several projects are told apart', async () => {
  const projects = ['one', 'two'].map((name) => ({
    // There is no file whose plugins they could extend.
    plugins: [escapement()],
    resolve: { alias },
    test: { name, isolate: false, include: ['users.case.ts'] },
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
  await report();
  expect(await report({ check: true })).toEqual({ output: '', exitCode: undefined });
});

test('check fails the run if it does not, with the difference', async () => {
  await report();
  writeFileSync(markdown(), read().replace('at most 3 at once', 'at most 4 at once'));
  const { output, exitCode } = await report({ check: true });
  expect(exitCode).toBe(1);
  expect(output.replaceAll(folder, '')).toMatchInlineSnapshot(`
    "
    The contract is stale: /contracts.md does not say what the tests show any more (- what it says, + what they show):

      ## fetchUser
      \`\`\`

    - ### runs at most 4 at once
    + ### runs at most 3 at once

      - shown by: users > are loaded three at a time (users.case.ts)

      If this is meant, run the tests where they are not only checked (outside CI, by default) and commit the new one; if not, a limit or an order has changed by accident.

    "
  `);
  expect(read()).toContain('at most 4 at once');
});

test('check fails the run if the document is missing', async () => {
  const { output, exitCode } = await report({ check: true });
  expect(exitCode).toBe(1);
  expect(output).toContain('does not exist, and the tests have shown');
  expect(existsSync(markdown())).toBe(false);
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

describe('the plugin adds the reporter', () => {
  const { CI } = process.env;
  const setCi = (value: string | undefined) => {
    if (value === undefined) delete process.env.CI;
    else process.env.CI = value;
  };
  beforeEach(() => setCi(undefined));
  afterEach(() => setCi(CI));

  const paths = () => ({ markdown: markdown(), html: html() });

  test('once for all projects', async () => {
    const inline = (name: string) => ({
      plugins: [escapement({ contracts: paths() })],
      resolve: { alias },
      test: { name, isolate: false, include: ['users.case.ts'] },
    });
    const all = await runProject('claims', {
      ...common,
      escapement: false,
      projects: [inline('one'), inline('two')],
    });
    expect(all.output.match(/Contract: .*contracts\.(?:md|html), .*/g)).toEqual([
      `Contract: ${markdown()}, 10 claims about 3 subjects`,
      `Contract: ${html()}, 10 claims about 3 subjects`,
    ]);
  });

  test('but not beside one that is listed by hand', async () => {
    const output = await run(
      { title: 'By hand' },
      { include: ['users.case.ts'], escapement: { contracts: { ...paths(), title: 'By the plugin' } } },
    );
    expect(output.output.match(/Contract:/g)).toHaveLength(2);
    expect(read()).toMatch(/^# By hand/);
  });

  test.each([
    ['in CI, where there is no contract', 'true', undefined, false],
    ['in CI, where the contract is right', 'true', 'right', false],
    ['in CI, where the contract is stale', 'true', 'stale', true],
    ['outside CI', '', 'stale', false],
  ] as const)('%s', async (_where, ci, committed, fails) => {
    if (committed !== undefined) await report();
    const right = committed === undefined ? '' : read();
    if (committed === 'stale') writeFileSync(markdown(), `${right}more\n`);
    setCi(ci);
    const { output } = await runProject('claims', {
      ...common,
      escapement: { exclude: '**/real-time.case.ts', contracts: paths() },
    });
    expect(output.includes('The contract is stale')).toBe(fails);
    if (ci === '') expect(read()).toBe(right);
    else expect(existsSync(markdown())).toBe(committed !== undefined);
  });

  test('unless it is told not to', async () => {
    await runProject('claims', { ...common, include: ['users.case.ts'], escapement: { contracts: false } });
    expect(existsSync(join(root, 'contracts.md'))).toBe(false);
  });

  test('and refuses what the reporter would', () => {
    expect(() => escapement({ contracts: { chekc: true } as never })).toThrow(
      'escapement(), contracts: there is no option "chekc". There are: markdown, html, title, check, summary',
    );
    expect(() => escapement({ contracts: 'yes' as never })).toThrow(
      'the option "contracts" must be true, false or the options of escapement/reporter, and is yes',
    );
  });
});

test.each([
  [{ file: 'x' }, 'there is no option "file". There are: markdown, html, title, check, summary'],
  [{ markdown: true }, 'the option "markdown" must be a path, or false, and is true'],
  [{ check: 'always' }, `the option "check" must be true, false or 'existing', and is "always"`],
  [{ check: true, markdown: false }, '`check` compares the Markdown with what the tests show'],
  [null, 'the options must be an object, and are null'],
])('what is not right is refused: %j', (options, message) => {
  expect(() => new ContractReporter(options as never)).toThrow(`escapement/reporter: ${message}`);
});
