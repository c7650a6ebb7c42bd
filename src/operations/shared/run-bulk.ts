import { setTimeout as sleep } from 'node:timers/promises';
import { inItem, MAX_BULK_ITEMS, toItemKey } from '../../domain/bulk.ts';
import { invalidInput, type Operation, type OperationKind, type UserError } from '../../domain/operation.ts';
import type { NewOperation } from '../../ledger/ledger.ts';
import { carryOutItem } from './carry-out-item.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './context.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { beginIdempotently, type Change, carryOut, keyReused, toResult } from './run-idempotently.ts';
import { checkKey } from './validate.ts';
import { outcomeUnknown } from './vendor-result.ts';

/** What one item of a bulk has come to; see `BulkNumberItem` of the schema. */
export type BulkItem = ChangeResult & { readonly index: number };

/** What a bulk has come to; see `BulkNumberPayload` of the schema. There are no items where it was refused as a whole. */
export type BulkResult = { readonly items?: readonly BulkItem[]; readonly userErrors: readonly UserError[] };

/** An item as an operation, null where it cannot be told what is asked for; and what is wrong with it. */
export type Described = {
  readonly change: Change | null;
  readonly wrong: readonly UserError[];
  /** What no other item may ask for too, and the member that names it. */
  readonly only?: { readonly what: string; readonly member: string };
};

/** A bulk as it is asked for. */
export type Bulk<Item> = {
  readonly kind: OperationKind;
  readonly idempotencyKey: string;
  readonly items: readonly Item[];
  /** The change is without a key of its own. */
  readonly describe: (item: Item) => Promise<Described>;
  /** Why nothing new may be begun; null, or left out, where it may. */
  readonly forbidden?: UserError | null;
};

/**
 * Carries out many changes under one key: all are on record before the first is begun, and each is an operation of its own.
 * Answers once all have ended, or the caller has waited long enough: the rest goes on.
 */
export async function runBulk<Item>(
  context: OperationContext,
  caller: Caller,
  { kind, idempotencyKey: key, items, describe, forbidden = null }: Bulk<Item>,
): Promise<BulkResult> {
  // Validate.
  const wrong = checkKey(key) ?? checkLength(items.length);
  if (wrong) return { userErrors: [wrong] };
  const described: Described[] = [];
  for (const item of items) described.push(await describe(item));
  const doubled = findDoubled(described);
  if (doubled) return { userErrors: [doubled] };

  // Begin: all is written down before anything is done.
  const changes = described.map(({ change }, index) => change && toItem(change, { key, index, size: items.length }));
  const begun = await context.ledger.beginBulk({
    ...{ account: caller.account, key, kind },
    items: changes.map((change, index) => {
      const isValid = described[index]?.wrong.length === 0 && forbidden === null;
      return change && { operation: toNew(change), isValid };
    }),
  });
  if (begun.state === 'key-reused') return { userErrors: [keyReused] };

  // Carry out, a few at a time.
  const results = new Map<number, ChangeResult>();
  const work = begun.operations.map(async (one, index) => {
    const change = changes[index];
    const { wrong = [] } = described[index] ?? {};
    if (!one || !change || wrong.length > 0 || isOver(one.operation)) return;
    const result = await context.turns.take(one.operation, () => carryOutOne(context, change, one.operation));
    if (result) results.set(index, result);
  });
  await patiently(Promise.all(work), context.waitMs);

  // Answer, with those that have not ended as they stand now.
  const operations = begun.operations.map((one) => one?.operation ?? null);
  const now = await context.ledger.byIds(
    operations.flatMap((operation, index) => (operation && !results.has(index) ? [operation.id] : [])),
  );
  const answered = await Promise.all(
    operations.map(async (before, index) => {
      const result = results.get(index);
      if (result) return { ...result, index };
      if (!before) {
        const { wrong = [] } = described[index] ?? {};
        return { ...refuse(...(wrong.length === 0 && forbidden ? [forbidden] : wrong)), index };
      }
      const operation = now.get(before.id) ?? before;
      const isReplay = begun.operations[index]?.isNew === false && operation.attempts === before.attempts;
      const answer = await toResult(context, { operation, phoneNumber: null });
      return { ...answer, index, ...(isReplay && { replayed: true as const }) };
    }),
  );
  return {
    items: answered.map((item) => ({ ...item, userErrors: item.userErrors.map((error) => inItem(error, item.index)) })),
    userErrors: [],
  };
}

function checkLength(length: number): UserError | null {
  if (length >= 1 && length <= MAX_BULK_ITEMS) return null;
  const given = length === 0 ? 'there are none' : `there are ${length}`;
  return invalidInput('items', `A bulk has 1 to ${MAX_BULK_ITEMS} items; ${given}. Nothing was done.`);
}

function findDoubled(described: readonly Described[]): UserError | null {
  const first = new Map<string, number>();
  for (const [index, { only }] of described.entries()) {
    if (!only) continue;
    const before = first.get(only.what);
    if (before !== undefined) {
      const message = `Item ${before} asks for the same number. Nothing was done.`;
      return invalidInput(['items', String(index), only.member], message);
    }
    first.set(only.what, index);
  }
  return null;
}

/** A bulk with more items, or with the same ones in another order, is another one. */
function toItem(
  { identityOfVersion1: _none, identity, ...change }: Change,
  { key, index, size }: { readonly key: string; readonly index: number; readonly size: number },
): Change {
  return { ...change, idempotencyKey: toItemKey({ key, index }), identity: { ...identity, items: size } };
}

function toNew(change: Change): NewOperation {
  const { identity: _identity, ...asked } = change;
  return { ...asked, ...fingerprintsOf(change) };
}

/** Whether a repeat changes nothing: only errors that pass are tried again. */
function isOver({ status, errors, followUp }: Operation): boolean {
  if (status === 'FAILED') return errors.some(({ retryable }) => !retryable);
  return status === 'SUCCEEDED' && followUp === null;
}

/** Never throws: each item is answered for itself. */
async function carryOutOne(context: OperationContext, change: Change, operation: Operation): Promise<ChangeResult> {
  try {
    const begun = await beginIdempotently(context, change);
    if ('answer' in begun) return begun.answer;
    return await carryOut(context, begun.leased, () => carryOutItem(context, begun.leased));
  } catch (error) {
    context.logger.error({ err: error, operationId: operation.id }, 'operation could not begin');
    const unknown = outcomeUnknown(operation.kind, 'This service lost its connection to the ledger.');
    return { phoneNumber: null, operation, userErrors: [unknown] };
  }
}

async function patiently(work: Promise<unknown>, waitMs: number): Promise<void> {
  const patience = new AbortController();
  const late = sleep(waitMs, null, { signal: patience.signal, ref: false }).catch(() => null);
  await Promise.race([work, late]);
  patience.abort();
}
