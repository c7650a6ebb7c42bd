import fc from 'fast-check';
import type { PhoneNumber, VendorName } from '../../../src/domain/phone-number.ts';
import { linkNumberToAgent } from '../../../src/operations/link-number-to-agent.ts';
import { type PurchaseNumberInput, purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { createReconciliationWorker } from '../../../src/operations/reconciliation/worker.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import {
  type SettleNumberOperationInput,
  settleNumberOperation,
} from '../../../src/operations/settle-number-operation.ts';
import { createSync } from '../../../src/sync/sync.ts';
import type { LinkFate, PurchaseFate } from './fake-account.ts';
import type { Fuse } from './process.ts';
import { type Fortune, GRACE_MS, LEASE_MS, SKEWS_MS, smoothly, type World } from './world.ts';

/** One thing that happens in a world. */
export type Action =
  | {
      readonly do: 'ask';
      readonly account: string;
      readonly key: number;
      readonly input: number;
      readonly fortune: Fortune;
    }
  | { readonly do: 'reconcile' | 'settle' | 'sync'; readonly fortune: Fortune }
  | { readonly do: 'link'; readonly nth: number; readonly agentId: string; readonly fortune: Fortune }
  | { readonly do: 'release'; readonly nth: number; readonly fortune: Fortune }
  | { readonly do: 'give back'; readonly nth: number }
  | { readonly do: 'wake' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'sell'; readonly vendor: VendorName; readonly number: string };

const nothing = {
  ...{ number: null, areaCode: null, contains: null, maxMonthlyPrice: null, agentId: null, inboundRouting: null },
  country: 'US',
};

/** What callers ask for. The label tells inputs apart in the ledger. */
const inputs: readonly Omit<PurchaseNumberInput, 'idempotencyKey'>[] = [
  { ...nothing, label: 'exact', vendor: 'LISTED', number: '+14155550150' },
  { ...nothing, label: 'any with agent', vendor: 'LISTED', areaCode: '415', agentId: 'agent-1' },
  { ...nothing, label: 'exact without list', vendor: 'UNLISTED', number: '+14155550100' },
  { ...nothing, label: 'any without list', vendor: 'UNLISTED', areaCode: '415', agentId: 'agent-1' },
  { ...nothing, label: 'the same number', vendor: 'LISTED', number: '+14155550150', agentId: 'agent-2' },
];

export async function perform(world: World, action: Action): Promise<void> {
  switch (action.do) {
    case 'ask':
      return world.run(action.fortune, async (parts) => {
        const { account } = action;
        const input = { ...inputOf(action.input), idempotencyKey: `key-${action.key}` };
        const result = await purchaseNumber(parts, { account, actor: null }, input);
        world.answers.push({ account, key: input.idempotencyKey, input: input.label ?? '', result });
      });
    case 'reconcile':
      return world.run(action.fortune, (parts) =>
        createReconciliationWorker(parts, { intervalMs: LEASE_MS, retentionDays: null }).runOnce(),
      );
    case 'settle':
      return settleAll(world, action.fortune);
    case 'sync':
      return world.run(action.fortune, async (parts) => {
        const sync = createSync({ ...parts, maxAgeSeconds: 0, minIntervalMs: 0, waitMs: 60_000 });
        await sync.ensureFresh(['LISTED', 'UNLISTED'], 0);
      });
    case 'link':
      return withKnown(world, action.nth, ({ id }) =>
        world.run(action.fortune, async (parts) => {
          await linkNumberToAgent(parts, someone, { phoneNumberId: id, agentId: action.agentId });
        }),
      );
    case 'release':
      return withKnown(world, action.nth, ({ id, address }) =>
        world.run(action.fortune, async (parts) => {
          await releaseNumber(parts, someone, { idempotencyKey: null, phoneNumberId: id, confirmAddress: address });
        }),
      );
    case 'give back':
      return withKnown(world, action.nth, async ({ vendorId }) => world.accounts.get('LISTED')?.giveBack(vendorId));
    case 'wake':
      return world.wakeAll();
    case 'pass':
      return world.pass(action.ms);
    case 'sell':
      world.accounts.get(action.vendor)?.sell(action.number);
  }
}

const someone = { account: 'acme', actor: 'bob' };

/** Does something with a number of the vendor that takes numbers back, if the service shows one. */
async function withKnown(world: World, nth: number, work: (number: PhoneNumber) => Promise<void>): Promise<void> {
  const paging = { direction: 'forward', size: 500, after: null, before: null } as const;
  const { edges } = await world.registry.page({ filter: { vendors: ['LISTED'] }, order: 'ADDRESS_ASC', paging });
  const number = edges[nth % Math.max(edges.length, 1)]?.node;
  if (number) await work(number);
}

