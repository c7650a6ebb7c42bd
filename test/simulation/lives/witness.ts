import type { ChangeResult } from '../../../src/operations/shared/context.ts';
import type { Books, Sale } from '../world/books.ts';
import type { SharedDatabase } from '../world/database.ts';
import type { Request } from './requests.ts';

/** What a caller was told. */
export type Told = { readonly key: string; readonly operationId: string; readonly phoneNumberId: string | null };

/** Remembers what callers asked and were told, and what people said. */
export type Witness = {
  /** The last answer of success to each key. */
  readonly successes: ReadonlyMap<string, Told>;
  /** What each key was last asked with, where the answer was not that it belongs to something else. */
  readonly requests: ReadonlyMap<string, Request>;
  /** Operations that a person ended with what is not so. */
  readonly misledOperations: ReadonlySet<string>;
  asked(key: string, request: Request): void;
  answered(key: string, request: Request, result: ChangeResult): void;
  /** What came of an operation and is still there. */
  saleOf(operationId: string): Sale | null;
  misled(operationId: string): void;
  corrected(operationId: string): void;
  removedByHand(): void;
};

type Parts = {
  readonly books: Books;
  readonly database: SharedDatabase;
  readonly count: (what: string) => void;
};

export function createWitness({ books, database, count }: Parts): Witness {
  const successes = new Map<string, Told>();
  const requests = new Map<string, Request>();
  const misledOperations = new Set<string>();
  return {
    successes,
    requests,
    misledOperations,
    asked(key, { mutation }) {
      const [row] = database.read('select status, errors from operations where idempotency_key = ?', key);
      const hasEnded = row !== undefined && isOver(String(row['status']), String(row['errors']));
      count(hasEnded ? 'replay asked for' : mutation === 'purchaseNumber' ? 'purchase' : 'other number asked for');
    },
    answered(key, request, { operation, userErrors }) {
      const [row] = database.read('select id, request from operations where idempotency_key = ?', key);
      const isRefused = userErrors.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED');
      if (operation === null) return;
      const isAnother = row !== undefined && !isSame(JSON.parse(String(row['request'])), request);
      if (isRefused !== isAnother) {
        books.breach(`3: ${key} was asked for ${JSON.stringify(request.input)}: ${isRefused ? 'refused' : 'taken'}`);
      }
      if (isRefused) return;
      requests.set(key, request);
      const told = { key, operationId: operation.id, phoneNumberId: operation.phoneNumberId };
      if (operation.status === 'SUCCEEDED') successes.set(key, told);
    },
    saleOf: (operationId) =>
      books.sales.find((one) => one.cause.operationId === operationId && books.isHeld(one)) ?? null,
    misled(operationId) {
      misledOperations.add(operationId);
      books.excuse(operationId, 'a person said so');
      count('person settles wrongly');
    },
    corrected(operationId) {
      if (!misledOperations.delete(operationId)) return;
      // What was told of a settlement that was wrong is not true any more.
      for (const [key, told] of successes) if (told.operationId === operationId) successes.delete(key);
    },
    removedByHand: () => count('removed by hand'),
  };
}

/** Whether a repeat is answered from the record and does nothing. */
function isOver(status: string, json: string): boolean {
  const errors: { retryable: boolean }[] = JSON.parse(json);
  return status === 'SUCCEEDED' || (status === 'FAILED' && errors.some(({ retryable }) => !retryable));
}

/** Whether the ledger's record of a request is of this one: its label tells all apart, but not what kinds they are. */
function isSame(recorded: { label?: string | null }, { input }: Request): boolean {
  return (recorded.label ?? null) === input.label;
}
