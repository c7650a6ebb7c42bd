import type { Finished, LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { VendorNumber } from '../../vendors/vendor.ts';
import type { OperationContext } from '../shared/context.ts';
import type { Evidence, verdicts } from './evidence.ts';

/** Evidence of which it follows that the operation succeeded. */
type Success = { [Kind in Evidence]: (typeof verdicts)[Kind] extends 'happened' ? Kind : never }[Evidence];

/** What was found, in words for the history; and how to record it, where that is a success. */
export type Finding =
  | { readonly evidence: Exclude<Evidence, Success>; readonly note: string }
  | { readonly evidence: Success; readonly record: () => Promise<Finished> };

/** Nothing can be said yet. */
export const tooEarly: Finding = { evidence: 'too-early', note: '' };

/** For how long a vendor may fail to answer before a person is asked as well. */
const DAY_MS = 86_400_000;

/** Whether the vendor has had the time in which it may still act on a call that it did not answer. */
export function isPastGrace(context: OperationContext, { sentAt, errors }: LeasedOperation): boolean {
  if (sentAt === null) return false;
  // Where its end was not recorded, the call may have been under way for as long as one may.
  const callMs = errors.length === 0 ? context.longestCallMs : 0;
  return context.now().getTime() - Date.parse(sentAt) > context.graceMs + callMs;
}

/** Whether the call was sent more than a day ago. */
export function isOpenForADay(context: OperationContext, { sentAt }: LeasedOperation): boolean {
  return sentAt !== null && context.now().getTime() - Date.parse(sentAt) > DAY_MS;
}

/** Reads the list to its end where nothing matches: only a complete sync can tell that a number is not there. */
export async function findInList(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, matches }: { vendor: VoiceVendor; matches: (number: VendorNumber) => Promise<boolean> },
): Promise<VendorNumber | null> {
  if (!vendor.list) return null;
  for await (const numbers of vendor.list()) {
    for (const number of numbers) if (await matches(number)) return number;
    // A large account takes longer than a lease; a lease that was lost is noticed here and not at the end.
    await context.ledger.keep(leased);
  }
  return null;
}
