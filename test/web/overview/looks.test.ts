import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appearances, brightness, startBrowser, type TestBrowser } from '../../support/browser.ts';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, type OverviewWindow, openWindow, overflow } from '../../support/overview.ts';
import { buy } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;

describe('the look of the overview', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let app: TestApp;
  let opened: OverviewWindow;
  let page: Page;

  beforeAll(async () => {
    const purchaseLimits = { inAll: 100, perActor: null };
    [testBrowser, app] = await Promise.all([startBrowser(), startTestApp({ purchaseLimits })]);
    for (let last = 10; last < 36; last += 1) {
      app.sandbox.control.addNumber({ vendor: listed.name, number: `+141555511${last}` });
    }
    await buy(app, listed.name, { label: 'Front desk' });
    await listNumbers(app, { maxAge: 0 });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop()]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    opened = await openWindow(testBrowser.browser, app.url);
    page = opened.page;
  });
  afterEach(async () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.elsewhere).toEqual([]);
    await opened.context.close();
  });

  const rows = () => page.locator('.numbers tr.row');

  async function open(path = '/') {
    await page.goto(app.url + path);
    await rows().first().waitFor();
  }

  it('can be walked through with a keyboard', async () => {
    await open();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the numbers');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Search address or label',
    );
    const buying = page.getByRole('button', { name: 'Buy a number' });
    await buying.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Buy a number' }).waitFor();
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.localName)).toMatch(
        /dialog|body/,
      );
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Buy a number');
    const fold = rows().first().getByRole('button');
    await fold.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Agent id').waitFor();
    expect(await fold.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  it.each(appearances)('can be read: %s, %i pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await open();
    await rows().first().getByRole('button').click();
    await page.getByLabel('Agent id').waitFor();
    await page.getByText('As a table').click();
    expect(await overflow(page)).toBe(0);
    expect(await findViolations(page)).toEqual([]);
    const [back, text] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
    expect(brightness(back ?? '') < 80).toBe(colorScheme === 'dark');
    expect(Math.abs(brightness(back ?? '') - brightness(text ?? ''))).toBeGreaterThan(120);
    if (width > 390) return;
    // Some browsers forget that cards are tables to those who listen: it is written out.
    expect(await page.locator('.cards tr:not([role=row]), .cards td:not([role=cell])').count()).toBe(0);
    // Nothing is too small for a finger.
    expect((await page.getByRole('button', { name: 'Rename' }).boundingBox())?.height ?? 44).toBeGreaterThanOrEqual(44);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByLabel('Order').selectOption('oldest');
    await page.waitForURL(/order=oldest/);
  });

  it('holds in 320 pixels', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await open('/?buy=new');
    await page.getByRole('dialog').waitFor();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: 'Close' }).click();
    await rows().first().getByRole('button').click();
    await page.getByLabel('Agent id').waitFor();
    expect(await overflow(page)).toBe(0);
  });

  it('is small, and has nothing inline', () => {
    const folder = join(import.meta.dirname, '../../../dist/overview');
    const assets = readdirSync(join(folder, 'assets'));
    const compressed = assets.filter((name) => name.endsWith('.gz'));
    const bytes = compressed.reduce((sum, name) => sum + readFileSync(join(folder, 'assets', name)).length, 0);
    expect(compressed).toHaveLength(2);
    expect(bytes).toBeLessThan(100_000);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=/);
  });
});
