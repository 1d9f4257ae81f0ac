// The contract's HTML in a real browser: Debian's Chromium, or the one that CHROMIUM names.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Claim, contractHtml, contractOf, type Evidence, timelineOf } from '../../src/report/index.ts';
import { badTexts, lowestContrast, overflow } from './in-page.ts';
import { everyKind, hostile, span } from './spans.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

function evidence(subject: string, holds: string, claim: Partial<Claim> = {}, test = 'a test'): Evidence {
  return {
    project: '',
    file: 'test/users.test.ts',
    test,
    claim: { matcher: 'toRunConcurrently', subject, holds, place: 'test/users.test.ts:12:3', ...claim },
  };
}

const crowd = Array.from({ length: 60 }, (_, index) =>
  span(`fetchUser #${index + 1}`, index * 10, index * 10 + 35),
);
const all = [
  evidence('"fetchUser"', 'runs at most 3 at once', {
    observed: '3 ran at once from +0ms to +100ms',
    timeline: timelineOf(everyKind, { moment: { at: 50, text: '4 run at once' } }),
    schedules: 1680,
  }),
  evidence('"fetchUser"', 'takes 35ms', { timeline: timelineOf(crowd) }),
  evidence('"save"', 'does not overlap "load"', {
    timeline: timelineOf([span('save #1', 0, 10), span('load #1', 20, 3_600_000)]),
  }),
  ...hostile.map((name) =>
    evidence(
      JSON.stringify(name),
      name,
      {
        observed: name,
        place: name,
        timeline: timelineOf([span(name, 0, 10)], { moment: { at: 5, text: name } }),
      },
      name,
    ),
  ),
];

describe.skipIf(!existsSync(executablePath) && process.env.CI === undefined)('in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
    file = join(folder, 'contracts.html');
    writeFileSync(file, contractHtml(contractOf(all), `Contract ${hostile[0]}`));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(
    options: { colorScheme?: 'light' | 'dark'; width?: number } = {},
  ): Promise<{ page: Page; troubles: string[]; requests: string[] }> {
    const page = await browser.newPage({
      colorScheme: options.colorScheme ?? 'light',
      viewport: { width: options.width ?? 1280, height: 900 },
    });
    const troubles: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, troubles, requests };
  }

  test('nothing is logged, nothing fails, and no request leaves the page', async () => {
    const { page, troubles, requests } = await open();
    await page.mouse.move(400, 400);
    await page.getByRole('searchbox').fill('x');
    expect(troubles).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    await page.close();
  });

  test('names that try to be markup are text', async () => {
    const { page } = await open();
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, [onerror], [onload], [onmouseover], a[href^="http"]').count()).toBe(0);
    expect(
      await page.getByRole('heading', { level: 2, name: hostile[0] as string, exact: true }).count(),
    ).toBe(1);
    await page.close();
  });

  test('the index leads to each subject', async () => {
    const { page } = await open();
    await page.getByRole('navigation').getByRole('link', { name: 'save', exact: true }).click();
    const heading = page.getByRole('heading', { level: 2, name: 'save', exact: true });
    expect((await heading.boundingBox())?.y).toBeLessThan(900);
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(2 + hostile.length);
    await page.close();
  });

  test('search leaves what has every word, and says how much that is', async () => {
    const { page } = await open();
    await page.getByRole('searchbox').fill('FETCHUSER at most');
    expect(await page.locator('article:visible').count()).toBe(1);
    expect(await page.locator('section:visible').count()).toBe(1);
    expect(await page.getByRole('navigation').getByRole('link').locator('visible=true').count()).toBe(1);
    expect(await page.getByRole('status').textContent()).toBe('1 claim found');
    await page.getByRole('searchbox').fill('');
    expect(await page.locator('article:visible').count()).toBe(all.length);
    await page.close();
  });

  test('a timeline is an image with a name and a description', async () => {
    const { page } = await open();
    const picture = page.getByRole('img', { name: 'fetchUser runs at most 3 at once' });
    expect(await picture.count()).toBe(1);
    expect(await picture.locator('desc').textContent()).toContain('fetchUser #2: 0 → 40ms, rejected');
    await page.close();
  });

  test.each(['light', 'dark'] as const)('text can be told from its background in %s', async (colorScheme) => {
    const { page } = await open({ colorScheme });
    // WCAG 2.2, success criterion 1.4.3.
    expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
    await page.close();
  });

  test.each([1280, 700, 380])(
    'at %i pixels nothing is wider than the page, and no texts of a picture overlap',
    async (width) => {
      const { page } = await open({ width });
      expect(await page.evaluate(overflow)).toBe(0);
      expect(await page.evaluate(badTexts)).toEqual([]);
      await page.close();
    },
  );

  test.each([1280, 1024, 900, 700])('at %i pixels no picture is wider than its place', async (width) => {
    const { page } = await open({ width });
    const hidden = await page.evaluate(
      `Math.max(...[...document.querySelectorAll('.picture')].map((each) => each.scrollWidth - each.clientWidth))`,
    );
    expect(hidden).toBe(0);
    await page.close();
  });

  test.runIf(process.env.SCREENSHOTS !== undefined)('screenshots', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open({ colorScheme });
      await page.screenshot({
        path: join(process.env.SCREENSHOTS as string, `contract-${colorScheme}.png`),
        fullPage: true,
      });
      await page.close();
    }
  });
});
