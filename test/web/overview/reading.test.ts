import { describe, expect, it } from 'vitest';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, setUpOverview } from '../../support/overview.ts';
import { buy } from '../../support/purchases.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const PAGE_SIZE = 15;

describe('the overview', { timeout: TIMEOUT_MS }, () => {
  let total: number;
  let bought = 0;
  const overview = setUpOverview({
    settings: { purchaseLimits: { inAll: 100, perActor: null } },
    async prepare(app) {
      for (let last = 10; last < 36; last += 1) {
        app.sandbox.control.addNumber({ vendor: listed.name, number: `+141555511${last}` });
      }
      await buy(app, listed.name, { label: 'Bought desk' });
      await buy(app, unlisted.name);
      bought = 2;
      total = (await listNumbers(app, { maxAge: 0 })).totalCount;
    },
  });

  const rows = () => overview.page.locator('.numbers tr.row');
  const heading = () => overview.page.getByRole('heading', { level: 1 });
  const range = () => overview.page.getByRole('navigation', { name: 'Pages of numbers' }).locator('.num');
  const age = () => overview.page.locator('.age:visible').innerText();
  const search = () => overview.page.getByLabel('Search address or label');

  async function open(path = '/') {
    await overview.page.goto(overview.app.url + path);
    await rows().first().waitFor();
    // The verdict comes of another request than the rows.
    await heading().filter({ hasNotText: 'Loading' }).waitFor();
  }

  it('says first whether anything needs a person, and where one is', async () => {
    await open();
    expect(await heading().innerText()).toBe('Nothing needs you');
    expect(await overview.page.locator('.mode').innerText()).toContain('SANDBOX');
    await expect.poll(() => age()).toMatch(/^Updated \d+ s ago$/);
    const vendor = overview.page.getByRole('row', { name: listed.title });
    await vendor.getByText('Answers').waitFor();
    expect(await overview.page.getByText('of 100 today').innerText()).toBe(`${bought} of 100 today`);
    await overview.page.getByRole('img', { name: `Today: ${bought}.` }).waitFor();
    expect(await range().innerText()).toBe(`1–${PAGE_SIZE} of ${total}`);
  });

  it('stands in its frame before any data is there', async () => {
    await overview.page.route('**/assets/*.js', () => undefined);
    // Its script never comes: what is seen until then is what the service has sent.
    await overview.page.goto(overview.app.url, { waitUntil: 'commit' });
    await overview.page.getByRole('heading', { name: 'Vendors and their numbers' }).waitFor();
    // Without its styles, it would show both modes.
    await overview.page.locator('.mode.in-live').waitFor({ state: 'hidden' });
    expect(await overview.page.locator('.mode:visible').innerText()).toContain('SANDBOX');
  });

  it('leads from a count to the numbers that it counts', async () => {
    await open();
    await overview.page.getByRole('link', { name: `1 numbers at ${unlisted.title}: show them` }).click();
    await overview.page.getByText(`1 of ${total}`).waitFor();
    expect(await rows().count()).toBe(1);
    expect(await overview.page.getByLabel('Vendor', { exact: true }).inputValue()).toBe(unlisted.name);
    await overview.page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => range().innerText()).toBe(`1–${PAGE_SIZE} of ${total}`);
    expect(new URL(overview.page.url()).search).toBe('');
  });

  it('keeps filters, order, page and the open row in the address', async () => {
    await open();
    await search().fill('555511');
    await overview.page.waitForURL(/q=555511/);
    await overview.page.getByLabel('Order').selectOption('address');
    await overview.page.waitForURL(/order=address/);
    await overview.page.getByText(`26 of ${total}`).waitFor();
    await overview.page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => range().innerText()).toBe('16–26 of 26');
    const first = await rows().first().innerText();
    await rows().first().getByRole('button').click();
    await overview.page.getByLabel('Agent id').waitFor();

    await overview.page.reload();
    await overview.page.getByLabel('Agent id').waitFor();
    expect(await range().innerText()).toBe('16–26 of 26');
    expect((await rows().first().innerText()).split('\t')[0]).toBe(first.split('\t')[0]);
    expect(await search().inputValue()).toBe('555511');

    // Somebody else who opens the link has not counted.
    await using other = await overview.openAnother();
    await other.page.goto(overview.page.url());
    await other.page.getByText('26 in all').waitFor();

    await overview.page.goBack();
    await expect.poll(() => range().innerText()).toBe('1–15 of 26');
    await overview.page.getByRole('button', { name: 'Next' }).click();
    await overview.page.getByRole('button', { name: 'Back' }).click();
    await expect.poll(() => range().innerText()).toBe('1–15 of 26');
    expect(new URL(overview.page.url()).searchParams.has('before')).toBe(false);
  });

  it('shows what was searched for last, however late an older answer comes', async () => {
    await open();
    const first = Promise.withResolvers<void>();
    await overview.page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('"contains":"nothing"')) await first.promise;
      await route.continue().catch(() => undefined);
    });
    await search().fill('nothing');
    await expect.poll(() => overview.opened.sent('Numbers').length).toBe(2);
    await search().fill('Bought desk');
    await overview.page.getByText(`1 of ${total}`).waitFor();
    first.resolve();
    await overview.page.unroute('**/graphql');
    await overview.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await rows().count()).toBe(1);
    await search().fill('nothing at all');
    await overview.page.getByRole('heading', { name: 'No number fits' }).waitFor();
  });

  it('moves nothing under the hand: what is new waits until it is asked for', async () => {
    await open();
    await rows().first().getByRole('button').click();
    await overview.page.getByLabel('Label', { exact: true }).fill('half typed');
    const before = await rows().first().innerText();
    await buy(overview.app, listed.name);
    total += 1;
    bought += 1;
    // A person comes back to the tab.
    await overview.page.evaluate(() => dispatchEvent(new Event('focus')));
    const show = overview.page.getByRole('button', { name: 'show them' }).first();
    await show.waitFor();
    expect((await rows().first().innerText()).split('\t')[0]).toBe(before.split('\t')[0]);
    expect(await overview.page.getByLabel('Label', { exact: true }).inputValue()).toBe('half typed');
    await show.click();
    await expect.poll(async () => (await rows().first().innerText()).split('\t')[0]).not.toBe(before.split('\t')[0]);
  });

  it('says since when it is not up to date, and keeps what it shows', async () => {
    await open();
    await overview.page.route('**/graphql', (route) => route.abort());
    await overview.page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect.poll(() => age()).toMatch(/^Not updated since \d\d:\d\d$/);
    expect(await rows().count()).toBe(PAGE_SIZE);
    // The browser complains of what was kept from it.
    overview.opened.complaints.splice(0);
    await overview.page.unroute('**/graphql');
    await overview.page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect.poll(() => age()).toMatch(/^Updated \d+ s ago$/);
  });

  it('asks nothing while nobody looks', async () => {
    await open();
    await overview.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    });
    await overview.page.waitForLoadState('networkidle');
    const before = overview.opened.sent('Overview').length;
    await overview.page.evaluate(() => dispatchEvent(new Event('focus')));
    await overview.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(overview.opened.sent('Overview').length).toBe(before);
    await overview.page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => overview.opened.sent('Overview').length).toBe(before + 1);
  });

  it('names the vendor that does not answer, and refuses what would fail there', async () => {
    await using stack = new AsyncDisposableStack();
    stack.defer(recover);
    overview.app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
    await listNumbers(overview.app, { maxAge: 0 });
    await open(`/?vendor=${listed.name}`);
    expect(await heading().innerText()).toBe(`${listed.title} does not answer. Nothing needs you yet.`);
    await overview.page.getByRole('row', { name: listed.title }).getByText('Does not answer').waitFor();
    await overview.page.getByText(`${listed.title}’s rows are as it last reported them`).waitFor();
    await rows().first().getByRole('button').click();
    await overview.page.getByText(`${listed.title} does not answer now.`).first().waitFor();
    expect(await overview.page.getByRole('button', { name: 'Link', exact: true }).isDisabled()).toBe(true);
    expect(await overview.page.getByRole('button', { name: 'Release', exact: true }).isDisabled()).toBe(true);
    // What is kept here can be changed all the same.
    expect(await overview.page.getByRole('button', { name: 'Lock this number' }).isEnabled()).toBe(true);
    expect(await findViolations(overview.page)).toEqual([]);
  });

  async function recover() {
    overview.app.sandbox.control.clearFaults();
    const outages = async () => (await overview.app.graphql('{ phoneNumbers(maxAge: 0) { outages { vendor } } }')).data;
    await expect.poll(outages, { timeout: TIMEOUT_MS }).toEqual({ phoneNumbers: { outages: [] } });
  }
});
