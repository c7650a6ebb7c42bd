import type { Operation } from '../../src/domain/operation.ts';
import type { PhoneNumber } from '../../src/domain/phone-number.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { NumberFilter, Registry } from '../../src/registry/registry.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Told } from './clients.ts';

/** Everything the three books say, and what clients were told. */
export type Books = {
  readonly operations: readonly Operation[];
  readonly numbers: readonly PhoneNumber[];
  readonly control: SandboxControl;
  readonly told: Told;
};

const EVERY_STATUS: NumberFilter = { statuses: ['ACTIVE', 'INACTIVE', 'UNKNOWN', 'RELEASED'] };
const PAGE_SIZE = 500;

/** Reads the ledger and the registry to their ends. */
export async function readBooks(ledger: Ledger, registry: Registry): Promise<Pick<Books, 'operations' | 'numbers'>> {
  const operations: Operation[] = [];
  const numbers: PhoneNumber[] = [];
  for (let after = null, more = true; more; ) {
    const page = await ledger.page({
      filter: {},
      paging: { direction: 'forward', size: PAGE_SIZE, after, before: null },
    });
    operations.push(...page.edges.map(({ node }) => node));
    const last = operations.at(-1);
    after = last ? { value: last.createdAt, id: last.id } : null;
    more = page.hasNextPage;
  }
  for (let after = null, more = true; more; ) {
    const paging = { direction: 'forward', size: PAGE_SIZE, after, before: null } as const;
    const page = await registry.page({ filter: EVERY_STATUS, order: 'ADDRESS_ASC', paging });
    numbers.push(...page.edges.map(({ node }) => node));
    const last = numbers.at(-1);
    after = last ? { value: last.address.toLowerCase(), id: last.id } : null;
    more = page.hasNextPage;
  }
  return { operations, numbers };
}

/** Breaches of the promises, by promise. All must be empty. */
export type Breaches = Record<'soldTwice' | 'lost' | 'answeredDifferently' | 'reportedFailed' | 'stillOpen', string[]>;

/** Holds the books against each other. */
export function compareBooks(books: Books): Breaches {
  return {
    soldTwice: findSoldTwice(books),
    lost: findLost(books),
    answeredDifferently: findAnsweredDifferently(books),
    reportedFailed: findReportedFailed(books),
    stillOpen: books.operations
      .filter(({ status, followUp }) => status === 'PENDING' || status === 'NEEDS_ATTENTION' || followUp)
      .map(describe),
  };
}

/** Every sale belongs to one purchase that succeeded, and every such purchase has one sale. */
function findSoldTwice({ operations, control }: Books): string[] {
  const sales = countBy(control.sales(), ({ vendor, number }) => `${vendor} ${number}`);
  const bought = countBy(
    operations.filter(({ kind, status }) => kind === 'PURCHASE' && status === 'SUCCEEDED'),
    ({ vendor, target }) => `${vendor} ${target}`,
  );
  return [...new Set([...sales.keys(), ...bought.keys()])]
    .filter((number) => sales.get(number) !== bought.get(number))
    .map((number) => `${number}: sold ${sales.get(number) ?? 0}, bought ${bought.get(number) ?? 0}`);
}

/** What is in a vendor's account is in the registry, and what is in the registry is in the account. */
function findLost({ numbers, control }: Books): string[] {
  const held = new Set(
    [...control.numbers('ONEINBOX'), ...control.numbers('VOGENT')].map(({ vendor, id }) => `${vendor} ${id}`),
  );
  const known = new Set(
    numbers.filter(({ status }) => status !== 'RELEASED').map(({ vendor, vendorId }) => `${vendor} ${vendorId}`),
  );
  return [
    ...[...held].filter((number) => !known.has(number)).map((number) => `${number} is paid for, but not known`),
    ...[...known].filter((number) => !held.has(number)).map((number) => `${number} is known, but not there`),
  ];
}

/** A client that was told an end is told the same for ever. */
function findAnsweredDifferently({ operations, told }: Books): string[] {
  const byKey = new Map(operations.map((operation) => [operation.idempotencyKey, operation]));
  return [...told].flatMap(([key, answers]) => {
    const operation = byKey.get(key);
    if (!operation) return answers.some(({ status }) => status !== 'NONE') ? [`${key} is not in the ledger`] : [];
    return answers
      .filter(({ status, phoneNumberId, retryable }) => {
        if (status === 'SUCCEEDED')
          return operation.status !== 'SUCCEEDED' || operation.phoneNumberId !== phoneNumberId;
        return status === 'FAILED' && !retryable && operation.status !== 'FAILED';
      })
      .map(
        ({ at, status, phoneNumberId }) => `${key} was ${status} ${phoneNumberId} at ${at}, is ${describe(operation)}`,
      );
  });
}

/** Whoever was told that nothing happened was told so before anything happened. */
function findReportedFailed({ operations, control, told }: Books): string[] {
  const soldAt = new Map(control.sales().map(({ vendor, number, at }) => [`${vendor} ${number}`, at]));
  return operations.flatMap((operation) => {
    const sale = soldAt.get(`${operation.vendor} ${operation.target}`);
    if (operation.kind !== 'PURCHASE' || operation.status !== 'SUCCEEDED' || sale === undefined) return [];
    const answers = told.get(operation.idempotencyKey ?? '') ?? [];
    const lies = answers.filter(({ status, at }) => status === 'FAILED' && at > sale);
    return lies.map(({ at }) => `${describe(operation)} was sold at ${sale} and reported as failed at ${at}`);
  });
}

function describe({ id, kind, status, vendor, target, idempotencyKey }: Operation): string {
  return `${kind} ${status} ${vendor} ${target} (${id}, key ${idempotencyKey})`;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
