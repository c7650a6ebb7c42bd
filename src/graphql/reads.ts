import type { RootField } from './cost.ts';

/** What the root fields of a query do that is dear. */
export type Reads = {
  /** How many of them call a vendor. */
  readonly vendorCalls: number;
  /** How often the whole list of numbers may have to be looked through, and that of operations. */
  readonly scans: { readonly numbers: number; readonly operations: number };
};

type Facts = {
  readonly seesAll: boolean;
  /** How many vendors there are accounts with. */
  readonly vendors: number;
};

/**
 * Counts what a query does that is dear. A sync is shared by all that wait for it, as is the read of one number. Whoever does
 * not see everybody's operations (`seesAll`) makes each list of them look for their own.
 */
export function countReads(fields: Iterable<RootField>, { seesAll, vendors }: Facts): Reads {
  const calls = new Set<unknown>();
  const scans = { numbers: 0, operations: 0 };
  for (const field of fields) {
    const { name, args } = field;
    if (name === 'availableNumbers') for (const each of searchedBy(args, vendors)) calls.add([field, each]);
    const isFresh = typeof args['maxAge'] === 'number';
    if (isFresh && (name === 'phoneNumbers' || name === 'numberDrift')) calls.add('sync');
    if (isFresh && name === 'phoneNumber')
      calls.add(`number ${JSON.stringify([args['id'], args['address'], args['vendor']])}`);
    if (name === 'phoneNumbers') scans.numbers += scansOfNumbers(field);
    if (name === 'numberSummary' && field.asksFor('purchasesByDay')) scans.operations += 1;
    if (name === 'numberOperations') scans.operations += scansOfOperations(field, seesAll);
  }
  return { vendorCalls: calls.size, scans };
}

/** A search asks the vendor that it names, or each of several, or of all. */
function searchedBy(args: RootField['args'], vendors: number): readonly unknown[] {
  const { vendor, vendors: named } = { vendor: null, vendors: null, ...Object(args['input']) };
  if (typeof vendor === 'string') return [vendor];
  return Array.isArray(named) ? [...new Set(named)] : Array.from({ length: vendors });
}

/** Indexes find what lists are narrowed by, and totals are kept: but texts may have to be looked for. */
function scansOfNumbers({ args, asksFor }: RootField): number {
  const filter = membersOfFilter(args);
  if (filter.has('agentId') || filter.has('addresses')) return 0;
  const isInOrder = String(args['orderBy']).startsWith('ADDRESS_');
  const ofPage = filter.has('contains') || (filter.has('startsWith') && !isInOrder);
  const ofTotal = asksFor('totalCount') && (filter.has('contains') || filter.has('startsWith'));
  return Number(ofPage) + Number(ofTotal);
}

/** A page is found by the index of its order, unless a filter leaves out what lies there; a total is counted. */
function scansOfOperations({ args, asksFor }: RootField, seesAll: boolean): number {
  const filter = membersOfFilter(args);
  if (filter.has('phoneNumberId') || filter.has('bulkKey')) return 0;
  return (filter.size > 0 || !seesAll ? 1 : 0) + (asksFor('totalCount') ? 1 : 0);
}

function membersOfFilter(args: RootField['args']): Set<string> {
  const members = Object.entries(args['filter'] ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return new Set(members.map(([name]) => name));
}
