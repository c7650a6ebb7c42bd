import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  addListedNumbers,
  addressesOf,
  adopt,
  answersWithin,
  countNumbers,
  dataOf,
  listNumbers,
} from '../support/numbers.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed, unlisted, vendorsWith } from '../support/vendors.ts';

const listedOnly = { filter: { vendors: [listed.name] } };
const late = { vendor: listed.name, operation: 'list', kind: 'late' } as const;

describe('how old the list of phone numbers may be', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const start = async (settings: TestSettings = {}) => {
    app = await startTestApp(settings);
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.clearCalls();
  };
  const listCalls = () =>
    app.sandbox.control.calls().filter(({ vendor, operation }) => vendor === listed.name && operation === 'list')
      .length;

  it('shows what a vendor has from the very first request', async () => {
    app = await startTestApp();
    const { totalCount } = await listNumbers(app);
    expect(totalCount).toBe(countNumbers(app, vendorsWith('LIST')));
    expect(totalCount).toBeGreaterThan(0);
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
    'never takes a number for gone after a sync that ended in %s',
    async (kind) => {
      await start();
      // More than one page, so that the sync fails after it has begun.
      addListedNumbers(app, 100);
      const { totalCount } = await listNumbers(app, { maxAge: 0, ...listedOnly });
      const [first] = app.sandbox.control.numbers(listed.name);
      app.sandbox.control.removeNumber(listed.name, first?.id ?? '');
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind });
      const failed = await listNumbers(app, { maxAge: 0, ...listedOnly });
      expect(failed).toMatchObject({ totalCount, outages: [{ vendor: listed.name }] });
      app.sandbox.control.clearFaults();
      const whole = await listNumbers(app, { maxAge: 0, ...listedOnly });
      expect(whole).toMatchObject({ totalCount: totalCount - 1, outages: [] });
    },
  );

  it('never takes a number for gone after a sync whose second page failed', async () => {
    await start();
    addListedNumbers(app, 100);
    const { totalCount } = await listNumbers(app, { maxAge: 0, ...listedOnly });
    app.sandbox.control.clearCalls();
    for (const { id } of app.sandbox.control.numbers(listed.name).slice(0, 2)) {
      app.sandbox.control.removeNumber(listed.name, id);
    }
    // The first page is answered, late; its fault is used up by then, and the next one strikes the second page.
    app.sandbox.control.addFault({ ...late, delayMs: 20, times: 1 });
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: 'refuse' });
    const page = await listNumbers(app, { maxAge: 0, ...listedOnly });
    expect(page).toMatchObject({ totalCount, outages: [{ vendor: listed.name }] });
    expect(listCalls()).toBe(2);
  });

  it('asks for each known number where the vendor has no list, and calls one that is gone UNKNOWN', async () => {
    await start();
    const [kept, removed] = app.sandbox.control.numbers(unlisted.name);
    const keptId = await adopt(app, unlisted.name, kept?.id ?? '');
    const removedId = await adopt(app, unlisted.name, removed?.id ?? '');
    app.sandbox.control.removeNumber(unlisted.name, removed?.id ?? '');
    app.sandbox.control.clearCalls();
    const { edges } = await listNumbers(app, { maxAge: 0, filter: { vendors: [unlisted.name] } });
    const statuses = Object.fromEntries(edges.map(({ node }) => [node.id, node.status]));
    expect(statuses).toEqual({ [keptId]: 'ACTIVE', [removedId]: 'UNKNOWN' });
    expect(app.sandbox.control.calls().map(({ operation }) => operation)).toEqual(['get', 'get']);
  });

  it('answers with what is known, without waiting, where no age is asked for', async () => {
    await start({ maxAgeSeconds: 0, vendorTimeoutMs: 10_000 });
    const { totalCount } = await listNumbers(app);
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    // Longer than anybody waits for a vendor: all that ask meanwhile wait for this one read, or for none.
    app.sandbox.control.addFault({ ...late, delayMs: 3_000, times: 1 });
    const known = await answersWithin(900, () => listNumbers(app));
    expect(known).toMatchObject({ totalCount, outages: [] });
    await vi.waitFor(async () => expect((await listNumbers(app)).totalCount).toBe(totalCount + 1), {
      timeout: 20_000,
    });
  });

  it('leaves the vendors alone while what is known is young enough', async () => {
    await start();
    await listNumbers(app);
    await listNumbers(app, { maxAge: 60 });
    expect(listCalls()).toBe(0);
  });

  it('asks again once what is known is older than it may be', async () => {
    let at = Date.now();
    await start({ now: () => new Date(at) });
    const { totalCount } = await listNumbers(app);
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    at += 29_000;
    expect((await listNumbers(app, { maxAge: 30 })).totalCount).toBe(totalCount);
    at += 2_000;
    expect((await listNumbers(app, { maxAge: 30 })).totalCount).toBe(totalCount + 1);
    expect(listCalls()).toBe(1);
  });

  it('reads the list for many callers at once, not for each of them', async () => {
    await start({ vendorTimeoutMs: 20_000 });
    const { totalCount } = await listNumbers(app);
    app.sandbox.control.addFault({ ...late, delayMs: 500 });
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+12125550142' });
    // Tried again where a busy machine let one of them come after a read had ended.
    await vi.waitFor(
      async () => {
        app.sandbox.control.clearCalls();
        const pages = await Promise.all(Array.from({ length: 10 }, () => listNumbers(app, { maxAge: 0 })));
        expect(pages.map((page) => page.totalCount)).toEqual(Array.from({ length: 10 }, () => totalCount + 1));
        // The read that the first caller began is too old for those who came later; one more serves them all.
        expect(listCalls()).toBeGreaterThanOrEqual(1);
        expect(listCalls()).toBeLessThanOrEqual(2);
      },
      { timeout: 20_000 },
    );
  });

  it('reads it again for a caller who comes after the read has begun', async () => {
    await start({ vendorTimeoutMs: 20_000 });
    const { totalCount } = await listNumbers(app);
    const { control } = app.sandbox;
    control.addFault({ ...late, delayMs: 1_000, times: 1 });
    const early = listNumbers(app, { maxAge: 0 });
    await vi.waitFor(() => expect(control.faults()).toEqual([]), { timeout: 20_000 });
    control.addNumber({ vendor: listed.name, number: '+12125550142' });
    expect((await listNumbers(app, { maxAge: 0 })).totalCount).toBe(totalCount + 1);
    await early;
    expect(listCalls()).toBe(2);
  });

  it('shows what the caller itself has just done, whatever age it asks for', async () => {
    await start();
    const { id } = app.sandbox.control.addNumber({ vendor: unlisted.name, number: '+12125550142' });
    const phoneNumberId = await adopt(app, unlisted.name, id);
    const label = 'Renamed by its owner';
    const answer = await app.graphql(
      `mutation Rename($input: UpdateNumberInput!) { updateNumber(input: $input) { userErrors { message } } }`,
      { input: { phoneNumberId, label } },
    );
    expect(dataOf(answer).updateNumber.userErrors).toEqual([]);
    expect((await listNumbers(app)).edges.map(({ node }) => node.label)).toContain(label);
  });
});
