import { expect, vi } from 'vitest';
import type { TestApp } from './test-app.ts';

/** A number as tests ask for it. */
export type ShownNumber = {
  readonly id: string;
  readonly vendor: string;
  readonly vendorId: string;
  readonly address: string;
  readonly label: string | null;
  readonly status: string;
  readonly acquisition: string;
  readonly locked: boolean;
  readonly agent: { readonly id: string } | null;
  readonly inboundRouting: {
    readonly agent: { readonly id: string };
    readonly fallbackAgent: { readonly id: string } | null;
    readonly voicemailMessage: string | null;
  } | null;
  /** Of telephone numbers only. */
  readonly trunk?: { readonly terminationUri: string | null } | null;
};

/** A user error as tests ask for it. */
export type ShownError = {
  readonly code: string;
  readonly message: string;
  readonly field: readonly string[] | null;
  readonly retryable: boolean;
  readonly charged: string;
  readonly suggestions: readonly string[];
};

/** An operation as tests ask for it. */
export type ShownOperation = {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly vendor: string;
  readonly idempotencyKey: string | null;
  readonly attempts: number;
  readonly phoneNumber: ShownNumber | null;
  readonly userErrors: readonly ShownError[];
  readonly history: readonly { readonly at: string; readonly status: string; readonly note: string | null }[];
};

/** What a mutation answers. */
export type ShownPayload = {
  readonly phoneNumber: ShownNumber | null;
  readonly operation: ShownOperation | null;
  readonly userErrors: readonly ShownError[];
};

const errorFields = 'code message field retryable charged suggestions';

/** A selection of everything in `ShownNumber`. */
export const numberFields = `
  ... on PhoneNumberRecord {
    id vendor vendorId address label status acquisition locked agent { id }
    inboundRouting { agent { id } fallbackAgent { id } voicemailMessage }
  }
  ... on PstnNumber { trunk { terminationUri } }`;

/** A selection of everything in `ShownOperation`. */
export const operationFields = `
  id kind status vendor idempotencyKey attempts
  phoneNumber { ${numberFields} }
  userErrors { ${errorFields} }
  history { at status note }`;

/** A selection of everything in `ShownPayload`. */
export const payloadFields = `
  phoneNumber { ${numberFields} }
  operation { ${operationFields} }
  userErrors { ${errorFields} }`;

/** The document of one mutation, by its name. */
export function documentOf(mutation: string): string {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  return `mutation ($input: ${input}) { ${mutation}(input: $input) { ${payloadFields} } }`;
}

/** Sends a mutation. It must be answered with HTTP 200 and a payload, whatever happens at the vendor. */
export async function mutate(app: Pick<TestApp, 'graphql'>, mutation: string, input: object): Promise<ShownPayload> {
  const { status, data, errors } = await app.graphql(documentOf(mutation), { input });
  expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  return data[mutation];
}

/** The operation, or null if there is none with this id. */
export async function readOperation(app: Pick<TestApp, 'graphql'>, id: string): Promise<ShownOperation | null> {
  const query = `query ($id: ID!) { numberOperation(id: $id) { ${operationFields} } }`;
  const { data } = await app.graphql(query, { id });
  return data.numberOperation;
}

/**
 * Waits until the operation is in this status, with no more or fewer user errors than reported, and returns it. Waits 20 s
 * at most: long enough for an operation to be taken over from a process that died.
 */
export function untilOperation(
  app: Pick<TestApp, 'graphql'>,
  id: string | undefined,
  expected: { status: string; errorCodes?: readonly string[]; withinMs?: number },
): Promise<ShownOperation> {
  return vi.waitFor(
    async () => {
      const operation = await readOperation(app, id ?? '');
      if (operation === null) throw new Error(`There is no operation ${id}.`);
      expect(operation.status).toBe(expected.status);
      if (expected.errorCodes) expect(codesOf(operation)).toEqual(expected.errorCodes);
      return operation;
    },
    { timeout: expected.withinMs ?? 20_000, interval: 50 },
  );
}

/** The codes of the user errors, in order. */
export function codesOf({ userErrors }: Pick<ShownPayload, 'userErrors'>): string[] {
  return userErrors.map((error) => error.code);
}

/** The fields the user errors name, in order, without the `input` that all begin with. */
export function fieldsOf({ userErrors }: Pick<ShownPayload, 'userErrors'>): (string | null)[] {
  return userErrors.map(({ field }) => (field === null ? null : field.slice(1).join('.')));
}

/** How many operations the ledger holds. */
export async function countOperations(app: Pick<TestApp, 'graphql'>): Promise<number> {
  const { data } = await app.graphql('{ numberOperations { totalCount } }');
  return data.numberOperations.totalCount;
}

/** One number as a query shows it now, without asking the vendor. */
export async function readNumber(app: Pick<TestApp, 'graphql'>, id: string): Promise<ShownNumber | null> {
  const { data } = await app.graphql(`query ($id: ID!) { phoneNumber(id: $id) { ${numberFields} } }`, { id });
  return data.phoneNumber;
}
