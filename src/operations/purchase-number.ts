import { invalidInput, type OperationRequest, type UserError, userError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import { type Price, toPrice } from '../domain/price.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { buy } from './shared/buy.ts';
import { canonicalNumber, canonicalOrder, canonicalSearch } from './shared/canonical-input.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { spellingOfVersion1 } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { beginIdempotently, type Change, carryOut } from './shared/run-idempotently.ts';
import {
  checkAgentGiven,
  checkAreaCode,
  checkContains,
  checkCountry,
  checkInboundRouting,
  checkKey,
  checkLabel,
  checkMostPrice,
  checkNumber,
  complaints,
  notSupported,
} from './shared/validate.ts';

/** See `PurchaseNumberInput` of the schema; members left out are null. */
export type PurchaseNumberInput = {
  readonly idempotencyKey: string;
  readonly vendor: VendorName;
  readonly number: string | null;
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  readonly maxMonthlyPrice: Price | null;
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** Buys a number, at most once for each key. */
export async function purchaseNumber(
  context: OperationContext,
  caller: Caller,
  given: PurchaseNumberInput,
): Promise<ChangeResult> {
  // Validate.
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  if (!vendor.buying) return refuse(notSupported(vendor, 'sells no numbers through its API.', 'vendor'));
  const whyNotToBuy = await context.whyNotToBuy();
  // A key that is known may have bought: only the ledger can tell what became of it.
  if (whyNotToBuy !== null && !(await context.ledger.findByKey(caller.account, given.idempotencyKey))) {
    context.onPurchaseRefused?.();
    return refuse(userError({ code: 'FORBIDDEN', ...whyNotToBuy, retryable: true }));
  }
  const { change, wrong } = describePurchase(vendor, caller, given);
  if (wrong.length > 0) return refuse(...wrong);

  // Begin: written down before anything is done. Whoever comes second gets what the first one gets.
  const begun = await beginIdempotently(context, change);
  if ('answer' in begun) return begun.answer;
  return carryOut(context, begun.leased, () => buy(context, begun.leased, { vendor, waitMs: context.waitMs }));
}

/** A purchase as it is written down, and what is wrong with it. */
export function describePurchase(
  vendor: VoiceVendor,
  caller: Caller,
  given: PurchaseNumberInput,
): { change: Change; wrong: UserError[] } {
  const input = toCanonical(vendor, given);
  const { idempotencyKey, vendor: name } = input;
  const request = toRequest(input);
  const change: Change = {
    kind: 'PURCHASE',
    vendor: name,
    ...caller,
    idempotencyKey,
    identity: { vendor: name, ...request },
    identityOfVersion1: { vendor: name, ...toRequest(asVersion1(given)) },
    request,
    phoneNumberId: null,
  };
  return { change, wrong: validate(vendor, input) };
}

function toCanonical(vendor: VoiceVendor, given: PurchaseNumberInput): PurchaseNumberInput {
  const { number, maxMonthlyPrice: most } = given;
  // One that is none stays as it is, for the check to name it.
  const maxMonthlyPrice = most === null ? null : (toPrice(most) ?? most);
  return canonicalOrder(vendor, canonicalSearch({ ...given, number: canonicalNumber(number), maxMonthlyPrice }));
}

/** What is asked for, without the members left out. */
function toRequest({ idempotencyKey: _key, vendor: _vendor, ...rest }: PurchaseNumberInput): OperationRequest {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
}

function asVersion1(given: PurchaseNumberInput): PurchaseNumberInput {
  return given.number === null ? given : { ...given, number: spellingOfVersion1(given.number) };
}

function validate(vendor: VoiceVendor, input: PurchaseNumberInput): UserError[] {
  const { number, country, areaCode, contains } = input;
  const isExact = number !== null;
  const isSearching = areaCode !== null || contains !== null;
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkNumber(number),
      isExact && isSearching
        ? invalidInput('number', 'Give either the exact number or what to search for (areaCode, contains), not both.')
        : null,
      isExact && vendor.buying?.choice === 'any'
        ? notSupported(vendor, 'picks the number itself: leave it out.', 'number')
        : null,
      checkCountry(vendor, country),
      isExact ? null : checkAreaCode(vendor, country, areaCode),
      checkContains(vendor, contains),
      checkMostPrice(vendor, input.maxMonthlyPrice),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(vendor, input.label),
    ),
    ...checkInboundRouting(vendor, input.inboundRouting),
  ];
}
