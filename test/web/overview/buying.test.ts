import { describe, expect, it } from 'vitest';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, overflow, setUpOverview } from '../../support/overview.ts';
import { countCalls, freeAreaCode, soldIn } from '../../support/purchases.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const KEPT = 'phone-numbers/kept';

describe('buying on the overview', { timeout: TIMEOUT_MS }, () => {
  const overview = setUpOverview({
    settings: {
      ...{ vendorTimeoutMs: 10_000, recoveryIntervalSeconds: 1 },
      ...{ recoveryGraceSeconds: 1, recoveryPatienceSeconds: 0 },
    },
    prepare: async (app) => void (await listNumbers(app, { maxAge: 0 })),
  });

  const dialog = () => overview.page.getByRole('dialog', { name: 'Buy a number' });
  const rows = () => overview.page.locator('.numbers tr.row');
  const isKept = () => overview.page.evaluate((place) => sessionStorage.getItem(place) !== null, KEPT);
  const keysOf = (operation: string) => overview.opened.sent(operation).map(({ input }) => input?.['idempotencyKey']);

  /** Searches the stock and chooses the first number of it. */
  async function choose(areaCode: string, vendor = listed) {
    await overview.page.goto(overview.app.url);
    await overview.page.getByRole('button', { name: 'Buy a number' }).click();
    await dialog().getByLabel('Vendor').selectOption(vendor.name);
    await dialog().getByLabel('Area code').fill(areaCode);
    await dialog().getByRole('button', { name: 'Search stock' }).click();
    await dialog().getByRole('radio').first().check();
  }
  const order = () => dialog().getByRole('button', { name: /^Buy \+1/ });
  const says = (text: string | RegExp) => dialog().getByRole('heading', { name: text }).waitFor();

  it('buys a number from stock, shows it, and says so to those who do not see it', async () => {
    const areaCode = freeAreaCode();
    await choose(areaCode);
    await dialog().getByLabel('Agent id').fill(listed.agents.first);
    await dialog().getByLabel('Label').fill('From the page');
    await order().click();
    await says('Bought');
    expect(await findViolations(overview.page)).toEqual([]);
    const [number = ''] = soldIn(overview.app, areaCode);
    expect(await dialog().locator('p[role=status]').innerText()).toBe(`Bought ${number}.`);
    expect(await isKept()).toBe(false);
    await dialog().getByRole('button', { name: 'Show it' }).click();
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => rows().count()).toBe(1);
    expect(await rows().innerText()).toContain('From the page');
    // What is copied is E.164.
    expect(
      await rows()
        .locator('.tel')
        .evaluate((shown) => shown.textContent),
    ).toBe(number);
  });

  it('goes on with the same key after a reload in the middle, and buys one number', async () => {
    const areaCode = freeAreaCode();
    await choose(areaCode);
    const fault = { vendor: listed.name, operation: 'purchase', kind: 'late', times: 1, delayMs: 3_000 } as const;
    overview.app.sandbox.control.addFault(fault);
    await order().click();
    await expect.poll(() => countCalls(overview.app, listed.name, 'purchase')).toBe(1);
    expect(await isKept()).toBe(true);
    await overview.page.reload();
    await says('Buying');
    await says('Bought');
    expect(soldIn(overview.app, areaCode)).toHaveLength(1);
    expect(countCalls(overview.app, listed.name, 'purchase')).toBe(1);
    expect(keysOf('Purchase')).toHaveLength(2);
    expect(new Set(keysOf('Purchase')).size).toBe(1);
    expect(keysOf('Purchase')[0]).toMatch(/^page-/);
    expect(await isKept()).toBe(false);
    // The next one has a key of its own.
    await dialog().getByRole('button', { name: 'Buy another' }).click();
    expect(await dialog().getByLabel('Area code').inputValue()).toBe('');
  });

  it('shows an unknown outcome as a calm state, which ends in place', async () => {
    const areaCode = freeAreaCode();
    await choose(areaCode);
    overview.app.sandbox.control.addFault({
      vendor: listed.name,
      operation: 'purchase',
      kind: 'reset-after',
      times: 1,
    });
    // However fast it is found out, the page is looked at before.
    const looked = Promise.withResolvers<void>();
    await overview.page.route('**/graphql', async (route) => {
      if (/query Operation\b/.test(route.request().postData() ?? '')) await looked.promise;
      await route.continue();
    });
    await order().click();
    await says('Outcome unknown, being reconciled');
    expect(await dialog().getByText('You need do nothing').count()).toBe(1);
    expect(await overview.page.locator('.errors').count()).toBe(0);
    expect(await findViolations(overview.page)).toEqual([]);
    await overview.page.setViewportSize({ width: 390, height: 844 });
    expect(await overflow(overview.page)).toBe(0);
    // Whoever would buy another is told.
    await overview.page.setViewportSize({ width: 1280, height: 900 });
    await dialog().getByRole('button', { name: 'Close' }).click();
    await overview.page.getByRole('button', { name: 'Buy a number' }).click();
    await dialog().getByText('A purchase of yours has not ended yet.').waitFor();
    await dialog().getByRole('button', { name: 'Show it' }).click();
    await says('Outcome unknown, being reconciled');
    looked.resolve();
    await says('Bought');
    expect(soldIn(overview.app, areaCode)).toHaveLength(1);
    expect(keysOf('Purchase')).toHaveLength(1);
    expect(await isKept()).toBe(false);
  });

  it('keeps the key of what nobody has answered, where it is refused and what came of it cannot be read', async () => {
    const areaCode = freeAreaCode();
    await choose(areaCode);
    const forbidden = { code: 'FORBIDDEN', message: 'Not any more.', field: null, charged: 'NO', suggestions: [] };
    const refused = { phoneNumber: null, operation: null, userErrors: [{ ...forbidden, retryable: false }] };
    let isLost = true;
    let looks = 0;
    await overview.page.route('**/graphql', async (route) => {
      const asked = route.request().postData() ?? '';
      if (/query Operation\b/.test(asked)) {
        looks += 1;
        return route.fulfill({ json: { data: { numberOperation: null }, errors: [{ message: 'Not readable now.' }] } });
      }
      if (!/mutation Purchase/.test(asked)) return route.continue();
      if (!isLost) return route.fulfill({ json: { data: { change: refused } } });
      isLost = false;
      await route.fetch();
      return route.abort();
    });
    await order().click();
    await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(0);
    await says('No answer yet');
    await dialog().getByText('Not readable now.').waitFor();
    expect(await isKept()).toBe(true);
    expect(soldIn(overview.app, areaCode)).toHaveLength(1);
    await overview.page.unroute('**/graphql');
    await says('Bought');
    expect(new Set(keysOf('Purchase')).size).toBe(1);
    expect(soldIn(overview.app, areaCode)).toHaveLength(1);
    // The browser tells of the answer that was lost.
    overview.opened.complaints.splice(0);
  });

  it('sends what nobody has answered again, with its key', async () => {
    const areaCode = freeAreaCode();
    await choose(areaCode);
    let isLost = true;
    await overview.page.route('**/graphql', async (route) => {
      if (!isLost || !/mutation Purchase/.test(route.request().postData() ?? '')) return route.continue();
      isLost = false;
      return route.abort();
    });
    await order().click();
    await says('No answer yet');
    await says('Bought');
    expect(keysOf('Purchase')).toHaveLength(2);
    expect(new Set(keysOf('Purchase')).size).toBe(1);
    expect(soldIn(overview.app, areaCode)).toHaveLength(1);
    overview.opened.complaints.splice(0);
  });

  it('says what was refused above the button, what it cost, and tries again with the same key', async () => {
    await choose(freeAreaCode());
    overview.app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: '429', times: 1 });
    await order().click();
    await dialog().getByRole('alert').getByText('Nothing was charged.').waitFor();
    expect(await findViolations(overview.page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Try again' }).click();
    await says('Bought');
    expect(new Set(keysOf('Purchase')).size).toBe(1);
  });

  it('checks the vendor’s rules before anything is sent, and leads to the first field that is wrong', async () => {
    await overview.page.goto(overview.app.url);
    await overview.page.getByRole('button', { name: 'Buy a number' }).click();
    await dialog().getByLabel('Vendor').selectOption(unlisted.name);
    await dialog()
      .getByRole('button', { name: `Buy a number from ${unlisted.title}` })
      .click();
    await dialog().getByText('Search the stock, and choose a number.').waitFor();
    const agent = dialog().getByLabel('Agent id');
    expect(await agent.getAttribute('aria-invalid')).toBe('true');
    expect(await agent.evaluate((input) => input === document.activeElement)).toBe(true);
    const described = await agent.getAttribute('aria-describedby');
    expect(await overview.page.locator(`[id="${described?.split(' ')[0]}"]`).innerText()).toBe('Give the agent’s id.');
    await dialog().getByLabel('Area code').fill('41');
    await dialog().getByRole('button', { name: 'Search stock' }).click();
    await dialog().getByText('3 digits.').waitFor();
    expect(await findViolations(overview.page)).toEqual([]);
    expect([...overview.opened.sent('Stock'), ...overview.opened.sent('Purchase')]).toEqual([]);
  });
});