function inputOf(index: number) {
  const input = inputs[index];
  if (!input) throw new Error(`There is no input ${index}.`);
  return input;
}

/**
 * A person looks each number that waits for one up in the vendor's dashboard, and names what is there. Where the
 * service knows that it came of something else, nothing came of this.
 */
async function settleAll(world: World, fortune: Fortune): Promise<void> {
  const paging = { direction: 'forward', size: 500, after: null, before: null } as const;
  const { edges } = await world.ledger.page({ filter: { statuses: ['NEEDS_ATTENTION'] }, paging });
  for (const { node: operation } of edges) {
    const sales = world.accounts.get(operation.vendor)?.sales ?? [];
    const vendorId = sales.find(({ number }) => number === operation.target)?.vendorId ?? null;
    const caller = { account: operation.account, actor: 'ann' };
    const found = { operationId: operation.id, done: null, note: 'Looked.' };
    await world.run(fortune, async (parts) => {
      const settle = (result: Pick<SettleNumberOperationInput, 'vendorId' | 'failed'>) =>
        settleNumberOperation(parts, caller, { ...found, ...result });
      const { userErrors } = await settle({ vendorId, failed: vendorId === null ? true : null });
      const isOthers = userErrors.some(({ field }) => field?.includes('vendorId'));
      if (isOthers) await settle({ vendorId: null, failed: true });
    });
  }
}

const purchaseFates: readonly PurchaseFate[] = [
  ...(['sold', 'sold-lost', 'sold-late', 'lost', 'refused', 'gone', 'unreachable'] as const),
];
const linkFates: readonly LinkFate[] = ['done', 'done-lost', 'lost', 'refused', 'unreachable'];

const fuse: fc.Arbitrary<Fuse> = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 24 }), effect: fc.constantFrom('dies' as const, 'stalls' as const) }),
);
const fortune: fc.Arbitrary<Fortune> = fc.record({
  fuse,
  luck: fc.record({
    purchases: fc.array(fc.constantFrom(...purchaseFates), { maxLength: 3 }),
    links: fc.array(fc.constantFrom(...linkFates), { maxLength: 2 }),
    readsFail: fc.nat(9).map((chance) => chance === 0),
  }),
  skewMs: fc.constantFrom(...SKEWS_MS),
});
const account = fc.constantFrom('acme', 'globex');
const inputIndex = fc.nat(inputs.length - 1);
/** Mostly each key has its own input; now and then somebody uses it for another. */
const ask: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ do: fc.constant('ask' as const), account, input: inputIndex, fortune })
      .map((asked) => ({ ...asked, key: asked.input })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('ask' as const), account, input: inputIndex, fortune, key: inputIndex }),
  },
);
const done = (...deeds: ('reconcile' | 'settle' | 'sync')[]): fc.Arbitrary<Action> =>
  fc.record({ do: fc.constantFrom(...deeds), fortune });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: ask },
  { weight: 4, arbitrary: done('reconcile') },
  { weight: 2, arbitrary: done('sync') },
  { weight: 1, arbitrary: done('settle') },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('link' as const),
      nth: fc.nat(11),
      agentId: fc.constantFrom('agent-1', 'agent-2', 'agent-3'),
      fortune,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), nth: fc.nat(11), fortune }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('give back' as const), nth: fc.nat(11) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'wake' } as const) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(1_000, 4_000, LEASE_MS + 1, GRACE_MS + 1).map((ms) => ({ do: 'pass', ms }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { do: 'sell', vendor: 'LISTED', number: '+14155550150' } as const,
      { do: 'sell', vendor: 'UNLISTED', number: '+14155550100' } as const,
    ),
  },
);

/** A life of a service, of up to 40 actions. */
export const life: fc.Arbitrary<Action[]> = fc.array(action, { minLength: 3, maxLength: 40, size: 'max' });

/** Everybody who still waits asks once more, under the key and for the input of the first time. */
export function repeats(world: World): Action[] {
  const { answers } = world;
  return [...new Map(answers.map((one) => [`${one.account} ${one.key} ${one.input}`, one])).values()].map(
    ({ account: who, key, input }) => ({
      do: 'ask',
      account: who,
      key: Number(key.slice('key-'.length)),
      input: inputs.findIndex(({ label }) => label === input),
      fortune: smoothly,
    }),
  );
}
