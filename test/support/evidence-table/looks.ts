import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { OperationCall } from '../../../src/domain/call.ts';
import type { Evidence, Verdict } from '../../../src/operations/reconciliation/evidence.ts';
import type { OperationContext } from '../../../src/operations/shared/context.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { hides, losesItsAnswer, neverArrives, refuses, showsOnly } from '../misleading/lies.ts';
import type { MisledApp } from '../misleading/misled-app.ts';
import { passGrace } from '../misleading/misled-app.ts';
import type { Lie } from '../misleading/way.ts';
import { mutate, type ShownPayload, untilOperation } from '../mutations.ts';
import { listNumbers } from '../numbers.ts';
import { purchaseInput } from '../purchases.ts';
import { listed, ordering, type TestVendor, unlisted } from '../vendors.ts';

/** A service of its own, and a number that nobody has asked for yet. */
export type Case = {
  readonly misled: MisledApp;
  readonly vendor: Pick<TestVendor, 'name'>;
  readonly areaCode: string;
  /** What a search in that area code shows first. */
  readonly number: string;
  /** A purchase in it, of which a repeat is the same. */
  readonly input: Record<string, unknown>;
  /** Sets the clock ahead. */
  skip(ms: number): void;
};

/** Evidence as the table tells it, and how it comes about. */
export type LookRow = {
  readonly evidence: string;
  readonly meets: Evidence;
  /** What the operation is then. */
  readonly is: Verdict;
  /** Those of the vendors that can meet it; null for one that picks the number itself. */
  readonly vendors: readonly (TestVendor | null)[];
  /** Brings it about, and gives the operation that it is about. */
  readonly arrange: (at: Case) => Promise<ShownPayload>;
  /** For how long nothing is found out before it counts as a day. */
  readonly dayInSeconds?: number;
  /** Stops an operation at a step, as a process that dies there. */
  readonly decorate?: (context: OperationContext) => OperationContext;
};

const both = [listed, unlisted];
const aDay = { dayInSeconds: 3 };

/** Asks for a number while the first call meets this lie. */
const buying =
  (lie: Lie) =>
  ({ misled, vendor, input }: Case): Promise<ShownPayload> => {
    misled.way.once(vendor.name, 'purchase', lie);
    return misled.purchase(input);
  };

/** Places an order that meets this fault, and loses the answer. */
const ordersThat =
  (kind: Fault['kind']) =>
  (at: Case): Promise<ShownPayload> => {
    at.misled.sandbox.control.addFault({ vendor: at.vendor.name, operation: 'purchase', kind, times: 1 });
    return buying(losesItsAnswer)(at);
  };

/** A number whose order is complete, and which no list shows. */
function orderingWhatIsNotShown(at: Case): Promise<ShownPayload> {
  at.misled.way.on(at.vendor.name, 'list', hides(at.number));
  return buying(losesItsAnswer)(at);
}

/** The same, and once more when the grace period is over: the vendor refuses, and says that there is one already. */
async function buyingTwice(at: Case): Promise<ShownPayload> {
  const { misled, vendor, input } = at;
  await buying(neverArrives)(at);
  await passGrace();
  misled.way.on(vendor.name, 'purchase', refuses(409, 'Phone number already purchased'));
  return vi.waitFor(
    async () => {
      const payload = await misled.purchase(input);
      // Reconciliation may have been looking at it.
      expect(misled.way.calls(vendor.name, 'purchase')).toHaveLength(2);
      return payload;
    },
    { timeout: 10_000, interval: 100 },
  );
}

/** Buys a number, and changes it in a call that meets this lie. */
const changing =
  (operation: 'update' | 'release', lie: Lie) =>
  async ({ misled, vendor, input }: Case): Promise<ShownPayload> => {
    const { phoneNumber } = await misled.purchase(input);
    const { id: phoneNumberId, address: confirmAddress } = phoneNumber ?? {};
    misled.way.once(vendor.name, operation, lie);
    if (operation === 'release') {
      const idempotencyKey = randomUUID();
      return mutate(misled.app, 'releaseNumber', { idempotencyKey, phoneNumberId, confirmAddress });
    }
    const agentId = both.find(({ name }) => name === vendor.name)?.agents.second;
    return mutate(misled.app, 'linkNumberToAgent', { phoneNumberId, agentId });
  };

