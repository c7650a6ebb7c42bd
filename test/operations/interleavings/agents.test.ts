import { expect, it } from 'vitest';
import { linkNumberToAgent } from '../../../src/operations/link-number-to-agent.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { updateNumber } from '../../../src/operations/update-number.ts';
import { busy, caller, createInstance, failing, idOf, input, once, open } from '../../support/interleavings-harness.ts';

const phoneNumberId = idOf('v-1');
const forAgent = { ...input, agentId: 'agent-1' };
const newer = { phoneNumberId, agentId: 'agent-2' };

it('an agent that was linked while the purchase was open is not replaced by the one it asked for', async () => {
  const { account, parts, reconcile, sync, pass } = await open();
  account.losesAnswers = true;
  await purchaseNumber(parts, caller, forAgent);
  await sync();
  expect((await linkNumberToAgent(parts, caller, newer)).userErrors).toEqual([]);
  pass(30_000);
  await reconcile();
  expect(account.numbers[0]?.agentId).toBe('agent-2');
  // Not all that was asked for has been done.
  const again = await purchaseNumber(parts, caller, forAgent);
  expect(again).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [{ code: 'AGENT_LINK_FAILED' }] });
});

it('an agent that was unlinked again meanwhile stays so', async () => {
  const { account, parts, reconcile, sync, pass } = await open();
  account.losesAnswers = true;
  await purchaseNumber(parts, caller, forAgent);
  await sync();
  await linkNumberToAgent(parts, caller, newer);
  account.numbers[0] = { ...account.add('+14155550151'), vendorId: 'v-1' };
  pass(30_000);
  await reconcile();
  expect(account.numbers[0]?.agentId).toBeNull();
});

it.each([0, 20_000])('two links are never under way at once, with %s ms to wait', async (waitMs) => {
  const { database, now, account, parts, reconcile, pass, read } = await open();
  const { parts: patient } = createInstance(database, account.vendor, now, waitMs);
  const answers: Promise<unknown>[] = [];
  once(
    (hook) => (account.onUpdate = hook),
    async () => {
      answers.push(linkNumberToAgent(patient, caller, newer));
      await Promise.race([answers[0], new Promise((resolve) => setTimeout(resolve, 50))]);
    },
  );
  await purchaseNumber(parts, caller, forAgent);
  const [link] = await Promise.all(answers);
  expect(link).toMatchObject({ operation: { status: waitMs === 0 ? 'FAILED' : 'SUCCEEDED' } });
  for (let look = 0; look < 5; look += 1) {
    pass(900_000);
    await reconcile();
  }
  const agentId = waitMs === 0 ? 'agent-1' : 'agent-2';
  expect([account.numbers[0]?.agentId, (await read('v-1'))?.agentId]).toEqual([agentId, agentId]);
});

it('a purchase whose link was superseded by one that failed does not say that all is done', async () => {
  const { account, parts } = await open();
  account.onUpdate = failing(busy);
  await purchaseNumber(parts, caller, forAgent);
  expect((await linkNumberToAgent(parts, caller, newer)).operation?.status).toBe('FAILED');
  const again = await purchaseNumber(parts, caller, forAgent);
  expect(again.userErrors).toMatchObject([{ code: 'AGENT_LINK_FAILED', charged: 'YES' }]);
});

it('a number that is locked before its release is sent stays', async () => {
  const { account, parts, sync } = await open();
  account.add('+14155550151');
  await sync();
  const { begin } = parts.ledger;
  const slow = {
    ...parts,
    ledger: {
      ...parts.ledger,
      // Another instance locks it between the look at the number and the record of the call.
      begin: async (intent: Parameters<typeof begin>[0]) => {
        expect((await updateNumber(parts, caller, { phoneNumberId, locked: true })).userErrors).toEqual([]);
        return begin(intent);
      },
    },
  };
  const release = { idempotencyKey: null, phoneNumberId, confirmAddress: '+14155550151' };
  const { userErrors } = await releaseNumber(slow, caller, release);
  expect(userErrors).toMatchObject([{ code: 'NUMBER_LOCKED' }]);
  expect(account.numbers).toHaveLength(1);
});
