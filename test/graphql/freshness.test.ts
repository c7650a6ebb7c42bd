import { afterEach, describe, expect, it, vi } from 'vitest';
import { addListedNumbers, addressesOf, adopt, adoptUnlisted, dataOf, listNumbers } from '../support/numbers.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const vogentOnly = { filter: { vendors: [listed.name] } };
const late = { vendor: listed.name, operation: 'list', kind: 'late' } as const;

describe('how old the list of phone numbers may be', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const start = async (settings: TestSettings = {}) => {
    app = await startTestApp(settings);
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.clearCalls();
  };
  const walks = () =>
    app.sandbox.control.calls().filter(({ method, path }) => method === 'GET' && path === '/phone_numbers').length;

  it('shows what a vendor has from the very first request', async () => {
    app = await startTestApp();
    expect((await listNumbers(app)).totalCount).toBe(4);
  });

  it('shows at age 0 what has appeared at the vendor, and not before', async () => {
    await start();
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    expect(addressesOf(await listNumbers(app))).not.toContain('+12125550142');
    expect(addressesOf(await listNumbers(app, { maxAge: 3600 }))).not.toContain('+12125550142');
    expect(addressesOf(await listNumbers(app, { maxAge: 0 }))).toContain('+12125550142');
    expect(addressesOf(await listNumbers(app))).toContain('+12125550142');
  });

  it('shows at age 0 that a number is in the account no more, and that it is back', async () => {
    await start();
    const { id, number } = app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.removeNumber(listed.name, id);
    expect(addressesOf(await listNumbers(app, { maxAge: 0 }))).not.toContain(number);
    const released = await listNumbers(app, { filter: { statuses: ['RELEASED'] } });
    expect(addressesOf(released)).toEqual([number]);
    app.sandbox.control.addNumber({ vendor: listed.name, number, id });
    const { edges } = await listNumbers(app, { filter: { contains: number }, maxAge: 0 });
    expect(edges.map(({ node }) => node)).toMatchObject([{ vendorId: id, status: 'ACTIVE' }]);
  });

  it.each(['500-before', 'reset-before', 'garbage'] as const)(
    'never takes a number for gone after a walk that ended in %s',
    async (kind) => {
      await start();
      // Two pages, so that the walk ends after it has begun.
      addListedNumbers(app, 100);
      await listNumbers(app, { maxAge: 0 });
      const [first] = app.sandbox.control.numbers(listed.name);
      app.sandbox.control.removeNumber(listed.name, first?.id ?? '');
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind });
      const failed = await listNumbers(app, { maxAge: 0, ...vogentOnly });
      expect(failed).toMatchObject({ totalCount: 104, outages: [{ vendor: listed.name }] });
      app.sandbox.control.clearFaults();
      const whole = await listNumbers(app, { maxAge: 0, ...vogentOnly });
      expect(whole).toMatchObject({ totalCount: 103, outages: [] });
    },
  );

  it('never takes a number for gone after a walk whose second page failed', async () => {
    await start();
    addListedNumbers(app, 100);
    await listNumbers(app, { maxAge: 0 });
    for (const { id } of app.sandbox.control.numbers(listed.name).slice(0, 2)) {
      app.sandbox.control.removeNumber(listed.name, id);
    }
    // The first page is answered, late; its fault is used up by then, and the next one strikes the second page.
    app.sandbox.control.addFault({ ...late, delayMs: 20, times: 1 });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'refuse' });
    const page = await listNumbers(app, { maxAge: 0, ...vogentOnly });
    expect(page).toMatchObject({ totalCount: 104, outages: [{ vendor: listed.name }] });
    expect(walks()).toBe(4);
  });

  it('asks for each known number where the vendor has no list, and calls one that is gone UNKNOWN', async () => {
    await start();
    const [frontDesk = '', imported = ''] = await adoptUnlisted(app);
    const [, held] = app.sandbox.control.numbers(unlisted.name);
    app.sandbox.control.removeNumber(unlisted.name, held?.id ?? '');
    app.sandbox.control.clearCalls();
    const { edges } = await listNumbers(app, { maxAge: 0, filter: { vendors: [unlisted.name] } });
    const statuses = Object.fromEntries(edges.map(({ node }) => [node.id, node.status]));
    expect(statuses).toEqual({ [frontDesk]: 'ACTIVE', [imported]: 'UNKNOWN' });
    expect(app.sandbox.control.calls().map(({ operation }) => operation)).toEqual(['get', 'get']);
  });

  it('answers with what is known, without waiting, where no age is asked for', async () => {
    await start({ maxAgeSeconds: 0, vendorTimeoutMs: 5_000 });
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    app.sandbox.control.addFault({ ...late, delayMs: 1_000, times: 1 });
    const startedAt = performance.now();
    const known = await listNumbers(app);
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(known).toMatchObject({ totalCount: 4, outages: [] });
    await vi.waitFor(async () => expect((await listNumbers(app)).totalCount).toBe(5), { timeout: 20_000 });
  });

  it('leaves the vendors alone while what is known is young enough', async () => {
    await start();
    await listNumbers(app);
    await listNumbers(app, { maxAge: 60 });
    expect(walks()).toBe(0);
  });

  it('asks again once what is known is older than it may be', async () => {
    let at = Date.now();
    await start({ now: () => new Date(at) });
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    at += 29_000;
    expect((await listNumbers(app, { maxAge: 30 })).totalCount).toBe(4);
    at += 2_000;
    expect((await listNumbers(app, { maxAge: 30 })).totalCount).toBe(5);
    expect(walks()).toBe(1);
  });

  it('walks the list for many callers at once, not for each of them', async () => {
    await start();
    // Long enough for all to come meanwhile; two walks of it are short enough to wait for.
    app.sandbox.control.addFault({ ...late, delayMs: 500 });
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    const pages = await Promise.all(Array.from({ length: 10 }, () => listNumbers(app, { maxAge: 0 })));
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(Array.from({ length: 10 }, () => 5));
    // The walk that the first caller began is too old for those who came later; one more serves them all.
    expect(walks()).toBeGreaterThanOrEqual(1);
    expect(walks()).toBeLessThanOrEqual(2);
  });

  it('walks it again for a caller who comes after the walk has begun', async () => {
    await start();
    const { control } = app.sandbox;
    control.addFault({ ...late, delayMs: 300, times: 1 });
    const early = listNumbers(app, { maxAge: 0 });
    await vi.waitFor(() => expect(control.faults()).toEqual([]));
    control.addNumber({ vendor: listed.name, number: '+12125550142' });
    expect((await listNumbers(app, { maxAge: 0 })).totalCount).toBe(5);
    await early;
    expect(walks()).toBe(2);
  });

  it('shows what the caller itself has just done, whatever age it asks for', async () => {
    await start();
    const { id } = app.sandbox.control.addNumber({ vendor: unlisted.name, number: '+12125550142' });
    await adopt(app, unlisted.name, id);
    const known = await listNumbers(app);
    expect(known.totalCount).toBe(5);
    const label = 'Renamed by its owner';
    const answer = await app.graphql(
      `mutation Rename($input: UpdateNumberInput!) { updateNumber(input: $input) { userErrors { message } } }`,
      { input: { phoneNumberId: known.edges[0]?.node.id, label } },
    );
    expect(dataOf(answer).updateNumber.userErrors).toEqual([]);
    expect((await listNumbers(app)).edges.map(({ node }) => node.label)).toContain(label);
  });
});
