import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../../support/browser.ts';
import { mutate } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, type OverviewWindow, openWindow } from '../../support/overview.ts';
import { buy, buyInto, countCalls, freeAreaCode } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const KEPT = 'phone-numbers/kept';

describe('the overview changes', { timeout: TIMEOUT_MS }, () => {
  let testBrowser: TestBrowser;
  let app: TestApp;
  let opened: OverviewWindow;
  let page: Page;

  beforeAll(async () => {
    [testBrowser, app] = await Promise.all([
      startBrowser(),
      startTestApp({
        ...{ vendorTimeoutMs: 10_000, recoveryIntervalSeconds: 1 },
        ...{ recoveryGraceSeconds: 1, recoveryPatienceSeconds: 0 },
      }),
    ]);
    await listNumbers(app, { maxAge: 0 });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([testBrowser[Symbol.asyncDispose](), app.stop()]);
  }, TIMEOUT_MS);

  beforeEach(async () => {
    app.sandbox.control.clearFaults();
    app.sandbox.control.clearCalls();
    opened = await openWindow(testBrowser.browser, app.url);
    page = opened.page;
  });
  afterEach(async () => {
    expect(opened.complaints).toEqual([]);
    await opened.context.close();
  });

  const isKept = () => page.evaluate((place) => sessionStorage.getItem(place) !== null, KEPT);
  const keysOf = (operation: string) => opened.sent(operation).map(({ input }) => input?.['idempotencyKey']);

  it('settles what needs a person: without a preset, with a note, and not with what cannot be', async () => {
    const areaCode = freeAreaCode();
    const lost = await buyInto(app, unlisted.name, { fault: { kind: 'reset-after' }, changes: { areaCode } });
    const second = await buyInto(app, unlisted.name, { fault: { kind: 'reset-after' } });
    const bought = app.sandbox.control.numbers(unlisted.name).find(({ number }) => number.startsWith(`+1${areaCode}`));
    const other = await buy(app, unlisted.name);
    await page.goto(app.url);
    await page.getByRole('heading', { name: '2 operations need a person' }).waitFor({ timeout: TIMEOUT_MS });
    expect(await page.title()).toBe('(2) Phone numbers');
    // What somebody has open stays open, and says what has become of it meanwhile.
    const cases = page.locator('.needs > li');
    await cases.first().locator('summary').click();
    const ended = cases.filter({ hasText: String(second.input['idempotencyKey']) });
    await ended.getByLabel('Note').fill('half typed');
    const said = { operationId: second.payload.operation?.id, failed: true, note: 'Bob: not there.' };
    await mutate(app, 'settleNumberOperation', said);
    await ended.getByText('Settled by hand: nothing came of it').waitFor();
    await page.getByRole('heading', { name: '1 operation needs a person' }).waitFor({ timeout: TIMEOUT_MS });
    await ended.locator('summary').click();
    await ended.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: new RegExp(`^Purchase of \\+1${areaCode}`) }).click();
    const item = cases.filter({ has: page.getByRole('button', { name: 'Settle' }) });
    await item.getByText(String(lost.input['idempotencyKey'])).waitFor();
    expect(await item.getByRole('radio', { checked: true }).count()).toBe(0);
    await item.getByRole('button', { name: 'Settle' }).click();
    await item.getByText('Choose what you found.').waitFor();
    await item.getByText('Write where you looked, and what you saw.').waitFor();
    expect(opened.sent('Settle')).toEqual([]);
    await item.getByLabel('The number is there').check();
    await item.getByLabel('Its id at').fill(other.vendorId);
    await item.getByLabel('Note').fill('Ada, dashboard: it is there.');
    await item.getByRole('button', { name: 'Settle' }).click();
    // As the service words it, at the field.
    await item.locator('.wrong').getByText(`This is ${other.address}, but the operation asked for`).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await item.getByLabel('Its id at').fill(bought?.id ?? '');
    await item.getByRole('button', { name: 'Settle' }).click();
    await page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('needs');
    await page.getByText('Settled by hand: bought').waitFor();
  });

  it('releases a number once its address is typed, and shows that it is gone', async () => {
    const { id, address } = await buy(app, listed.name);
    await page.goto(`${app.url}/?row=${encodeURIComponent(id)}`);
    const button = page.getByRole('button', { name: 'Release', exact: true });
    const typed = page.getByLabel('To release it, type');
    await typed.fill(address.slice(0, -1));
    expect(await button.isDisabled()).toBe(true);
    await typed.fill(address);
    await button.click();
    await page.getByText('It was released: nothing can be changed any more.').waitFor();
    expect(await page.locator('tr.row.open').innerText()).toContain('Released');
    expect(keysOf('Release')).toEqual([expect.stringMatching(/^page-/)]);
    expect(await isKept()).toBe(false);
    expect(app.sandbox.control.numbers(listed.name).map(({ number }) => number)).not.toContain(address);
  });

  it('follows a release whose answer was lost, also after a reload', async () => {
    const { id, address } = await buy(app, listed.name);
    await page.goto(`${app.url}/?row=${encodeURIComponent(id)}`);
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'release', kind: 'reset-after', times: 1 });
    const looked = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (/query Operation\b/.test(route.request().postData() ?? '')) await looked.promise;
      await route.continue();
    });
    await page.getByLabel('To release it, type').fill(address);
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByRole('heading', { name: 'Outcome unknown, being reconciled' }).waitFor();
    looked.resolve();
    await page.reload();
    await expect.poll(() => isKept(), { timeout: TIMEOUT_MS }).toBe(false);
    expect(new Set(keysOf('Release')).size).toBe(1);
    expect(countCalls(app, listed.name, 'release')).toBe(1);
  });

  it('renames, links, unlinks and locks, and shows what was answered', async () => {
    const { id, address } = await buy(app, listed.name);
    await page.goto(`${app.url}/?row=${encodeURIComponent(id)}`);
    const row = page.locator('tr.row.open');
    await page.getByLabel('Label', { exact: true }).fill('Front desk');
    await page.getByRole('button', { name: 'Rename' }).click();
    await row.getByText('Front desk').waitFor();
    await page.getByLabel('Agent id').fill('not an agent');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page.locator('.wrong').waitFor();
    await page.getByLabel('Agent id').fill(listed.agents.second);
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await row.getByTitle(`Agent id ${listed.agents.second}`).waitFor();
    // What was seen is offered where it is typed.
    const offered = page.locator(`.a-link option[value="${listed.agents.second}"]`);
    await offered.waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Unlink from/ }).click();
    await row.getByText('Not linked').waitFor();
    await page.getByRole('button', { name: 'Lock this number' }).click();
    await row.getByText('locked').waitFor();
    // A locked number cannot be released: it says what to do instead.
    await page.getByText('To release it, unlock it first.').waitFor();
    expect(await page.locator('#root > p[role=status]').innerText()).toBe(`Locked ${address}.`);
    await page.getByRole('button', { name: 'Unlock this number' }).click();
    await page.getByLabel('To release it, type').waitFor();
  });

  it('shows every operation with its history, and follows it', async () => {
    const { id, address } = await buy(app, listed.name);
    await mutate(app, 'updateNumber', { phoneNumberId: id, label: 'Renamed' });
    await page.goto(app.url);
    const operations = page.locator('.ops tr.row').filter({ hasText: 'Purchase' });
    await operations
      .first()
      .getByRole('button', { name: `History of Purchase, ${address}` })
      .click();
    await page.getByRole('list', { name: 'History' }).getByText(`Asking ${listed.title} for`).waitFor();
    await page.getByLabel('Status of operations').selectOption('failed');
    await page.waitForURL(/operations=failed/);
    await expect.poll(() => operations.filter({ hasText: address }).count()).toBe(0);
  });
});
