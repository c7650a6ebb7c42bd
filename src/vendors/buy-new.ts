import type { VendorName } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import { isNumber } from './reported-number.ts';
import type { ExactOrder } from './vendor.ts';
import { VendorError } from './vendor-error.ts';
import { CLOCKS_DIFFER_MS, type VendorNumber } from './vendor-number.ts';

/** The vendor itself may change a number when it sells it. */
const UNCHANGED_MS = 60_000;

/** When the account obtained a number, and when that was changed last, by the vendor's clock. */
export type Age = { readonly createdAt: string; readonly updatedAt: string | null };

/** Whether nobody has changed a number since the account obtained it: then the marker on it came with it. */
export function isUnchanged({ createdAt, updatedAt }: Age): boolean {
  const changedAfterMs = Date.parse(updatedAt ?? '') - Date.parse(createdAt);
  return changedAfterMs >= 0 && changedAfterMs < UNCHANGED_MS;
}

type Account = {
  readonly name: VendorName;
  readonly title: string;
  /** The numbers of the account of which this is a part. */
  readonly list: (part: string) => AsyncIterable<readonly VendorNumber[]>;
  readonly create: (sent: SentCall, order: ExactOrder) => Promise<VendorNumber>;
};

/**
 * Buys a number that the account does not hold, from a vendor to whom the purchase of what it holds is no purchase: it
 * answers that in the same way, and changes that number. So the account is looked at before; and an answer whose number is
 * older than the call does not say that the call has bought it, unless the marker of the call came with it.
 */
export async function buyNew(
  { name: vendor, title, list, create }: Account,
  sent: SentCall,
  order: ExactOrder,
): Promise<VendorNumber> {
  const { number } = order;
  const inDoubt = (message: string) => new VendorError({ vendor, outcome: 'unknown', reason: 'conflict', message });

  for await (const page of list(number)) {
    if (!page.some((held) => isNumber(held, number))) continue;
    const message = `${number} is in the account at ${title} already. Nothing was asked for.`;
    // It may have come of an earlier call of the same operation.
    if (sent.attempt > 1) throw inDoubt(message);
    throw new VendorError({ vendor, outcome: 'rejected', reason: 'refused', message, member: 'number' });
  }
  const answered = await create(sent, order);
  const { createdAt, updatedAt = null, marker } = answered;
  const isMarked = order.marker !== null && marker === order.marker;
  // Whatever the time is here.
  if (isMarked && createdAt !== undefined && isUnchanged({ createdAt, updatedAt })) return answered;
  if (Date.parse(createdAt ?? '') >= sent.recordedAt - CLOCKS_DIFFER_MS) return answered;
  const has = `says that the account has it${createdAt === undefined ? '' : ` since ${createdAt}`}`;
  throw inDoubt(`${title} answered with ${number}, and ${has}; whether this call bought it is not known.`);
}
