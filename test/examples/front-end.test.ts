import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { appearances, brightness, startBrowser, type TestBrowser } from '../support/browser.ts';
import { countOperations, mutate } from '../support/mutations.ts';
import { countCalls, freeAreaCode, soldIn } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const configFile = join(import.meta.dirname, '../../examples/front-end/vite.config.ts');

describe('the front end of one page', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let app: TestApp;
  let server: PreviewServer;
  let outDir: string;
  let url: string;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  /** The keys of the purchases that were sent, in order. */
  let sentKeys: string[];

  beforeAll(async () => {
    [testBrowser, app] = await Promise.all([
      startBrowser(),
      startTestApp({
        ...{ vendorTimeoutMs: 10_000, recoveryIntervalSeconds: 1 },
        ...{ recoveryGraceSeconds: 1, recoveryPatienceSeconds: 0 },
      }),
    ]);
    outDir = await mkdtemp(join(tmpdir(), 'front-end-'));
    vi.stubEnv('GRAPHQL_URL', `${app.url}/graphql`);
    const common = { configFile, logLevel: 'error' } as const;
    await build({ ...common, build: { outDir } });
    server = await preview({ ...common, build: { outDir }, preview: { host: 'localhost', port: 0 } });
    url = server.resolvedUrls?.local[0] ?? '';
  }, TIMEOUT_MS);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await testBrowser[Symbol.asyncDispose]();
    await Promise.all([server.close(), app.stop(), rm(outDir, { recursive: true })]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    complaints = [];
    sentKeys = [];
    app.sandbox.control.clearFaults();
    app.sandbox.control.clearCalls();
    context = await testBrowser.browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { variables } = request.url().endsWith('/graphql') ? request.postDataJSON() : { variables: {} };
      if (variables.input) sentKeys.push(variables.input.idempotencyKey);
    });
    await page.goto(url);
    await page.getByRole('listitem').first().waitFor();
  }, TIMEOUT_MS);

  afterEach(async () => {
    expect(complaints).toEqual([]);
    await context.close();
  });

  const purchase = () => page.getByRole('status', { name: 'Your purchase' });
  const says = (text: string | RegExp) => purchase().getByText(text).waitFor();
  const isKept = () => page.evaluate(() => localStorage.getItem('front-end/purchase') !== null);

  async function order(areaCode: string) {
    await page.getByLabel('Vendor').selectOption(listed.name);
    await page.getByLabel('Area code').fill(areaCode);
    await page.getByRole('button', { name: `Buy at ${listed.title}` }).click();
  }

  it('lists numbers page by page, and says how fresh they are', async () => {
    for (let last = 10; last < 22; last += 1) {
      app.sandbox.control.addNumber({ vendor: listed.name, number: `+141555511${last}` });
    }
    const { data } = await app.graphql('{ phoneNumbers(maxAge: 0) { totalCount } }');
    const { totalCount }: { totalCount: number } = data.phoneNumbers;
    await page.reload();
    await page.getByText(`10 of ${totalCount}`).waitFor();
    await page.getByText(/^This is how it was at .* or later, as the vendors say\.$/).waitFor();
    const more = page.getByRole('button', { name: 'Show more' });
    for (let shown = 20; shown < totalCount + 10; shown += 10) {
      await more.click();
      await page.getByText(`${Math.min(shown, totalCount)} of ${totalCount}`).waitFor();
    }
    expect(new Set(await page.getByRole('listitem').locator('b').allInnerTexts()).size).toBe(totalCount);
    expect(await more.count()).toBe(0);
  });

  it('says which vendor does not answer, and shows what is known of it', async () => {
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
    await page.getByRole('button', { name: 'Ask the vendors now' }).click();
    await page.getByText(new RegExp(`^${listed.title} has not answered since .* may be old\\.$`)).waitFor();
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(0);
  });

  it('buys a number, and shows it in the list', async () => {
    const areaCode = freeAreaCode();
    await order(areaCode);
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    const [number = ''] = soldIn(app, areaCode);
    await page.getByRole('listitem').getByText(number).waitFor();
    expect(await isKept()).toBe(false);
    // The next one has a key of its own.
    await order(freeAreaCode());
    await expect.poll(() => new Set(sentKeys).size).toBe(2);
    await says(/^Bought/);
  });

  it('goes on with the same key after a reload in the middle, and buys one number', async () => {
    const areaCode = freeAreaCode();
    const before = await countOperations(app);
    app.sandbox.control.addFault({
      vendor: listed.name,
      operation: 'purchase',
      kind: 'late',
      delayMs: 3_000,
      times: 1,
    });
    await order(areaCode);
    await says('the order stays one order');
    await expect.poll(() => countCalls(app, listed.name, 'purchase')).toBe(1);
    await page.reload();
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(soldIn(app, areaCode)).toHaveLength(1);
    expect(countCalls(app, listed.name, 'purchase')).toBe(1);
    expect(await countOperations(app)).toBe(before + 1);
    expect(sentKeys).toHaveLength(2);
    expect(new Set(sentKeys).size).toBe(1);
    expect(await isKept()).toBe(false);
  });

  it('says that the outcome is unknown, asks without buying again, and tells the end', async () => {
    const areaCode = freeAreaCode();
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'reset-after', times: 1 });
    // However fast it is found out, the page is looked at before.
    const looked = Promise.withResolvers<void>();
    await context.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query Outcome')) await looked.promise;
      await route.continue();
    });
    await order(areaCode);
    await says('Outcome unknown: we are finding out');
    await says('A number may have been bought, or not.');
    expect(await isKept()).toBe(true);
    expect(await page.getByRole('button', { name: /^Buy at/ }).count()).toBe(0);
    looked.resolve();
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(soldIn(app, areaCode)).toHaveLength(1);
    expect(sentKeys).toHaveLength(1);
    expect(await isKept()).toBe(false);
  });

  it('says that a person has to look, and tells the end once somebody has', async () => {
    const areaCode = freeAreaCode();
    app.sandbox.control.addFault({ vendor: unlisted.name, operation: 'purchase', kind: 'reset-after', times: 1 });
    await page.getByLabel('Vendor').selectOption(unlisted.name);
    await page.getByLabel('Agent’s id').fill(unlisted.agents.first);
    await page.getByLabel('Area code').fill(areaCode);
    await page.getByRole('button', { name: `Buy at ${unlisted.title}` }).click();
    await says('Outcome unknown: a person has to look');
    await says('this order buys nothing else');
    const { data } = await app.graphql(
      'query ($key: IdempotencyKey!) { numberOperation(idempotencyKey: $key) { id } }',
      {
        key: sentKeys[0],
      },
    );
    const bought = app.sandbox.control.numbers(unlisted.name).find(({ number }) => number.startsWith(`+1${areaCode}`));
    const settled = { operationId: data.numberOperation.id, vendorId: bought?.id, note: 'Seen in the dashboard.' };
    await mutate(app, 'settleNumberOperation', settled);
    await page.reload();
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(soldIn(app, areaCode)).toHaveLength(1);
    expect(new Set(sentKeys).size).toBe(1);
  });

  it('says that nothing was charged, does not try by itself, and repeats with the same key', async () => {
    const areaCode = freeAreaCode();
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: '429', times: 1 });
    await order(areaCode);
    await says('Nothing was charged. The same order may be sent again.');
    await page.reload();
    await says('Nothing was bought');
    expect(sentKeys).toHaveLength(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(sentKeys).toHaveLength(2);
    expect(new Set(sentKeys).size).toBe(1);
    expect(soldIn(app, areaCode)).toHaveLength(1);
  });

  it('says what is wrong at the field, and takes a new key for the order that is put right', async () => {
    await order('41');
    await page.locator('label', { hasText: 'Area code' }).locator('.wrong').waitFor();
    await says('Nothing was charged. Change the order, and try again.');
    expect(await isKept()).toBe(false);
    const areaCode = freeAreaCode();
    await page.getByLabel('Area code').fill(areaCode);
    await page.getByRole('button', { name: /^Buy at/ }).click();
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(new Set(sentKeys).size).toBe(2);
  });

  it('sends an order again whose answer never came, with its key', async () => {
    const areaCode = freeAreaCode();
    let isCut = false;
    await context.route('**/graphql', async (route) => {
      if (isCut || !route.request().postData()?.includes('mutation')) return route.continue();
      isCut = true;
      // It arrives, and is carried out; the answer does not come back.
      await route.fetch();
      await route.abort();
    });
    await order(areaCode);
    await says('No answer yet');
    await says(new RegExp(`^Bought \\+1${areaCode}`));
    expect(soldIn(app, areaCode)).toHaveLength(1);
    expect(new Set(sentKeys).size).toBe(1);
  });

  describe('where an order whose answer never came is refused', () => {
    const refusal = { code: 'FORBIDDEN', message: 'You may not buy.', field: null, retryable: false, suggestions: [] };
    const forbidden = { data: { purchaseNumber: { operation: null, userErrors: [refusal] } } };
    let mayBuy: boolean;
    let mayLook: boolean;

    /** The first try arrives and is carried out, but for its answer. From then on, whoever asks may not. */
    async function orderAndLoseTheRight(areaCode: string) {
      [mayBuy, mayLook] = [true, false];
      await context.route('**/graphql', async (route) => {
        const body = route.request().postData() ?? '';
        if (body.includes('query Outcome') && !mayLook)
          return route.fulfill({ json: { data: { numberOperation: null } } });
        if (!body.includes('mutation')) return route.continue();
        if (!mayBuy) return route.fulfill({ json: forbidden });
        mayBuy = false;
        await route.fetch();
        await route.abort();
      });
      await order(areaCode);
      await says('You may not buy.');
    }

    it('keeps its key, also over a reload, and tells the end once it may', async () => {
      const areaCode = freeAreaCode();
      await orderAndLoseTheRight(areaCode);
      await says('A number may have been bought, or not.');
      expect(await isKept()).toBe(true);
      await page.reload();
      await says('You may not buy.');
      expect(await isKept()).toBe(true);
      await context.unroute('**/graphql');
      await says(new RegExp(`^Bought \\+1${areaCode}`));
      expect(soldIn(app, areaCode)).toHaveLength(1);
      expect(new Set(sentKeys).size).toBe(1);
      expect(await isKept()).toBe(false);
    });

    it('looks what became of it, where that is still allowed', async () => {
      const areaCode = freeAreaCode();
      await orderAndLoseTheRight(areaCode);
      mayLook = true;
      await says(new RegExp(`^Bought \\+1${areaCode}`));
      expect(await isKept()).toBe(false);
    });

    it('lets a person leave it, who knows that a number may have been bought', async () => {
      await orderAndLoseTheRight(freeAreaCode());
      await page.getByRole('button', { name: 'Leave it' }).click();
      await page.getByRole('button', { name: /^Buy at/ }).waitFor();
      expect(await isKept()).toBe(false);
    });
  });

  it.each(appearances)('can be read: %s, %i pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await order('41');
    await says('Nothing was bought');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const list = await page.getByRole('region', { name: 'Numbers' }).boundingBox();
    const aside = await page.getByRole('complementary').boundingBox();
    if (list === null || aside === null) throw new Error('A part of the page is not shown.');
    expect(aside.x >= list.x + list.width).toBe(width === 1280);
    expect(list.width).toBeGreaterThan(width === 390 ? 350 : 600);
    const { background, text } = await page.locator('body').evaluate((body) => {
      const { backgroundColor, color } = getComputedStyle(body);
      return { background: backgroundColor, text: color };
    });
    expect(brightness(background) < 80).toBe(colorScheme === 'dark');
    expect(Math.abs(brightness(background) - brightness(text))).toBeGreaterThan(150);
  });
});
