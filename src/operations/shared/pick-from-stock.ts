import { setTimeout as sleep } from 'node:timers/promises';
import { nationalDigits } from '../../domain/e164.ts';
import { type UserError, userError } from '../../domain/operation.ts';
import { isAtMost, type Price } from '../../domain/price.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { BuyingAny, BuyingExact, Offer, StockQuery } from '../../vendors/vendor.ts';
import type { VendorError } from '../../vendors/vendor-error.ts';
import { findOffer } from './find-offer.ts';
import { keepFitting, saysElsewhere } from './fitting.ts';
import { attempt, toUserError } from './vendor-result.ts';

/** How many numbers the vendor may refuse as no longer available before the search is given up. */
const MAX_REFUSALS = 5;
/** How many searches: candidates may all be taken by operations that run beside this one. */
const MAX_SEARCHES = 5;
const SEARCH_PAUSE_MS = 100;
const SEARCH_LIMIT = 10;

type Query = Omit<StockQuery, 'limit'>;
type Buying = BuyingAny | BuyingExact;

/** The next number to ask for, null where the vendor picks it; or why there is none. */
type Picked = { readonly number: string | null } | { readonly failure: UserError };

/** Gives one number after the other. */
export type Picker = {
  /** Whether the vendor's search has just shown what is picked. */
  readonly isFromStock: boolean;
  next(): Promise<Picked>;
  /** The vendor refused the number that was picked last: it is not picked again. Left out, it may be. */
  drop(refusal: VendorError): void;
};

type Exactly = {
  readonly number: string;
  /** What it may cost; null where that was not said. */
  readonly most: Price | null;
  /** Whether it was refused before. */
  readonly isDropped?: boolean;
};

/** Picks the one number that was asked for, once; not at all where it was refused before, or is not known to cost no more. */
export function pickExactly(vendor: VoiceVendor, buying: Buying, { number, most, ...before }: Exactly): Picker {
  let { isDropped = false } = before;
  let isPicked = isDropped;
  return {
    isFromStock: false,
    async next() {
      if (!isPicked) {
        isPicked = true;
        const failure = most === null ? null : await whyTooDear(vendor, buying, { number, most });
        return failure === null ? { number } : { failure };
      }
      const message = isDropped
        ? `This number is no longer available at ${vendor.title}.`
        : `Another operation of this service is asking for ${number} now.`;
      const field = ['input', 'number'];
      return { failure: userError({ code: 'NUMBER_UNAVAILABLE', message, field, retryable: !isDropped }) };
    },
    drop() {
      isDropped = true;
    },
  };
}

/** Leaves the choice to a vendor that offers none, once; not at all where an earlier call may have obtained a number. */
export function leaveToVendor(
  vendor: VoiceVendor,
  { areaCode, isInDoubt = false }: { readonly areaCode: string | null; readonly isInDoubt?: boolean },
): Picker {
  let isAsked = false;
  return {
    isFromStock: false,
    async next() {
      if (isInDoubt) return { failure: neverAgain(vendor) };
      if (isAsked) return { failure: nothingLeft(vendor, areaCode) };
      isAsked = true;
      return { number: null };
    },
    drop() {},
  };
}

type FromStock = {
  readonly query: Query;
  readonly refused: readonly string[];
  /** What the number may cost; null or left out where that was not said. */
  readonly most?: Price | null;
};

/**
 * Picks from the vendor's stock. The vendor's own choice is never used where it offers one: a lost answer could not be
 * looked up afterwards.
 */
export function pickFromStock(
  vendor: VoiceVendor,
  buying: BuyingExact,
  { query, refused, most = null }: FromStock,
): Picker {
  const dropped = new Set<string>(refused);
  let refusals = 0;
  /** What the vendor said where that was not that the number is gone: the next one would meet the same. */
  const said = new Set<string>();
  let refusedTwice: string | null = null;
  let candidates: Offer[] = [];
  let searches = 0;
  let hasSeenStock = false;
  let last = '';

  return {
    isFromStock: true,
    async next() {
      if (refusedTwice !== null) return { failure: refusesAll(vendor, refusedTwice) };
      if (refusals >= MAX_REFUSALS) return { failure: soldOut(vendor) };
      while (candidates.length === 0) {
        if (searches === MAX_SEARCHES) return { failure: soldOut(vendor) };
        if (searches > 0) await sleep(SEARCH_PAUSE_MS * searches);
        searches += 1;
        const found = await attempt(vendor.name, () => buying.search({ ...query, limit: SEARCH_LIMIT }));
        if ('error' in found) return { failure: toUserError(found.error, 'READ') };
        const fitting = keepFitting(found.answer, query).filter(({ number }) => !dropped.has(number));
        candidates = most === null ? fitting : fitting.filter(({ monthlyPrice }) => isAtMost(monthlyPrice, most));
        if (candidates.length === 0 && most !== null && fitting.length > 0) {
          return { failure: tooDear(vendor, fitting, most) };
        }
        if (candidates.length === 0) {
          return {
            failure: hasSeenStock ? soldOut(vendor) : await noMatch(vendor, buying, { query, found: found.answer }),
          };
        }
        hasSeenStock = true;
      }
      last = candidates.shift()?.number ?? '';
      return { number: last };
    },
    drop({ reason, message }) {
      refusals += 1;
      dropped.add(last);
      if (reason === 'number-unavailable') return;
      if (said.has(message)) refusedTwice = message;
      said.add(message);
    },
  };
}