const withoutList = ({ misled, vendor }: Case) => misled.way.on(vendor.name, 'list', refuses(500, 'Down'));
const withoutSearch = ({ misled, vendor }: Case) => misled.way.on(vendor.name, 'search', refuses(500, 'Down'));

/** A call whose number the vendor does not show yet, whatever is asked. */
async function buyingWhatIsNotShown(at: Case): Promise<ShownPayload> {
  const { misled, vendor } = at;
  const pending: Lie = async (exchange) => {
    const { status, text } = await exchange.forward();
    exchange.answer({ status, text: text.replace('"active"', '"pending"') });
  };
  misled.way.on(vendor.name, 'get', vendor === unlisted ? pending : refuses(404, 'No such line'));
  return buying(pending)(at);
}

/** A call that was made with the key of another account than the one that is asked afterwards. */
async function buyingWithAnotherKey(at: Case): Promise<ShownPayload> {
  const { misled, vendor } = at;
  await listNumbers(misled.app, { maxAge: 0 });
  misled.way.on(vendor.name, 'list', refuses(500, 'Down'));
  const payload = await buying(losesItsAnswer)(at);
  const { number: theirs } = misled.sandbox.control.addNumber({ vendor: vendor.name, number: '+12125559999' });
  misled.way.on(vendor.name, 'list', showsOnly(theirs));
  await misled.app.restart({ accounts: misled.accounts('another-key') });
  return payload;
}

/** Stops at one step of the ledger, once. */
const dying =
  (step: 'recordSent' | 'chooseAgain') =>
  (context: OperationContext): OperationContext => {
    const { [step]: work } = context.ledger;
    let isDead = false;
    const once: typeof work = async (...args: never[]) => {
      if (isDead) return Reflect.apply(work, context.ledger, args);
      isDead = true;
      throw new Error('The process has died.');
    };
    return { ...context, ledger: { ...context.ledger, [step]: once } };
  };

/** A call as it was recorded when what the account had was asked for all the same. */
const asOfOld = ({ priorNumberIds, releasedNumberIds, ...call }: OperationCall): OperationCall => ({
  ...call,
  priorNumberIds: [...priorNumberIds, ...releasedNumberIds],
  releasedNumberIds: [],
});

