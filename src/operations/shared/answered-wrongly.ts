import { toNumberId } from '../../domain/number-id.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { LeasedOperation, Result } from '../../ledger/ledger.ts';
import type { NumberWrite } from '../../registry/registry.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { Obtained, VendorNumber } from '../../vendors/vendor-number.ts';
import { firstLook, type OperationContext } from './context.ts';
import { attempt, outcomeUnknown } from './vendor-result.ts';

/** Whether a number can be the one that the operation asked for. */
export function isAskedFor({ target, marker }: LeasedOperation, reported: VendorNumber): boolean {
  if (target !== null) return reported.address === undefined || isNumber(reported, target);
  // Where the vendor picks the number, it leaves the marker on it.
  return marker === null || reported.marker === undefined || reported.marker === marker;
}

/**
 * The result where the vendor says that it has given something else: another number than was asked for, or one that another
 * operation obtained. Null where nothing is wrong. What became of the call is found out by reconciliation then; the other
 * number is not lost: the registry takes it in, as one that nobody asked for.
 */
export async function toWrong(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained },
): Promise<Result | null> {
  const { vendorId } = obtained;
  // That an id is on record may be out of date: then the number has come back under it, and is what was asked for.
  const isAsked = 'kind' in obtained && obtained.address !== undefined && isAskedFor(leased, obtained);
  const open = (note: string): Result => ({
    status: 'PENDING',
    note,
    errors: [outcomeUnknown(leased.kind, note)],
    dueAt: firstLook(context),
    outcome: isAsked ? 'done' : 'unknown',
  });
  const other = await findOther(context, leased, { vendor, obtained });
  if (other !== null) return open(`${vendor.title} answered with the id ${vendorId}, that of ${other}.`);
  if (!('kind' in obtained) || obtained.address === undefined || isAsked) return null;
  return {
    ...open(
      `${vendor.title} answered with ${obtained.address} instead of ${leased.target ?? 'a number with its marker'}.`,
    ),
    number: {
      vendor: vendor.name,
      vendorId,
      ...(await readAgain(context, vendor, obtained)),
      local: { obtained: true },
    },
    phoneNumberId: null,
  };
}

/** What is wrong in one thing is not believed in another: perhaps the id is that of the number that was asked for. */
async function readAgain(
  { registry }: OperationContext,
  vendor: VoiceVendor,
  obtained: VendorNumber,
): Promise<Pick<NumberWrite, 'reported' | 'readAt'>> {
  const readAt = await registry.sequence().catch(() => null);
  const read = await attempt(vendor.name, () => vendor.get(obtained.vendorId));
  const reported = 'answer' in read ? read.answer : null;
  return readAt === null || reported?.address === undefined ? { reported: obtained } : { reported, readAt };
}

/** What else has the id that the vendor answered with, in words; null where it is new, as far as is known. */
async function findOther(
  { ledger, registry }: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained },
): Promise<string | null> {
  const id = toNumberId(vendor.name, obtained.vendorId);
  if (!(await ledger.isKnownNumber(id, leased.id).catch(() => true))) return null;
  const known = (await registry.byIds([id]).catch(() => null))?.get(id);
  // Ids come back with their numbers; and a sync may have been faster, and have seen the number that this call obtained.
  if (known && leased.target !== null && !isNumber(known, leased.target)) return known.address;
  if (known?.status === 'RELEASED') return null;
  if (known && known.status !== 'UNKNOWN' && (await wasBefore(registry, leased, known)))
    return 'a number that was here before';
  const last = await ledger.findLastHolding(id, leased.id);
  return last !== null && last.kind !== 'RELEASE' ? `a number that operation ${last.id} obtained` : null;
}

/** Whether a number of the registry was there before this operation. Where a marker tells, no clock is asked: it may be set. */
async function wasBefore(
  registry: OperationContext['registry'],
  { marker, createdAt }: LeasedOperation,
  known: PhoneNumber,
): Promise<boolean> {
  if (marker === null) return known.firstSeenAt < createdAt;
  const marked = await registry.byMarker(known.vendor, marker).catch(() => null);
  return marked?.id !== known.id;
}
