import { setTimeout as sleep } from 'node:timers/promises';
import { nationalDigits } from '../../domain/e164.ts';
import { type Operation, userError } from '../../domain/operation.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { StockQuery, VoiceVendor } from '../../vendors/vendor.ts';
import type { OperationContext } from './context.ts';
import { endWithout } from './run-idempotently.ts';
import { attempt } from './vendor-result.ts';

/** How many numbers the vendor may refuse as gone before the search is given up. */
const MAX_REFUSALS = 5;
/** How many searches: candidates may all be taken by operations that run beside this one. */
const MAX_SEARCHES = 5;
const SEARCH_PAUSE_MS = 100;
const SEARCH_LIMIT = 10;

/** What came of asking for one number: an operation that goes no further here, or the number is somebody else's. */
export type Tried =
  | { readonly operation: Operation }
  | {
      readonly leased: LeasedOperation;
      readonly reason: string;
      readonly isPassing: boolean;
      readonly wasAsked: boolean;
    };

type Choice = {
  readonly vendor: VoiceVendor;
  readonly query: Omit<StockQuery, 'limit'>;
  readonly tryNumber: (leased: LeasedOperation, number: string) => Promise<Tried>;
};

/**
 * Looks through the vendor's stock and tries one number after the other, each recorded before it is asked for. The
 * vendor's own choice is never used: a lost answer could not be looked up afterwards.
 */
export async function pickFromStock(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, query, tryNumber }: Choice,
): Promise<Operation> {
  const gone = new Set<string>();
  let hasSeenStock = false;
  let current = leased;
  for (let search = 0; search < MAX_SEARCHES; search += 1) {
    if (search > 0) await sleep(SEARCH_PAUSE_MS * search);
    const found = await attempt(vendor.name, () => vendor.search({ ...query, limit: SEARCH_LIMIT }));
    if ('error' in found) return endWithout(context, current, found.error);
    const candidates = found.answer.filter((number) => !gone.has(number));
    if (candidates.length === 0) break;
    hasSeenStock = true;
    for (const number of candidates) {
      const tried = await tryNumber(current, number);
      if ('operation' in tried) return tried.operation;
      current = tried.leased;
      if (tried.wasAsked) gone.add(number);
      if (gone.size >= MAX_REFUSALS) return endSoldOut(context, current, vendor);
    }
  }
  return hasSeenStock ? endSoldOut(context, current, vendor) : endWithoutMatch(context, current, { vendor, query });
}

function endSoldOut(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Operation> {
  const message = `Every number that was chosen at ${vendor.title} went to somebody else. Nothing was bought.`;
  const error = userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true });
  return context.ledger.advance(leased, { status: 'FAILED', note: message, errors: [error] });
}

async function endWithoutMatch(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, query }: Pick<Choice, 'vendor' | 'query'>,
): Promise<Operation> {
  const suggestions = await otherAreaCodes(vendor, query);
  const message = `${saysNoMatch(vendor, query)} Nothing was bought.`;
  const field = ['input', query.areaCode === null ? 'country' : 'areaCode'];
  const error = userError({ code: 'NO_MATCHING_NUMBER', message, field, suggestions });
  return context.ledger.advance(leased, { status: 'FAILED', note: message, errors: [error] });
}

/** Says no more than is known: a vendor that cannot be asked for digits may have numbers that it does not show. */
function saysNoMatch(vendor: VoiceVendor, { contains }: Omit<StockQuery, 'limit'>): string {
  const { lookedForIn } = vendor.rules.contains;
  if (contains === null || lookedForIn === null) return `${vendor.title} has nothing in stock that fits.`;
  return (
    `${vendor.title} cannot be asked for numbers with certain digits, and shows ${lookedForIn} at most of an area code: ` +
    `none of those contains ${contains}.`
  );
}

/** Area codes the vendor has just shown stock of; none where it cannot be asked without one, or does not answer. */
async function otherAreaCodes(vendor: VoiceVendor, query: Omit<StockQuery, 'limit'>): Promise<string[]> {
  if (query.areaCode === null || vendor.rules.areaCodeRequired) return [];
  const found = await attempt(vendor.name, () => vendor.search({ ...query, areaCode: null, limit: SEARCH_LIMIT }));
  if ('error' in found) return [];
  const codes = found.answer.map((number) => nationalDigits(number)?.digits.slice(0, 3) ?? '');
  return [...new Set(codes)].filter((code) => code !== '' && code !== query.areaCode);
}
