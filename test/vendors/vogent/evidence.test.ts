import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { losesItsAnswer, neverArrives } from '../../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../../support/misleading/misled-app.ts';
import type { Lie } from '../../support/misleading/way.ts';
import { readOperation, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { purchaseInput } from '../../support/purchases.ts';
import { listAll } from '../../support/vendor-calls.ts';
import { createVogentHarness } from './harness.ts';

const vendor = 'VOGENT';

const vogent = createVogentHarness();

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
});
afterEach(() => misled.stop());

describe('a page without the member `cursor`', () => {
  /** As if the vendor had renamed it. */
  const renamed: Lie = async (exchange) => {
    const { status, text } = await exchange.forward();
    exchange.answer({ status, text: text.replace('"cursor"', '"nextCursor"') });
  };

  it('is not the last one', async () => {
    vogent.answer({ data: [], nextCursor: 'YWZ0ZXI6MTAw' });
    await expect(listAll(vogent.createVendor())).rejects.toThrow(/cannot be read to its end/);
    vogent.answer({ data: [], cursor: null });
    expect(await listAll(vogent.createVendor())).toEqual([]);
  });

  it('releases nothing of what may come behind it, and says nothing about an open purchase', async () => {
    for (let line = 0; line < 120; line += 1) {
      misled.sandbox.control.addNumber({ vendor, number: `+1212555${1_000 + line}` });
    }
    const all = { first: 100, maxAge: 0, filter: { vendors: [vendor], statuses: ['RELEASED'] } };
    expect((await listNumbers(misled.app, all)).totalCount).toBe(0);
    misled.way.once(vendor, 'purchase', neverArrives);
    misled.way.on(vendor, 'list', renamed);
    const { operation } = await misled.purchase(purchaseInput(vendor));
    await sleep(4 * GRACE_SECONDS * 1_000);
    const { totalCount, outages } = await listNumbers(misled.app, all);
    expect(totalCount).toBe(0);
    expect(outages.map((outage) => outage.vendor)).toEqual([vendor]);
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).toEqual(['PENDING']);
  });
});

const spellings = [
  {
    what: 'in Britain as it is dialled there',
    isSoldSo: true,
    search: { country: 'GB', areaCode: '207946' },
    spell: (number: string) => number.replace(/^\+44(..)(....)(....)$/, '0$1 $2 $3'),
  },
  {
    what: 'in Mexico with the 1 that is dialled no more',
    isSoldSo: false,
    search: { country: 'MX', areaCode: '222' },
    spell: (number: string) => number.replace(/^\+52/, '+521'),
  },
  {
    what: 'in Argentina as it is dialled there',
    isSoldSo: true,
    search: { country: 'AR', areaCode: '911' },
    spell: (number: string) => number.replace(/^\+549(..)(....)(....)$/, '0$1 15 $2-$3'),
  },
];

describe.each(spellings)('a number that is spelt $what', ({ search, spell, isSoldSo }) => {
  let number: string;
  /** The vendor, which spells it so in everything that it says, and takes it so. */
  const spelt = (lie?: Lie): Lie =>
    async function act(exchange) {
      const inE164 = number === '' ? exchange.body : exchange.body.replaceAll(spell(number), number);
      const { status, text } = await exchange.forward(inE164);
      if (exchange.operation === 'search') number ||= /\+\d+/.exec(text)?.[0] ?? '';
      if (exchange.operation === 'search' && !isSoldSo) return exchange.answer({ status, text });
      if (lie) return lie({ ...exchange, forward: async () => ({ status, text }) });
      exchange.answer({ status, text: number === '' ? text : text.replaceAll(number, spell(number)) });
    };
  beforeEach(() => {
    number = '';
    misled.way.on(vendor, 'search', spelt());
    misled.way.on(vendor, 'purchase', spelt());
    misled.way.on(vendor, 'list', spelt());
    misled.way.on(vendor, 'get', spelt());
  });

  it('is one number to a search, to the answer and to the list', async () => {
    const { phoneNumber, userErrors } = await misled.purchase(purchaseInput(vendor, search));
    expect(userErrors).toEqual([]);
    expect(number).not.toBe(spell(number));
    expect(phoneNumber?.address).toBe(number);
    const filter = { contains: number.slice(-4), vendors: [vendor] };
    const { edges } = await listNumbers(misled.app, { maxAge: 0, filter });
    expect(edges.map(({ node }) => [node.id, node.address])).toEqual([[phoneNumber?.id, number]]);
  });

  it('is found in the list when the answer is lost', async () => {
    misled.way.once(vendor, 'purchase', spelt(losesItsAnswer));
    const { operation } = await misled.purchase(purchaseInput(vendor, search));
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(number);
    expect(statusesOf(found)).not.toContain('FAILED');
  });
});