/** Why a number is not bought of which it is not known that it costs no more than it may; null where that is known. */
async function whyTooDear(
  vendor: VoiceVendor,
  buying: Buying,
  { number, most }: { readonly number: string; readonly most: Price },
): Promise<UserError | null> {
  if (buying.choice !== 'exact') throw new Error(`${vendor.title} picks its numbers itself.`);
  const found = await attempt(vendor.name, () => findOffer(buying, number));
  if ('error' in found) return toUserError(found.error, 'READ');
  if (found.answer === null) {
    const message = `${vendor.title} does not show ${number} for sale, so that its price is not known. Nothing was bought.`;
    return userError({ code: 'NUMBER_UNAVAILABLE', message, field: ['input', 'number'], retryable: true });
  }
  return isAtMost(found.answer.monthlyPrice, most) ? null : tooDear(vendor, [found.answer], most);
}

function tooDear({ title }: VoiceVendor, offers: readonly Offer[], most: Price): UserError {
  const prices = offers.flatMap(({ monthlyPrice }) => monthlyPrice ?? []);
  const [cheapest] = prices.toSorted((one, other) => Number(one.amount) - Number(other.amount));
  const why = cheapest
    ? `What ${title} offers costs ${cheapest.amount} ${cheapest.currency} a month or more`
    : `${title} does not tell what it costs now`;
  const message = `${why}; ${most.amount} ${most.currency} is what it may cost. Nothing was bought.`;
  return userError({ code: 'NO_MATCHING_NUMBER', message, field: ['input', 'maxMonthlyPrice'] });
}

function neverAgain({ title }: VoiceVendor): UserError {
  const message = `A call to ${title} was not answered, and may have bought a number. Take a new key to buy another.`;
  return userError({ code: 'NUMBER_UNAVAILABLE', message });
}

/** A vendor that picks the number itself has said that it has none, and the account shows none that came of the call. */
function nothingLeft({ title }: VoiceVendor, areaCode: string | null): UserError {
  const message = `${title} has no number left that fits. Nothing was bought.`;
  const field = ['input', areaCode === null ? 'country' : 'areaCode'];
  return userError({ code: 'NO_MATCHING_NUMBER', message, field });
}

function soldOut({ title }: VoiceVendor): UserError {
  const message = `Every number that was chosen at ${title} is no longer available. Nothing was bought.`;
  return userError({ code: 'NUMBER_UNAVAILABLE', message, retryable: true });
}

function refusesAll({ title }: VoiceVendor, said: string): UserError {
  const message = `${title} refused two numbers in the same way, so it was asked for no other. ${said}`;
  return userError({ code: 'VENDOR_REJECTED', message });
}

type NoMatch = { readonly query: Query; readonly found: readonly Offer[] };

async function noMatch(vendor: VoiceVendor, buying: BuyingExact, { query, found }: NoMatch): Promise<UserError> {
  const elsewhere = saysElsewhere(found, query);
  const suggestions = elsewhere === null ? await otherAreaCodes(vendor, buying, query) : [];
  const message = `${saysNoMatch(vendor, query)} ${elsewhere === null ? '' : `${elsewhere} `}Nothing was bought.`;
  const field = ['input', query.areaCode === null || elsewhere !== null ? 'country' : 'areaCode'];
  return userError({ code: 'NO_MATCHING_NUMBER', message, field, suggestions });
}

/** Says no more than is known: a vendor that cannot be asked for digits may have numbers that it does not show. */
function saysNoMatch({ title, rules }: VoiceVendor, { contains }: Query): string {
  const lookedForIn = rules.contains?.lookedForIn ?? null;
  if (contains === null || lookedForIn === null) return `${title} has nothing in stock that fits.`;
  return (
    `${title} cannot be asked for numbers with certain digits, and shows ${lookedForIn} at most of an area code: ` +
    `none of those contains ${contains}.`
  );
}

/** Area codes the vendor has just shown stock of; none where it cannot be asked without one, or does not answer. */
async function otherAreaCodes(vendor: VoiceVendor, buying: BuyingExact, query: Query): Promise<string[]> {
  if (query.areaCode === null || vendor.rules.areaCode === 'REQUIRED') return [];
  const found = await attempt(vendor.name, () => buying.search({ ...query, areaCode: null, limit: SEARCH_LIMIT }));
  if ('error' in found) return [];
  const codes = keepFitting(found.answer, { ...query, areaCode: null }).map(
    ({ number }) => nationalDigits(number)?.digits.slice(0, 3) ?? '',
  );
  return [...new Set(codes)].filter((code) => code !== '' && code !== query.areaCode);
}
