import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { z } from 'zod';
import { mayBelongTo } from '../src/domain/e164.ts';
import { listStock } from '../src/sandbox/stock.ts';
import { fakeVogent } from '../src/vendors/vogent/fake/index.ts';
import type { OwnProcess } from './processes.ts';

const CALLERS = 32;
const STOCK_PER_AREA_CODE = 100;

/** How numbers are asked for: each by itself, or the first that an area code has. */
export type Wish = 'exact number' | 'area code';

export const wishes: readonly Wish[] = ['exact number', 'area code'];

/** What one service did with purchases sent by 32 callers, each waiting for its answer. */
export type Measured = {
  readonly perSecond: number;
  /** How long callers waited, in ms. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** How often the ledger committed for one purchase: each step of its history is a commit of its own. */
  readonly commits: number;
  /** Processor time of the service for each purchase, in ms. */
  readonly cpuMs: number;
  /** Shares of one processor: 1 is a process that does nothing but compute. */
  readonly serviceShare: number;
  readonly sandboxShare: number;
  readonly callersShare: number;
};

const PURCHASE = `mutation ($input: PurchaseNumberInput!) {
  purchaseNumber(input: $input) { phoneNumber { ... on PhoneNumberRecord { id address } }
    operation { id status } userErrors { code message } } }`;

const NEWEST = '{ numberOperations(first: 1) { nodes { history { at } } } }';

const purchased = z.object({
  data: z.object({
    purchaseNumber: z.object({
      phoneNumber: z.object({ address: z.string() }).nullable(),
      operation: z.object({ id: z.string() }).nullable(),
      userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
    }),
  }),
});

const listed = z.object({
  data: z.object({
    numberOperations: z.object({ nodes: z.array(z.object({ history: z.array(z.unknown()) })) }),
  }),
});

/** Lets 32 callers buy at Vogent for a while. Throws if a purchase fails. */
export async function measurePurchases(
  { service, sandbox }: { service: OwnProcess & { readonly url: string }; sandbox: OwnProcess },
  { wish, stock, forMs }: { wish: Wish; stock: Stock; forMs: number },
): Promise<Measured> {
  await using connections = new Connections(service.url);
  const waits: number[] = [];
  const before = { service: service.cpuMs(), sandbox: sandbox.cpuMs(), own: process.cpuUsage() };
  const startedAt = performance.now();
  const call = async (): Promise<void> => {
    while (performance.now() - startedAt < forMs) {
      const askedAt = performance.now();
      await connections.buy(
        wish === 'exact number' ? { number: stock.nextNumber() } : { areaCode: stock.anyAreaCode() },
      );
      waits.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  const tookMs = performance.now() - startedAt;
  const own = process.cpuUsage(before.own);
  const serviceMs = service.cpuMs() - before.service;
  const commits = await connections.countSteps();
  waits.sort((one, other) => one - other);
  return {
    perSecond: (waits.length * 1000) / tookMs,
    medianMs: waits[Math.floor(waits.length * 0.5)] ?? Number.NaN,
    p99Ms: waits[Math.floor(waits.length * 0.99)] ?? Number.NaN,
    commits,
    cpuMs: serviceMs / waits.length,
    serviceShare: serviceMs / tookMs,
    sandboxShare: (sandbox.cpuMs() - before.sandbox) / tookMs,
    callersShare: (own.user + own.system) / 1000 / tookMs,
  };
}

class Connections {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: CALLERS });
  }

  async buy(wish: object): Promise<void> {
    const input = { idempotencyKey: randomUUID(), vendor: 'VOGENT', ...wish };
    const { purchaseNumber } = purchased.parse(await this.#ask(PURCHASE, { input })).data;
    if (purchaseNumber.phoneNumber === null) {
      throw new Error(`Not bought: ${JSON.stringify(purchaseNumber.userErrors)}`);
    }
  }

  /** Steps in the history of the newest operation. */
  async countSteps(): Promise<number> {
    const { numberOperations } = listed.parse(await this.#ask(NEWEST, {})).data;
    return numberOperations.nodes[0]?.history.length ?? Number.NaN;
  }

  async #ask(query: string, variables: object): Promise<unknown> {
    const { body } = await this.#pool.request({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return body.json();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.close();
  }
}

/** What the sandbox's Vogent has for sale. */
export type Stock = { nextNumber(): string; anyAreaCode(): string };

/** One half of the area codes is for purchases of exact numbers, so that others do not buy these away. */
export function openStock(): Stock {
  const areaCodes = Array.from({ length: 800 }, (_, index) => String(200 + index)).filter(isSold);
  const searched = areaCodes.filter((_, index) => index % 2 === 0);
  const numbers = areaCodes.filter((_, index) => index % 2 === 1).flatMap(numbersIn);
  return {
    nextNumber() {
      const number = numbers.pop();
      if (number === undefined) throw new Error('Everything is sold: the bench needs more stock.');
      return number;
    },
    anyAreaCode: () => searched[Math.floor(Math.random() * searched.length)] ?? '415',
  };
}

function isSold(areaCode: string): boolean {
  const [first] = numbersIn(areaCode);
  // The fakes sell numbers of all of North America; the service buys in the country it is asked for.
  return first !== undefined && mayBelongTo(first, 'US');
}

function numbersIn(areaCode: string): string[] {
  const search = { country: 'US', prefix: areaCode, contains: null, perAreaCode: STOCK_PER_AREA_CODE };
  return fakeVogent.stock === null ? [] : [...listStock(fakeVogent.stock, search)];
}
