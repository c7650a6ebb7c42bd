import type { SameAccount } from '../accounts/same-account.ts';
import { placeOf } from '../domain/bulk.ts';
import { canonicalAddress } from '../domain/canonical.ts';
import { fromNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { LostKey, Restored } from '../ledger/restore.ts';
import type { Registry } from '../registry/registry.ts';
import { canonicalId } from '../vendors/canonical.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { isNumber } from '../vendors/reported-number.ts';
import { VendorError } from '../vendors/vendor-error.ts';
import { checkKey, checkVendorId } from './shared/validate.ts';

/** A key of a ledger that was lost, and what tells its number: the vendor's id, or the address. */
export type KeyToRestore = Pick<LostKey, 'account' | 'idempotencyKey' | 'kind'> & {
  readonly vendor: VendorName;
  readonly number: { readonly vendorId: string } | { readonly address: string };
};

type RestoreContext = SameAccount & {
  readonly vendors: ReadonlyMap<VendorName, VoiceVendor>;
  readonly registry: Pick<Registry, 'sequence' | 'idsAt'>;
  readonly restore: (lost: LostKey) => Promise<Restored>;
};

/** Why a key was not written back, for people. */
export class NotRestoredError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotRestoredError';
  }
}

/**
 * Writes a key back with the number that it bought, which is read from the vendor. Returns what was done, in a sentence.
 * Throws `NotRestoredError` where the key or the number are not free for that, or the vendor does not show the number.
 */
export async function restoreKey(context: RestoreContext, wanted: KeyToRestore): Promise<string> {
  const { account, idempotencyKey, kind } = wanted;
  // An item of a bulk has the key that the export tells.
  const wrong = checkKey(placeOf(idempotencyKey)?.key ?? idempotencyKey);
  if (wrong) throw new NotRestoredError(wrong.message);
  const vendor = context.vendors.get(wanted.vendor);
  if (!vendor) throw new NotRestoredError(`There is no account with ${wanted.vendor}: set its key.`);
  const { reported, readAt } = await read(context, vendor, wanted);
  const { address, vendorId } = reported;
  if ((kind === 'SIP_CREATE') !== (reported.kind === 'SIP'))
    throw new NotRestoredError(`${address} did not come of a ${kind}: say of what with --kind.`);
  const { state, operation } = await context.restore({
    ...{ account, idempotencyKey, kind, readAt },
    vendor: vendor.name,
    reported,
  });
  const what = `${vendor.title} ${address} (${vendorId}), operation ${operation.id}`;
  const other = `operation ${operation.id} (${operation.status}, key ${operation.idempotencyKey})`;
  switch (state) {
    case 'restored':
      return `Written back: ${what}.`;
    case 'known':
      return `On record already: ${what}.`;
    case 'key-taken':
      throw new NotRestoredError(explainTaken(operation));
    case 'number-taken':
      throw new NotRestoredError(`${address} came of ${other}.`);
    case 'number-in-doubt':
      throw new NotRestoredError(`${address} may have come of ${other}: wait for its end, or settle it.`);
  }
}

function explainTaken({ id, kind, status, vendor, phoneNumberId }: Restored['operation']): string {
  const known = `The key is on record: operation ${id}, a ${kind} at ${vendor}, is ${status}`;
  if (status === 'PENDING') return `${known}: it is being worked on or reconciled. Wait for its end.`;
  if (status === 'NEEDS_ATTENTION') return `${known}. Settle it with settleNumberOperation.`;
  if (status === 'FAILED') return `${known}, and could have obtained only another number, or is being worked on.`;
  const { vendorId } = fromNumberId(phoneNumberId ?? '') ?? {};
  return `${known}, and obtained ${vendorId}.`;
}

/** Reads the number from the vendor, which has the last word. */
async function read(context: RestoreContext, vendor: VoiceVendor, { number }: KeyToRestore) {
  try {
    await context.confirm(vendor);
    const readAt = await context.registry.sequence();
    const vendorId = 'vendorId' in number ? number.vendorId : await findAt(context, vendor, number.address);
    const id = canonicalId(vendor.rules.numberId, vendorId);
    const wrong = checkVendorId(vendor, id);
    if (wrong) throw new NotRestoredError(wrong.message);
    const reported = await vendor.get(id);
    if (reported === null) throw new NotRestoredError(`${vendor.title} has no number with the id ${id}.`);
    const { address } = reported;
    if (address === undefined) throw new NotRestoredError(`${vendor.title} does not show the number ${id} yet.`);
    return { reported: { ...reported, address }, readAt };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new NotRestoredError(error.message);
  }
}

/** The vendor's id of the number at an address: what its list shows; where it has none, what the registry knows. */
async function findAt({ registry }: RestoreContext, vendor: VoiceVendor, given: string): Promise<string> {
  const address = canonicalAddress(given);
  const found: string[] = [];
  if (vendor.list) {
    for await (const numbers of vendor.list())
      found.push(...numbers.filter((number) => isNumber(number, address)).map(({ vendorId }) => vendorId));
  } else {
    const { held } = await registry.idsAt(vendor.name, address);
    found.push(...held.flatMap((id) => fromNumberId(id)?.vendorId ?? []));
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const none = `Nothing tells ${vendor.title}'s id of ${address}: give it with --vendor-id.`;
  throw new NotRestoredError(
    only === undefined
      ? none
      : `${vendor.title} has ${address} as ${found.join(' and as ')}: say which with --vendor-id.`,
  );
}
