import type { Audit } from '../../src/audit/findings.ts';
import { readOperations } from '../../src/audit/read-pages.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import type { Told } from './clients.ts';

/** What the audit found, and what it cannot know: what vendors sold, and what clients were told. */
export type Books = {
  readonly audit: Audit;
  readonly operations: readonly Operation[];
  readonly control: SandboxControl;
  readonly told: Told;
};

/** Something that must not be, and the operations that it is about. */
export type Breach = { readonly text: string; readonly operationIds: readonly string[] };

/** Breaches of the promises, by promise. All must be empty. */
export type Breaches = Record<
  'soldTwice' | 'contradictions' | 'lost' | 'answeredDifferently' | 'reportedFailed' | 'stillOpen',
  readonly Breach[]
>;

/** Reads the ledger to its end, and audits. */
export async function readBooks(auditor: Auditor): Promise<Pick<Books, 'audit' | 'operations'>> {
  const operations: Operation[] = [];
  for await (const page of readOperations(auditor.ledger, {})) operations.push(...page);
  return { operations, audit: await auditor.audit() };
}

/** Holds the books against each other. */
export function compareBooks(books: Books): Breaches {
  const { contradictions, open, needsAttention, notes, unchecked } = books.audit;
  return {
    soldTwice: findSoldTwice(books),
    contradictions: contradictions.map(({ kind, message, operationIds }) => ({
      text: `${kind}: ${message}`,
      operationIds,
    })),
    // Everything was synced, and nobody but the service has changed the accounts: there is nothing to note.
    lost: [...notes, ...unchecked].map((text) => ({ text, operationIds: [] })),
    answeredDifferently: findAnsweredDifferently(books),
    reportedFailed: findReportedFailed(books),
    stillOpen: [...open, ...needsAttention].map((operation) => toBreach(operation, describe(operation))),
  };
}

/** Every sale belongs to one purchase that succeeded, and every such purchase has one sale. */
function findSoldTwice({ operations, control }: Books): Breach[] {
  const sales = Map.groupBy(control.sales(), ({ vendor, number }) => `${vendor} ${number}`);
  const purchases = operations.filter(({ kind }) => kind === 'PURCHASE');
  const bought = Map.groupBy(
    purchases.filter(({ status }) => status === 'SUCCEEDED'),
    ({ vendor, target }) => `${vendor} ${target}`,
  );
  const countOf = (groups: ReadonlyMap<string, readonly unknown[]>, number: string) => groups.get(number)?.length ?? 0;
  return [...new Set([...sales.keys(), ...bought.keys()])]
    .filter((number) => countOf(sales, number) !== countOf(bought, number))
    .map((number) => ({
      text: `${number}: sold ${countOf(sales, number)}, bought ${countOf(bought, number)}`,
      operationIds: purchases.filter(({ vendor, target }) => `${vendor} ${target}` === number).map(({ id }) => id),
    }));
}

/** A client that was told an end is told the same for ever. */
function findAnsweredDifferently({ operations, told }: Books): Breach[] {
  const byKey = new Map(operations.map((operation) => [operation.idempotencyKey, operation]));
  return [...told].flatMap(([key, answers]) => {
    const operation = byKey.get(key);
    if (!operation) {
      const isKnown = answers.some(({ status }) => status !== 'NONE');
      return isKnown ? [{ text: `${key} is not in the ledger`, operationIds: [] }] : [];
    }
    return answers
      .filter(({ status, phoneNumberId, retryable }) => {
        if (status === 'SUCCEEDED')
          return operation.status !== 'SUCCEEDED' || operation.phoneNumberId !== phoneNumberId;
        return status === 'FAILED' && !retryable && operation.status !== 'FAILED';
      })
      .map(({ at, status, phoneNumberId }) =>
        toBreach(operation, `${key} was ${status} ${phoneNumberId} at ${at}, is ${describe(operation)}`),
      );
  });
}

/** Whoever was told that nothing happened was told so before anything happened. */
function findReportedFailed({ operations, control, told }: Books): Breach[] {
  const soldAt = new Map(control.sales().map(({ vendor, number, at }) => [`${vendor} ${number}`, at]));
  return operations.flatMap((operation) => {
    const sale = soldAt.get(`${operation.vendor} ${operation.target}`);
    if (operation.kind !== 'PURCHASE' || operation.status !== 'SUCCEEDED' || sale === undefined) return [];
    const answers = told.get(operation.idempotencyKey ?? '') ?? [];
    const lies = answers.filter(({ status, at }) => status === 'FAILED' && at > sale);
    return lies.map(({ at }) =>
      toBreach(operation, `${describe(operation)} was sold at ${sale} and reported as failed at ${at}`),
    );
  });
}

function toBreach({ id }: Operation, text: string): Breach {
  return { text, operationIds: [id] };
}

function describe({ id, kind, status, vendor, target, idempotencyKey }: Operation): string {
  return `${kind} ${status} ${vendor} ${target} (${id}, key ${idempotencyKey})`;
}
