import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import {
  operationFields,
  payloadFields,
  type ShownError,
  type ShownOperation,
  type ShownPayload,
} from './mutations.ts';
import { purchaseInput } from './purchases.ts';
import type { TestApp } from './test-app.ts';

/** An item of a bulk as tests ask for it. */
export type ShownItem = ShownPayload & { readonly index: number; readonly replayed: boolean };

/** What a bulk answers. */
export type ShownBulk = {
  readonly items: readonly ShownItem[];
  readonly counts: Readonly<Record<'succeeded' | 'pending' | 'failed' | 'needsAttention' | 'refused', number>>;
  readonly userErrors: readonly ShownError[];
};

type Asked = Pick<TestApp, 'graphql'>;

/** The document of a bulk, by its name. */
export function documentOfBulk(mutation: string): string {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  return `mutation ($input: ${input}) {
    ${mutation}(input: $input) {
      items { index replayed ${payloadFields} }
      counts { succeeded pending failed needsAttention refused }
      userErrors { code message field retryable charged suggestions }
    }
  }`;
}

/** Sends a bulk. It must be answered with HTTP 200 and a payload, whatever happens at the vendors. */
export async function sendBulk(app: Asked, mutation: string, input: object): Promise<ShownBulk> {
  const { status, data, errors } = await app.graphql(documentOfBulk(mutation), { input });
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  return data[mutation];
}

/** Purchases that nobody has asked for yet, each in an area of its own, under a new key. */
export function bulkOf(vendor: VendorName, count: number) {
  const items = Array.from({ length: count }, () => {
    const { idempotencyKey: _key, ...item } = purchaseInput(vendor);
    return item;
  });
  return { idempotencyKey: randomUUID(), items };
}

/** The operations of a bulk, in the order of its items. */
export async function readItems(app: Asked, bulkKey: string) {
  const query = `query ($filter: NumberOperationFilter) {
    numberOperations(first: 100, filter: $filter) { totalCount nodes { bulk { idempotencyKey index } ${operationFields} } }
  }`;
  const { data, errors } = await app.graphql(query, { filter: { bulkKey } });
  expect(errors).toBeUndefined();
  const { nodes, totalCount } = data.numberOperations;
  expect(totalCount).toBe(nodes.length);
  const operations: (ShownOperation & { bulk: { idempotencyKey: string; index: number } })[] = nodes;
  return operations.toSorted((one, other) => one.bulk.index - other.bulk.index);
}

/** Waits, a minute at most, until no operation of a bulk is `PENDING`. */
export function untilEnded(app: Asked, bulkKey: string) {
  return vi.waitFor(
    async () => {
      const operations = await readItems(app, bulkKey);
      expect(operations.map(({ status }) => status)).not.toContain('PENDING');
      return operations;
    },
    { timeout: 60_000, interval: 100 },
  );
}
