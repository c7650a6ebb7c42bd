import { countryOf, nationalDigits } from '../../domain/e164.ts';
import { toNumberId } from '../../domain/number-id.ts';
import type { Operation } from '../../domain/operation.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';
import { recordAcquired, recordKnown } from '../shared/record-acquired.ts';
import { fail, findInList, isPastGrace, needsAttention, settleIt } from './evidence.ts';

/** Finds out in the vendor's list whether a number was obtained, and records it; null while nothing is certain. */
export async function lookInList(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  // Judged before the walk: what the vendor does while it is being read may be missing from what it tells.
  const isLate = isPastGrace(context, leased);
  const readAt = await context.registry.moment();
  let isOthers = false;
  const reported = await findInList(context, leased, vendor, async ({ address, vendorId }) => {
    if (address !== leased.target) return false;
    const isOurs = await mayBeOurs(context, leased, toNumberId(vendor.name, vendorId));
    isOthers ||= !isOurs;
    return isOurs;
  });
  if (reported) {
    const id = toNumberId(vendor.name, reported.vendorId);
    const isNamed = ((await context.registry.byIds([id])).get(id)?.label ?? null) !== null;
    const note = `Found out: ${vendor.title} has done it.`;
    return recordAcquired(context, leased, { vendor, reported, isNamed, readAt, note });
  }
  const registered = await lookInRegistry(context, leased, vendor);
  if (registered) return registered;
  // What the account holds is not for sale; but it may be given back, and a vendor that is late sell it yet.
  if (!isLate) return null;
  const reason = isOthers ? 'the account had it before' : `${vendor.title} does not list it`;
  return fail(context, leased, `Found out: nothing came of this call for ${leased.target}; ${reason}.`);
}

/** Whether a number at the target's address came of this operation: it was not there before, and is no other's. */
async function mayBeOurs(context: OperationContext, leased: LeasedOperation, phoneNumberId: string): Promise<boolean> {
  if (leased.priorNumberIds.includes(phoneNumberId)) return false;
  return (await context.ledger.findOwner(phoneNumberId, leased.id)) === null;
}

/** The number may have been seen by a reader, and be gone again: released since, or adopted by a person. */
async function lookInRegistry(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  const ids = await context.registry.idsAt(vendor.name, leased.target ?? '');
  for (const id of ids) {
    if (!(await mayBeOurs(context, leased, id))) continue;
    const number = (await context.registry.byIds([id])).get(id);
    if (!number) continue;
    return recordKnown(context, leased, {
      vendor,
      number,
      note: 'Found out: the number has been seen in the account.',
    });
  }
  return null;
}

/** The same at a vendor without a list, where its stock and the registry may tell; else a person has to. */
export async function lookInStock(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Operation | null> {
  if (!isPastGrace(context, leased)) return null;
  const registered = await lookInRegistry(context, leased, vendor);
  if (registered) return registered;
  if (leased.kind === 'PURCHASE' && (await isOffered(vendor, leased.target ?? ''))) {
    return fail(context, leased, `Found out: ${vendor.title} still offers ${leased.target}, so nothing was bought.`);
  }
  const message = `No call to ${vendor.title} can tell whether ${leased.target} was obtained.`;
  return context.ledger.advance(leased, needsAttention(leased, `${message} ${settleIt(leased, vendor.title)}`));
}

const STOCK_LIMIT = 50;

async function isOffered(vendor: VoiceVendor, number: string): Promise<boolean> {
  const national = nationalDigits(number);
  const country = countryOf(number);
  if (!national || !country) return false;
  const isNorthAmerican = national.callingCode === '1';
  const offered = await vendor.search({
    country,
    areaCode: isNorthAmerican ? national.digits.slice(0, 3) : null,
    contains: isNorthAmerican ? national.digits.slice(3) : national.digits,
    limit: STOCK_LIMIT,
  });
  return offered.includes(number);
}
