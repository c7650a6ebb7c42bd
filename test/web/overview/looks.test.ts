import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appearances, brightness } from '../../support/browser.ts';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, overflow, setUpOverview } from '../../support/overview.ts';
import { buy } from '../../support/purchases.ts';
import { listed } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;

describe('the look of the overview', { timeout: TIMEOUT_MS }, () => {
  const overview = setUpOverview({
    settings: { purchaseLimits: { inAll: 100, perActor: null } },
    async prepare(app) {
      for (let last = 10; last < 36; last += 1) {
        app.sandbox.control.addNumber({ vendor: listed.name, number: `+141555511${last}` });
      }
      await buy(app, listed.name, { label: 'Front desk' });
      await listNumbers(app, { maxAge: 0 });
    },
  });

  const rows = () => overview.page.locator('.numbers tr.row');

  async function open(path = '/') {
    await overview.page.goto(overview.app.url + path);
    await rows().first().waitFor();
  }

  it('can be walked through with a keyboard', async () => {
    await open();
    await overview.page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the numbers');
    await overview.page.keyboard.press('Enter');
    await overview.page.keyboard.press('Tab');
    expect(await overview.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Search address or label',
    );
    const buying = overview.page.getByRole('button', { name: 'Buy a number' });
    await buying.focus();
    await overview.page.keyboard.press('Enter');
    await overview.page.getByRole('dialog', { name: 'Buy a number' }).waitFor();
    // It is read from its heading on, not from its first button.
    expect(await overview.page.evaluate(() => document.activeElement?.id)).toBe('buy-title');
    for (let step = 0; step < 12; step += 1) {
      await overview.page.keyboard.press('Tab');
      // From the last of the dialog's, the browser's own come, and then its first.
      const isOutside = () => document.activeElement !== document.body && !document.activeElement?.closest('dialog');
      expect(await overview.page.evaluate(isOutside)).toBe(false);
    }
    await overview.page.keyboard.press('Escape');
    await overview.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Buy a number');
    const fold = rows().first().getByRole('button');
    await fold.focus();
    await overview.page.keyboard.press('Enter');
    await overview.page.getByLabel('Agent id').waitFor();
    expect(await fold.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  const focused = () => overview.page.evaluate(() => document.activeElement?.textContent);

  it.each(appearances)('can be read: %s, %i pixels wide', async (colorScheme, width) => {
    await overview.page.emulateMedia({ colorScheme });
    await overview.page.setViewportSize({ width, height: 844 });
    await open();
    await rows().first().getByRole('button').click();
    await overview.page.getByLabel('Agent id').waitFor();
    await overview.page.getByText('As a table').click();
    expect(await overflow(overview.page)).toBe(0);
    expect(await findViolations(overview.page)).toEqual([]);
    const [back, text] = await overview.page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
    expect(brightness(back ?? '') < 80).toBe(colorScheme === 'dark');
    expect(Math.abs(brightness(back ?? '') - brightness(text ?? ''))).toBeGreaterThan(120);
    if (width > 390) return;
    // Some browsers forget that cards are tables to those who listen: it is written out.
    expect(await overview.page.locator('.cards tr:not([role=row]), .cards td:not([role=cell])').count()).toBe(0);
    // Nothing is too small for a finger.
    expect(
      (await overview.page.getByRole('button', { name: 'Rename' }).boundingBox())?.height ?? 44,
    ).toBeGreaterThanOrEqual(44);
    await overview.page.getByRole('button', { name: 'Filter' }).click();
    await overview.page.getByLabel('Order').selectOption('oldest');
    await overview.page.waitForURL(/order=oldest/);
  });

  it('holds in 320 pixels', async () => {
    await overview.page.setViewportSize({ width: 320, height: 640 });
    await open('/?buy=new');
    await overview.page.getByRole('dialog').waitFor();
    expect(await overflow(overview.page)).toBe(0);
    await overview.page.getByRole('button', { name: 'Close' }).click();
    await rows().first().getByRole('button').click();
    await overview.page.getByLabel('Agent id').waitFor();
    expect(await overflow(overview.page)).toBe(0);
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