/** The rows of the table that are about what is found later. */
export const lookRows: readonly LookRow[] = [
  {
    evidence: 'the service stopped before the vendor was called',
    meets: 'never-sent',
    is: 'did-not-happen',
    vendors: both,
    decorate: dying('recordSent'),
    async arrange({ misled, input, skip }) {
      const payload = await misled.purchase(input);
      skip(120_000);
      return payload;
    },
  },
  {
    evidence: 'the list holds the number, it was not there before, and no other operation obtained it',
    meets: 'in-account',
    is: 'happened',
    vendors: [listed, null],
    arrange: buying(losesItsAnswer),
  },
  {
    evidence: 'the same, once it had failed',
    meets: 'seen-in-account',
    is: 'happened',
    vendors: [listed],
    async arrange(at) {
      const { misled, vendor, number } = at;
      const show = misled.way.on(vendor.name, 'list', hides(number));
      const payload = await buying(losesItsAnswer)(at);
      await untilOperation(misled.app, payload.operation?.id, { status: 'FAILED' });
      show();
      await listNumbers(misled.app, { maxAge: 0 });
      return payload;
    },
  },
  {
    evidence: 'the same of a number that somebody has adopted',
    meets: 'seen-in-account',
    is: 'happened',
    vendors: [unlisted],
    async arrange(at) {
      const { misled, vendor, number } = at;
      const payload = await buying(losesItsAnswer)(at);
      const bought = misled.sandbox.control.numbers(vendor.name).find((held) => held.number === number);
      await mutate(misled.app, 'adoptNumber', { vendor: vendor.name, vendorId: bought?.id });
      return payload;
    },
  },
  {
    evidence: 'an older version recorded that it was in the account before the first call, and the vendor says so',
    meets: 'was-there-before',
    is: 'never-again',
    vendors: [listed],
    decorate: (context) => ({
      ...context,
      ledger: { ...context.ledger, calls: async (id) => (await context.ledger.calls(id)).map(asOfOld) },
    }),
    async arrange(at) {
      const { misled, vendor, number } = at;
      misled.sandbox.control.addNumber({ vendor: vendor.name, number });
      misled.sandbox.control.addNumber({ vendor: vendor.name, number: '+12125559998' });
      await listNumbers(misled.app, { maxAge: 0 });
      const show = [
        misled.way.on(vendor.name, 'list', hides(number)),
        misled.way.on(vendor.name, 'get', refuses(404, 'No such line')),
      ];
      await listNumbers(misled.app, { maxAge: 0 });
      for (const again of show) again();
      return buying(refuses(409, 'You already own this number'))({
        ...at,
        input: purchaseInput(vendor.name, { number }),
      });
    },
  },
  {
    evidence: 'another operation obtained it',
    meets: 'is-anothers',
    is: 'never-again',
    vendors: [listed],
    async arrange(at) {
      const { misled, vendor, number } = at;
      const { operation } = await buying(neverArrives)(at);
      await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
      await misled.purchase(purchaseInput(vendor.name, { number }));
      return misled.purchase(at.input);
    },
  },
  {
    evidence: 'one complete sync without it',
    meets: 'not-seen-once',
    is: 'open',
    vendors: [listed],
    arrange: buying(neverArrives),
  },
  {
    evidence: 'two complete syncs without it',
    meets: 'not-seen-twice',
    is: 'did-not-happen',
    vendors: [listed],
    arrange: buying(neverArrives),
  },
  {
    evidence: 'two complete syncs without it, after an unanswered call and a refusal',
    meets: 'not-seen-twice-after-refusal',
    is: 'never-again',
    vendors: [listed],
    arrange: buyingTwice,
  },
  {
    evidence: 'two complete syncs without the marker',
    meets: 'marker-not-seen-twice',
    is: 'never-again',
    vendors: [null],
    arrange: buying(neverArrives),
  },
  {
    evidence: 'it is no longer available, and a vendor that could not be asked at once does not show it',
    meets: 'unavailable-and-not-shown',
    is: 'choose-again',
    vendors: [listed],
    async arrange(at) {
      const { misled, vendor } = at;
      const answerAgain = misled.way.on(vendor.name, 'list', refuses(400, 'The list is being counted'));
      const payload = await buying(refuses(409, 'This number is no longer available'))(at);
      answerAgain();
      return payload;
    },
  },
  {
    evidence: 'it is no longer available, and the service stopped before it chose again',
    meets: 'unavailable-and-not-shown',
    is: 'choose-again',
    vendors: both,
    decorate: dying('chooseAgain'),
    async arrange(at) {
      const payload = await buying(refuses(409, 'This number is no longer available'))(at);
      at.skip(120_000);
      return payload;
    },
  },
  {
    evidence: '2xx "pending"',
    meets: 'obtained-not-shown',
    is: 'open',
    vendors: [unlisted, null],
    arrange: buyingWhatIsNotShown,
  },
  {
    evidence: '2xx "pending", and nothing else for a day',
    meets: 'obtained-not-shown-for-a-day',
    is: 'person',
    vendors: [unlisted, null],
    ...aDay,
    arrange: buyingWhatIsNotShown,
  },
  {
    evidence: 'its order is complete, and the number is not shown',
    meets: 'obtained-not-shown',
    is: 'open',
    vendors: [ordering],
    arrange: orderingWhatIsNotShown,
  },
  {
    evidence: 'its order is complete, and the number is not shown for a day',
    meets: 'obtained-not-shown-for-a-day',
    is: 'person',
    vendors: [ordering],
    ...aDay,
    arrange: orderingWhatIsNotShown,
  },
  {
    evidence: 'its order is pending, and complete lists do not show the number',
    meets: 'order-pending',
    is: 'open',
    vendors: [ordering],
    arrange: ordersThat('order-stays'),
  },
  {
    evidence: 'its order is pending, for a day',
    meets: 'order-pending-for-a-day',
    is: 'person',
    vendors: [ordering],
    ...aDay,
    arrange: ordersThat('order-stays'),
  },
  {
    evidence: 'its order failed',
    meets: 'order-failed',
    is: 'did-not-happen',
    vendors: [ordering],
    arrange: ordersThat('order-fails'),
  },
  {
    evidence: 'its order failed, and said so in its answer',
    meets: 'order-failed-after-refusal',
    is: 'never-again',
    vendors: [ordering],
    arrange({ misled, vendor, number }) {
      misled.sandbox.control.addFault({ vendor: vendor.name, operation: 'purchase', kind: 'order-fails', times: 1 });
      return misled.purchase(purchaseInput(vendor.name, { number }));
    },
  },
  {
    evidence: 'no list: the search still offers the number',
    meets: 'still-offered',
    is: 'open',
    vendors: [unlisted],
    arrange: buying(neverArrives),
  },
  {
    evidence: 'no list: the search still offers the number at several looks over a day',
    meets: 'still-offered-for-a-day',
    is: 'did-not-happen',
    vendors: [unlisted],
    ...aDay,
    arrange: buying(neverArrives),
  },
  {
    evidence: 'no list: anything else',
    meets: 'untraceable',
    is: 'open',
    vendors: [unlisted],
    arrange: buying(losesItsAnswer),
  },
  {
    evidence: 'no list: anything else, for a day',
    meets: 'untraceable-for-a-day',
    is: 'person',
    vendors: [unlisted],
    ...aDay,
    arrange: buying(losesItsAnswer),
  },
  {
    evidence: 'no list: a refusal after an unanswered call',
    meets: 'refused-untraceable',
    is: 'person',
    vendors: [unlisted],
    arrange: buyingTwice,
  },
  {
    evidence: 'a list of another account than the call was made with',
    meets: 'other-account',
    is: 'open',
    vendors: [listed],
    arrange: buyingWithAnotherKey,
  },
  {
    evidence: 'a list of another account than the call was made with, for a day',
    meets: 'other-account-for-a-day',
    is: 'person',
    vendors: [listed],
    ...aDay,
    arrange: buyingWithAnotherKey,
  },
  {
    evidence: 'a search or a list that fails',
    meets: 'no-answer',
    is: 'open',
    vendors: both,
    async arrange(at) {
      const payload = await buying(neverArrives)(at);
      withoutList(at);
      withoutSearch(at);
      return payload;
    },
  },
  {
    evidence: 'a search or a list that fails, for a day',
    meets: 'no-answer-for-a-day',
    is: 'person',
    vendors: both,
    ...aDay,
    async arrange(at) {
      const payload = await buying(neverArrives)(at);
      withoutList(at);
      withoutSearch(at);
      return payload;
    },
  },
  {
    evidence: 'any list, before the grace period is over',
    meets: 'too-early',
    is: 'open',
    vendors: both,
    arrange: buying(neverArrives),
  },
  {
    evidence: 'the number is as a change wanted it',
    meets: 'as-asked',
    is: 'happened',
    vendors: both,
    arrange: changing('update', losesItsAnswer),
  },
  {
    evidence: 'the number is not as a change wanted it, after the grace period',
    meets: 'not-as-asked',
    is: 'did-not-happen',
    vendors: both,
    arrange: changing('update', neverArrives),
  },
  {
    evidence: 'the number that was given back is no longer there',
    meets: 'no-longer-in-account',
    is: 'happened',
    vendors: [listed],
    arrange: changing('release', losesItsAnswer),
  },
  {
    evidence: 'the number that was given back is still there, after the grace period',
    meets: 'still-there',
    is: 'did-not-happen',
    vendors: [listed],
    arrange: changing('release', neverArrives),
  },
];
