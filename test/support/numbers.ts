import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { NumberInput } from '../../src/sandbox/control.ts';
import type { Answer, TestApp } from './test-app.ts';
import { listed, vendorNames, vendorOf } from './vendors.ts';

/** Every argument and, in effect, every member of a list of numbers. */
export const listQuery = `
  query List(
    $first: Int, $after: String, $last: Int, $before: String
    $filter: PhoneNumberFilter, $orderBy: PhoneNumberOrder, $maxAge: Int
  ) {
    phoneNumbers(
      first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy, maxAge: $maxAge
    ) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { ... on PhoneNumberRecord { id vendor vendorId address label status agent { id } syncedAt } } }
      outages { vendor since message }
    }
  }`;

/** What `listQuery` answers of one number. */
export type ListedNumber = {
  readonly id: string;
  readonly vendor: VendorName;
  readonly vendorId: string;
  readonly address: string;
  readonly label: string | null;
  readonly status: string;
  readonly agent: { readonly id: string } | null;
  readonly syncedAt: string;
};

/** A page of numbers as tests compare it. */
export type ListedPage = {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly { readonly cursor: string; readonly node: ListedNumber }[];
  readonly outages: readonly { readonly vendor: VendorName; readonly since: string; readonly message: string }[];
};

/** Asks for a page of numbers. Throws if there is none. */
export async function listNumbers(app: TestApp, variables: object = {}): Promise<ListedPage> {
  return dataOf(await app.graphql(listQuery, variables)).phoneNumbers;
}

/** The addresses of a page, in its order. */
export function addressesOf(page: ListedPage): string[] {
  return page.edges.map(({ node }) => node.address);
}

/** The data of an answer. Throws if it has errors. */
export function dataOf({ data, errors }: Answer): Answer['data'] {
  if (errors) throw new Error(`GraphQL answered with errors: ${JSON.stringify(errors)}`);
  return data;
}

/** Adds a number of a vendor's account to the registry. Returns its id. */
export async function adopt(app: TestApp, vendor: VendorName, vendorId: string): Promise<string> {
  const answer = await app.graphql(
    `mutation Adopt($input: AdoptNumberInput!) {
      adoptNumber(input: $input) { phoneNumber { ... on PhoneNumberRecord { id } } userErrors { message } }
    }`,
    { input: { vendor, vendorId } },
  );
  const { phoneNumber, userErrors } = dataOf(answer).adoptNumber;
  if (!phoneNumber) throw new Error(`Not adopted: ${JSON.stringify(userErrors)}`);
  return phoneNumber.id;
}

/** Adopts every number of the accounts that cannot be listed. Returns their ids. */
export async function adoptUnlisted(app: TestApp): Promise<string[]> {
  const ids: string[] = [];
  for (const vendor of vendorNames.filter((name) => !vendorOf(name).can('LIST'))) {
    for (const { id } of app.sandbox.control.numbers(vendor)) ids.push(await adopt(app, vendor, id));
  }
  return ids;
}

/** Adds numbers `+1212555….` to an account that can be listed, as if bought in its dashboard. */
export function addListedNumbers(
  app: TestApp,
  count: number,
  make: (index: number) => Partial<NumberInput> = () => ({}),
) {
  return Array.from({ length: count }, (_, index) =>
    app.sandbox.control.addNumber({ vendor: listed.name, number: `+1212555${1000 + index}`, ...make(index) }),
  );
}

/** Empties the sandbox accounts, so that a test's own numbers are all there are. */
export function emptyAccounts({ sandbox }: Pick<TestApp, 'sandbox'>): void {
  for (const vendor of vendorNames) {
    for (const { id } of sandbox.control.numbers(vendor)) sandbox.control.removeNumber(vendor, id);
  }
}

/**
 * Repeats a request until one is answered within this time. For what must not wait: a busy machine answers late now and
 * then, a service that waits does so always.
 */
export async function answersWithin<Answered>(ms: number, ask: () => Promise<Answered>): Promise<Answered> {
  return vi.waitFor(
    async () => {
      const startedAt = performance.now();
      const answer = await ask();
      expect(performance.now() - startedAt).toBeLessThan(ms);
      return answer;
    },
    { timeout: 20_000, interval: 10 },
  );
}

/** How many numbers the accounts of these vendors have. */
export function countNumbers({ sandbox }: Pick<TestApp, 'sandbox'>, vendors: readonly VendorName[]): number {
  return vendors.flatMap((vendor) => sandbox.control.numbers(vendor)).length;
}

/** What one request did: its answer, the SQL it ran, the calls it made to vendors and the errors it logged. */
export type Watched = {
  readonly answer: Answer;
  readonly sql: readonly string[];
  readonly vendorCalls: number;
  readonly errorLines: readonly Record<string, unknown>[];
};

/** Sends a request and reads in the log what it did. */
export async function watch(app: TestApp, query: string, variables: object = {}): Promise<Watched> {
  const requestId = randomUUID();
  const answer = await app.graphql(query, variables, { 'x-request-id': requestId });
  const lines = linesOf(app).filter((line) => line['requestId'] === requestId);
  return {
    answer,
    sql: lines.filter((line) => line['msg'] === 'sql').map((line) => String(line['sql'])),
    vendorCalls: lines.filter((line) => line['msg'] === 'vendor call').length,
    errorLines: lines.filter((line) => line['level'] === 'error'),
  };
}

/** Everything logged so far, parsed. */
export function linesOf(app: TestApp): Record<string, unknown>[] {
  return app.logLines.map((line) => JSON.parse(line));
}
