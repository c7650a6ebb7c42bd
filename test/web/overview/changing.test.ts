import { describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { findViolations, setUpOverview } from '../../support/overview.ts';
import { buy, buyInto, countCalls, freeAreaCode } from '../../support/purchases.ts';
import { listed, unlisted } from '../../support/vendors.ts';

const TIMEOUT_MS = 60_000;
const KEPT = 'phone-numbers/kept';

describe('the overview changes', { timeout: TIMEOUT_MS }, () => {
  const overview = setUpOverview({
    settings: {
      ...{ vendorTimeoutMs: 10_000, recoveryIntervalSeconds: 1 },
      ...{ recoveryGraceSeconds: 1, recoveryPatienceSeconds: 0 },
    },
    prepare: async (app) => void (await listNumbers(app, { maxAge: 0 })),
  });

  const isKept = () => overview.page.evaluate((place) => sessionStorage.getItem(place) !== null, KEPT);
  const keysOf = (operation: string) => overview.opened.sent(operation).map(({ input }) => input?.['idempotencyKey']);

  it('settles what needs a person: without a preset, with a note, and not with what cannot be', async () => {
    const areaCode = freeAreaCode();
    const lost = await buyInto(overview.app, unlisted.name, { fault: { kind: 'reset-after' }, changes: { areaCode } });
    const second = await buyInto(overview.app, unlisted.name, { fault: { kind: 'reset-after' } });
    const bought = overview.app.sandbox.control
      .numbers(unlisted.name)
      .find(({ number }) => number.startsWith(`+1${areaCode}`));
    const other = await buy(overview.app, unlisted.name);
    await overview.page.goto(overview.app.url);
    await overview.page.getByRole('heading', { name: '2 operations need a person' }).waitFor({ timeout: TIMEOUT_MS });
    expect(await overview.page.title()).toBe('(2) Phone numbers');
    // What somebody has open stays open, and says what has become of it meanwhile.
    const cases = overview.page.locator('.needs > li');
    await cases.first().locator('summary').click();
    const ended = cases.filter({ hasText: String(second.input['idempotencyKey']) });
    await ended.getByLabel('Note').fill('half typed');
    const said = { operationId: second.payload.operation?.id, failed: true, note: 'Bob: not there.' };
    await mutate(overview.app, 'settleNumberOperation', said);
    await ended.getByText('Settled by hand: nothing came of it').waitFor();
    await overview.page.getByRole('heading', { name: '1 operation needs a person' }).waitFor({ timeout: TIMEOUT_MS });
    await ended.locator('summary').click();
    await ended.waitFor({ state: 'detached' });
    await overview.page.getByRole('heading', { name: new RegExp(`^Purchase of \\+1${areaCode}`) }).click();
    const item = cases.filter({ has: overview.page.getByRole('button', { name: 'Settle' }) });
    await item.getByText(String(lost.input['idempotencyKey'])).waitFor();
    expect(await item.getByRole('radio', { checked: true }).count()).toBe(0);
    await item.getByRole('button', { name: 'Settle' }).click();
    await item.getByText('Choose what you found.').waitFor();
    await item.getByText('Write where you looked, and what you saw.').waitFor();
    expect(overview.opened.sent('Settle')).toEqual([]);
    await item.getByLabel('The number is there').check();
    await item.getByLabel('Its id at').fill(other.vendorId);
    await item.getByLabel('Note').fill('Ada, dashboard: it is there.');
    await item.getByRole('button', { name: 'Settle' }).click();
    // As the service words it, at the field.
    await item.locator('.wrong').getByText(`This is ${other.address}, but the operation asked for`).waitFor();
    expect(await findViolations(overview.page)).toEqual([]);
    await item.getByLabel('Its id at').fill(bought?.id ?? '');
    await item.getByRole('button', { name: 'Settle' }).click();
    await overview.page.getByRole('heading', { name: 'Nothing needs you' }).waitFor();
    expect(await overview.page.evaluate(() => document.activeElement?.id)).toBe('needs');
    await overview.page.getByText('Settled by hand: bought').waitFor();
  });

  it('releases a number once its address is typed, and shows that it is gone', async () => {
    const { id, address } = await buy(overview.app, listed.name);
    await overview.page.goto(`${overview.app.url}/?row=${encodeURIComponent(id)}`);
    const button = overview.page.getByRole('button', { name: 'Release', exact: true });
    const typed = overview.page.getByLabel('To release it, type');
    await typed.fill(address.slice(0, -1));
    expect(await button.isDisabled()).toBe(true);
    await typed.fill(address);
    await button.click();
    await overview.page.getByText('It was released: nothing can be changed any more.').waitFor();
    expect(await overview.page.locator('tr.row.open').innerText()).toContain('Released');
    expect(keysOf('Release')).toEqual([expect.stringMatching(/^page-/)]);
    expect(await isKept()).toBe(false);
    expect(overview.app.sandbox.control.numbers(listed.name).map(({ number }) => number)).not.toContain(address);
  });

  it('follows a release whose answer was lost, also after a reload', async () => {
    const { id, address } = await buy(overview.app, listed.name);
    await overview.page.goto(`${overview.app.url}/?row=${encodeURIComponent(id)}`);
    overview.app.sandbox.control.addFault({ vendor: listed.name, operation: 'release', kind: 'reset-after', times: 1 });
    const looked = Promise.withResolvers<void>();
    await overview.page.route('**/graphql', async (route) => {
      if (/query Operation\b/.test(route.request().postData() ?? '')) await looked.promise;
      await route.continue();
    });
    await overview.page.getByLabel('To release it, type').fill(address);
    await overview.page.getByRole('button', { name: 'Release', exact: true }).click();
    await overview.page.getByRole('heading', { name: 'Outcome unknown, being reconciled' }).waitFor();
    looked.resolve();
    await overview.page.reload();
    await expect.poll(() => isKept(), { timeout: TIMEOUT_MS }).toBe(false);
    expect(new Set(keysOf('Release')).size).toBe(1);
    expect(countCalls(overview.app, listed.name, 'release')).toBe(1);
  });

  it('renames, links, unlinks and locks, and shows what was answered', async () => {
    const { id, address } = await buy(overview.app, listed.name);
    await overview.page.goto(`${overview.app.url}/?row=${encodeURIComponent(id)}`);
    const row = overview.page.locator('tr.row.open');
    await overview.page.getByLabel('Label', { exact: true }).fill('Front desk');
    await overview.page.getByRole('button', { name: 'Rename' }).click();
    await row.getByText('Front desk').waitFor();
    await overview.page.getByLabel('Agent id').fill('not an agent');
    await overview.page.getByRole('button', { name: 'Link', exact: true }).click();
    await overview.page.locator('.wrong').waitFor();
    await overview.page.getByLabel('Agent id').fill(listed.agents.second);
    await overview.page.getByRole('button', { name: 'Link', exact: true }).click();
    await row.getByTitle(`Agent id ${listed.agents.second}`).waitFor();
    // What was seen is offered where it is typed.
    const offered = overview.page.locator(`.a-link option[value="${listed.agents.second}"]`);
    await offered.waitFor({ state: 'attached' });
    await overview.page.getByRole('button', { name: /^Unlink from/ }).click();
    await row.getByText('Not linked').waitFor();
    await overview.page.getByRole('button', { name: 'Lock this number' }).click();
    await row.getByText('locked').waitFor();
    // A locked number cannot be released: it says what to do instead.
    await overview.page.getByText('To release it, unlock it first.').waitFor();
    expect(await overview.page.locator('#root > p[role=status]').innerText()).toBe(`Locked ${address}.`);
    await overview.page.getByRole('button', { name: 'Unlock this number' }).click();
    await overview.page.getByLabel('To release it, type').waitFor();
  });

  it('shows every operation with its history, and follows it', async () => {
    const { id, address } = await buy(overview.app, listed.name);
    await mutate(overview.app, 'updateNumber', { phoneNumberId: id, label: 'Renamed' });
    await overview.page.goto(overview.app.url);
    const operations = overview.page.locator('.ops tr.row').filter({ hasText: 'Purchase' });
    await operations
      .first()
      .getByRole('button', { name: `History of Purchase, ${address}` })
      .click();
    await overview.page.getByRole('list', { name: 'History' }).getByText(`Asking ${listed.title} for`).waitFor();
    await overview.page.getByLabel('Status of operations').selectOption('failed');
    await overview.page.waitForURL(/operations=failed/);
    await expect.poll(() => operations.filter({ hasText: address }).count()).toBe(0);
  });
});
