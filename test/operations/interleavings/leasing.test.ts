import { setTimeout as sleep } from 'node:timers/promises';
import type { KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { settleNumberOperation } from '../../../src/operations/settle-number-operation.ts';
import {
  busy,
  caller,
  createInstance,
  failing,
  input,
  lost,
  once,
  open,
  settlementOf,
} from '../../support/interleavings-harness.ts';

/** Another instance, delayed after its first read of the database until it is let go. */
function delay({ database, account, now }: Awaited<ReturnType<typeof open>>) {
  const read = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const selects = new WeakSet<object>();
  let isFirst = true;
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (node.kind === 'SelectQueryNode') selects.add(queryId);
      return node;
    },
    async transformResult({ queryId, result }) {
      if (isFirst && selects.has(queryId)) {
        isFirst = false;
        read.resolve();
        await go.promise;
      }
      return result;
    },
  };
  const { parts } = createInstance(database.withPlugin(plugin), account.vendor, now);
  return {
    parts,
    hasRead: read.promise,
    /** Lets it go once the others are done, or wait for it. */
    async letGoAfter(others: Promise<unknown>) {
      await Promise.race([others, sleep(500)]);
      go.resolve();
    },
  };
}

it('two repeats of a call that failed buy once, whichever is delayed', async () => {
  const world = await open('PostgreSQL');
  const { account, parts } = world;
  once((hook) => (account.onPurchase = hook), failing(busy));
  expect((await purchaseNumber(parts, caller, input)).operation?.status).toBe('FAILED');
  const slow = delay(world);
  const late = purchaseNumber(slow.parts, caller, input);
  await slow.hasRead;
  const early = purchaseNumber(parts, caller, input);
  await slow.letGoAfter(early);
  await Promise.all([early, late]);
  expect(account.sales).toHaveLength(1);
});

it('what one person has settled is not settled otherwise by another who was delayed', async () => {
  const world = await open('PostgreSQL');
  const { account, parts, statusOf } = world;
  account.losesAnswers = true;
  const { operation } = await purchaseNumber(parts, caller, input);
  const operationId = operation?.id ?? '';
  const leased = await parts.ledger.claim(operationId, 'PENDING');
  if (!leased) throw new Error('It should be open.');
  await parts.ledger.finish(leased, { status: 'NEEDS_ATTENTION', note: 'Look.', errors: [] });

  const slow = delay(world);
  const claim = slow.parts.ledger.claim;
  const nothing = settleNumberOperation(
    { ...parts, ledger: { ...parts.ledger, claim } },
    caller,
    settlementOf({ id: operationId }, { failed: true }),
  );
  await slow.hasRead;
  const found = settleNumberOperation(parts, caller, settlementOf({ id: operationId }, { vendorId: 'v-1' }));
  await slow.letGoAfter(found);
  const answers = await Promise.all([found, nothing]);
  // Whoever came first, the other is told so.
  expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
  const said = answers[0].userErrors.length === 0 ? 'SUCCEEDED' : 'FAILED';
  expect(await statusOf(operationId)).toBe(said);
});

it('a repeat that was delayed does not resume what reconciliation has ended', async () => {
  const world = await open('PostgreSQL');
  const { account, parts, pass, reconcile } = world;
  once(
    (hook) => (account.onPurchase = hook),
    async () => {
      account.add('+14155550151');
      account.sales.push('+14155550151');
      throw lost();
    },
  );
  const { operation } = await purchaseNumber(parts, caller, input);
  const slow = delay(world);
  const repeat = purchaseNumber(slow.parts, caller, input);
  await slow.hasRead;
  pass(16_000);
  await slow.letGoAfter(reconcile());
  await repeat;
  for (let look = 0; look < 5; look += 1) {
    pass(3_600_000);
    await reconcile();
  }
  expect(await parts.ledger.find(operation?.id ?? '')).toMatchObject({ status: 'SUCCEEDED', dueAt: null });
  expect(account.sales).toHaveLength(1);
});
