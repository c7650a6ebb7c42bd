import { countryOf, nationalDigits } from '../../domain/e164.ts';
import { fromNumberId, toNumberId } from '../../domain/number-id.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { VendorNumber } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';
import { followUp } from '../shared/follow-up.ts';
import { recordAcquired, recordKnown } from '../shared/record-acquired.ts';
import { type Finding, findInList, isOpenForADay, isPastGrace, tooEarly } from './finding.ts';

/** Looks whether a number was obtained. */
export async function findAcquired(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding> {
  if (leased.phoneNumberId !== null) return readObtained(context, leased, vendor);
  return vendor.list || vendor.find ? lookInAccount(context, leased, vendor) : lookInStock(context, leased, vendor);
}

/** The vendor has answered with an id, and nothing else yet. */
async function readObtained(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finding> {
  const { vendorId = '' } = fromNumberId(leased.phoneNumberId ?? '') ?? {};
  const readAt = await context.registry.sequence();
  const reported = await vendor.get(vendorId);
  if (reported?.address !== undefined) {
    const note = `Read ${reported.address} from ${vendor.title}.`;
    return {
      evidence: 'in-account',
      record: async () =>
        followUp(context, await recordAcquired(context, leased, { vendor, reported, readAt, note }), vendor),
    };
  }
  const note = `${vendor.title} has answered with the id ${vendorId}, and does not show the number.`;
  return { evidence: isOpenForADay(context, leased) ? 'obtained-not-shown-for-a-day' : 'obtained-not-shown', note };
}

async function lookInAccount(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding> {
  // Judged before the sync: what the vendor does while it is being read may be missing from what it tells.
  const isLate = isPastGrace(context, leased);
  const readAt = await context.registry.sequence();
  let isOthers = false;
  // Where the vendor picked the number itself, the marker identifies it: no other call has left that.
  const reported = await findInAccount(context, leased, {
    vendor,
    async matches(number) {
      if (leased.target === null) return leased.marker !== null && number.marker === leased.marker;
      if (number.address !== leased.target) return false;
      const id = toNumberId(vendor.name, number.vendorId);
      // A release needs the grace period, too, before the account shows it.
      if ((await isOurs(context, leased, id)) || (isLate && (await hadBeenReleased(context, leased, id)))) return true;
      isOthers = true;
      return false;
    },
  });
  if (reported) {
    const id = toNumberId(vendor.name, reported.vendorId);
    const isNamed = ((await context.registry.byIds([id])).get(id)?.label ?? null) !== null;
    const note = `Reconciled: ${vendor.title} has done it.`;
    return {
      evidence: 'in-account',
      record: async () =>
        followUp(context, await recordAcquired(context, leased, { vendor, reported, isNamed, readAt, note }), vendor),
    };
  }
  const registered = await lookInRegistry(context, leased, vendor);
  if (registered) return registered;
  // What the account has is not for sale; but it may be given back, and a vendor that is late sell it yet.
  if (!isLate) return tooEarly;
  if (leased.target === null) {
    const note = `Reconciled: ${vendor.title} shows no number that came of this call.`;
    return { evidence: 'marker-not-in-account', note };
  }
  const reason = isOthers ? 'the account had it before' : `${vendor.title} does not show it`;
  const note = `Reconciled: nothing came of this call for ${leased.target}; ${reason}.`;
  return { evidence: 'not-in-account', note };
}

/** The vendor's own search says less where an address comes twice, so the list is read where there is one. */
async function findInAccount(
  context: OperationContext,
  leased: LeasedOperation,
  sought: { vendor: VoiceVendor; matches: (number: VendorNumber) => Promise<boolean> },
): Promise<VendorNumber | null> {
  const { vendor, matches } = sought;
  if (vendor.list || !vendor.find) return findInList(context, leased, sought);
  const found = await vendor.find({ marker: leased.marker, address: leased.target });
  return found && (await matches(found)) ? found : null;
}

/** Whether a number that was asked for came of this operation: it was not there before, and is no other's. */
async function isOurs({ ledger }: OperationContext, leased: LeasedOperation, id: string): Promise<boolean> {
  if (leased.priorNumberIds.includes(id)) return false;
  const last = await ledger.findLastHolding(id, leased.id);
  return last === null || last.kind === 'RELEASE';
}

/** Whether a number that was there before had been given back before the call: some vendors' ids come back. */
async function hadBeenReleased({ ledger }: OperationContext, leased: LeasedOperation, id: string): Promise<boolean> {
  const last = await ledger.findLastHolding(id, leased.id);
  return last?.kind === 'RELEASE' && leased.sentAt !== null && last.updatedAt <= leased.sentAt;
}

/** The number may have been seen by a reader, and be gone again: released since, renamed, or adopted by a person. */
async function lookInRegistry(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding | null> {
  const number = await findRegistered(context, leased, vendor);
  if (number === null) return null;
  const note = 'Reconciled: the number has been seen in the account.';
  return { evidence: 'seen-in-account', record: () => recordKnown(context, leased, { vendor, number, note }) };
}

async function findRegistered(
  context: OperationContext,
  leased: LeasedOperation,
  { name }: VoiceVendor,
): Promise<PhoneNumber | null> {
  const { registry } = context;
  const { target, marker } = leased;
  if (target === null) return marker === null ? null : registry.byMarker(name, marker);
  for (const id of await registry.idsAt(name, target)) {
    const number = (await registry.byIds([id])).get(id);
    if (number && (await isOurs(context, leased, id))) return number;
  }
  return null;
}

/** The same at a vendor without a list, where its stock and the registry may tell; else a person has to. */
async function lookInStock(context: OperationContext, leased: LeasedOperation, vendor: VoiceVendor): Promise<Finding> {
  if (!isPastGrace(context, leased)) return tooEarly;
  const registered = await lookInRegistry(context, leased, vendor);
  if (registered) return registered;
  const { target, marker } = leased;
  if (leased.kind === 'PURCHASE' && target !== null && (await isOffered(vendor, target))) {
    const note = `Reconciled: ${vendor.title} still offers ${target}, so nothing was bought.`;
    return { evidence: 'still-offered', note };
  }
  const note = `${vendor.title} has no call that shows whether ${target ?? marker} was obtained.`;
  return { evidence: 'untraceable', note };
}

const STOCK_LIMIT = 50;

async function isOffered({ buying }: VoiceVendor, number: string): Promise<boolean> {
  const national = nationalDigits(number);
  const country = countryOf(number);
  if (buying?.choice !== 'exact' || !national || !country) return false;
  const isNorthAmerican = national.callingCode === '1';
  const offered = await buying.search({
    country,
    areaCode: isNorthAmerican ? national.digits.slice(0, 3) : null,
    contains: isNorthAmerican ? national.digits.slice(3) : national.digits,
    limit: STOCK_LIMIT,
  });
  return offered.includes(number);
}
