import { expect, it, onTestFinished } from 'vitest';
import { startIssuer } from '../support/issuer.ts';
import { mutate, untilOperation } from '../support/mutations.ts';
import { dataOf, listNumbers } from '../support/numbers.ts';
import { buyInto, purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const query = `query ($days: Int) { numberSummary {
  total linked unlinked byVendor { vendor total linked } openOperations needAttention oldestOpenAt
  purchasesByDay(days: $days) { day count } purchaseLimitPerDay
} }`;
const summaryOf = async (app: TestApp, variables: object = {}) =>
  dataOf(await app.graphql(query, variables)).numberSummary;
const today = () => new Date().toISOString().slice(0, 10);

async function start(settings: Parameters<typeof startTestApp>[0] = {}) {
  const app = await startTestApp(settings);
  onTestFinished(() => app.stop());
  return app;
}

it('counts numbers as the list does, released ones left out', async () => {
  const app = await start();
  await listNumbers(app, { maxAge: 0 });
  const { phoneNumber } = await mutate(app, 'purchaseNumber', purchaseInput(listed.name));
  const total = async (filter: object) => (await listNumbers(app, { filter })).totalCount;
  const before = await summaryOf(app);
  expect(before).toMatchObject({
    total: await total({}),
    linked: await total({ linked: true }),
    unlinked: await total({ linked: false }),
    purchaseLimitPerDay: null,
  });
  for (const { vendor, ...counts } of before.byVendor) {
    expect(counts).toEqual({
      total: await total({ vendors: [vendor] }),
      linked: await total({ vendors: [vendor], linked: true }),
    });
  }
  expect(before.byVendor.map(({ vendor }: { vendor: string }) => vendor)).toEqual(
    expect.arrayContaining([listed.name, unlisted.name]),
  );
  await mutate(app, 'releaseNumber', { phoneNumberId: phoneNumber?.id, confirmAddress: phoneNumber?.address });
  expect((await summaryOf(app)).total).toBe(before.total - 1);
});

it('counts what is open, what needs a person, and since when', async () => {
  const app = await start({ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 0, recoveryIntervalSeconds: 0.2 });
  expect(await summaryOf(app)).toMatchObject({ openOperations: 0, needAttention: 0, oldestOpenAt: null });
  const { payload } = await buyInto(app, unlisted.name, { fault: { kind: '500-after' } });
  const lost = await untilOperation(app, payload.operation?.id, { status: 'NEEDS_ATTENTION' });
  expect(await summaryOf(app)).toMatchObject({
    openOperations: 0,
    needAttention: 1,
    oldestOpenAt: lost.history[0]?.at,
  });
  app.sandbox.control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
  const open = await buyInto(app, listed.name, { fault: { kind: 'reset-after' } });
  expect(open.payload.operation?.status).toBe('PENDING');
  expect(await summaryOf(app)).toMatchObject({
    openOperations: 1,
    needAttention: 1,
    oldestOpenAt: lost.history[0]?.at,
  });
});

it('counts purchases by UTC day as the limit does, days without any too', async () => {
  let ahead = 0;
  const app = await start({ now: () => new Date(Date.now() + ahead), purchaseLimits: { inAll: 50, perActor: null } });
  const [first] = (await summaryOf(app, { days: 1 })).purchasesByDay;
  expect(first).toEqual({ day: today(), count: 0 });
  const buy = async () => void (await mutate(app, 'purchaseNumber', purchaseInput(listed.name)));
  await buy();
  await buy();
  ahead = 2 * 86_400_000;
  await buy();
  const { purchasesByDay, purchaseLimitPerDay } = await summaryOf(app, { days: 4 });
  expect(purchasesByDay.map(({ count }: { count: number }) => count)).toEqual([0, 2, 0, 1]);
  expect(purchasesByDay.at(-1).day).toBe(new Date(Date.now() + ahead).toISOString().slice(0, 10));
  expect(purchaseLimitPerDay).toBe(50);
  expect((await summaryOf(app)).purchasesByDay).toHaveLength(30);
});

it.each([0, -1, 367])('takes no %i days', async (days) => {
  const app = await start();
  const { errors } = await app.graphql(query, { days });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'days' } }]);
});

it('says who asks and what they may do, where callers sign in', async () => {
  const issuer = await startIssuer();
  onTestFinished(() => issuer.stop());
  const app = await start({ signIn: issuer.signIn });
  const caller = '{ numberCaller { actor scopes } }';
  const headers = await issuer.headersOf('ada', 'numbers:write', 'numbers:read');
  expect(dataOf(await app.graphql(caller, {}, headers)).numberCaller).toEqual({
    actor: 'ada',
    scopes: ['numbers:read', 'numbers:write'],
  });
  expect(dataOf(await (await start()).graphql(caller)).numberCaller).toBeNull();
});
