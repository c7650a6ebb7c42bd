import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { documentOf, type ShownPayload } from '../support/mutations.ts';
import { freeAreaCode, purchaseInput } from '../support/purchases.ts';
import { vendorOf } from '../support/vendors.ts';
import type { Balancer } from './balancer.ts';

/** What callers have been told. */
export type Told = {
  /** The address that each key bought. */
  readonly bought: Map<string, string>;
  /** What was answered in any other way than with a number, or that its outcome is not known yet. */
  readonly refused: unknown[];
};

/** Callers who buy one number after another until they are stopped, and repeat a key until it has an end. */
export type Buyers = { readonly told: Told; stop(): Promise<Told> };

/** How long a caller waits before a repeat, and between two numbers, in ms. */
const REPEAT_MS = 250;
const PAUSE_MS = 100;
/** How many a caller buys in an area code before it goes on to the next: less than a vendor sells there. */
const OF_AREA_CODE = 20;

/** What a caller wants: numbers that it names, or any. Of another area code than all others, who would be in its way. */
export type Wish = { readonly vendor: VendorName; readonly exactly: boolean };

/** Starts one caller for each wish. */
export function startBuyers(balancer: Balancer, wishes: readonly Wish[]): Buyers {
  const told: Told = { bought: new Map(), refused: [] };
  const ending = new AbortController();

  const choose = ({ vendor, exactly }: Wish, areaCode: string, index: number) =>
    exactly ? { number: vendorOf(vendor).stockNumber(areaCode, index) } : { areaCode };
  const buyOne = async (input: Record<string, unknown>): Promise<void> => {
    for (;;) {
      const { status, data, errors } = await balancer.graphql(documentOf('purchaseNumber'), { input });
      const payload: ShownPayload | null = data?.purchaseNumber ?? null;
      const { phoneNumber = null, userErrors = [] } = payload ?? {};
      const isOpen = userErrors.length > 0 && userErrors.every(({ code }) => code === 'OUTCOME_UNKNOWN');
      if (status !== 200 || errors || payload === null || (phoneNumber === null && !isOpen)) {
        told.refused.push({ status, errors, userErrors });
        return;
      }
      if (phoneNumber !== null) return void told.bought.set(String(input['idempotencyKey']), phoneNumber.address);
      await sleep(REPEAT_MS);
    }
  };
  const caller = async (wish: Wish): Promise<void> => {
    let areaCode = '';
    for (let count = 0; !ending.signal.aborted; count += 1) {
      if (count % OF_AREA_CODE === 0) areaCode = freeAreaCode();
      const input = purchaseInput(wish.vendor, choose(wish, areaCode, count % OF_AREA_CODE));
      await buyOne(input).catch((error: unknown) => void told.refused.push(error));
      await sleep(PAUSE_MS);
    }
  };
  const all = Promise.all(wishes.map(caller));
  return {
    told,
    async stop() {
      ending.abort();
      await all;
      return told;
    },
  };
}
