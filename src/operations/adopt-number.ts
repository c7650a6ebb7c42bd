import { userError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Finished, LeasedOperation } from '../ledger/ledger.ts';
import { canonicalId } from '../vendors/canonical.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { endWithVendorError, failOperation } from './shared/fail-operation.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { beginIdempotently, carryOut } from './shared/run-idempotently.ts';
import { checkVendorId } from './shared/validate.ts';
import { attempt } from './shared/vendor-result.ts';

/**
 * Takes in a number that was obtained elsewhere. Changes nothing at the vendor, so it may be repeated freely; with a key, a
 * repeat is no operation of its own.
 */
export async function adoptNumber(
  context: OperationContext,
  caller: Caller,
  input: { vendor: VendorName; vendorId: string; idempotencyKey?: string },
): Promise<ChangeResult> {
  const vendor = findVendor(context, input.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const vendorId = canonicalId(vendor.rules.numberId, input.vendorId);
  const wrong = checkVendorId(vendor, vendorId);
  if (wrong) return refuse(wrong);
  const asked = {
    kind: 'ADOPT',
    vendor: vendor.name,
    ...caller,
    idempotencyKey: input.idempotencyKey ?? null,
    identity: { vendor: vendor.name, vendorId },
    request: { vendorId },
    phoneNumberId: null,
  } as const;
  const begun = await beginIdempotently(context, asked);
  if ('answer' in begun) return begun.answer;
  return carryOut(context, begun.leased, () => adopt(context, begun.leased, { vendor, vendorId }));
}

async function adopt(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId }: { vendor: VoiceVendor; vendorId: string },
): Promise<Finished> {
  const readAt = await context.registry.sequence();
  const read = await attempt(vendor.name, () => vendor.get(vendorId));
  if ('error' in read) return endWithVendorError(context, leased, read.error);
  const reported = read.answer;
  if (reported === null) {
    const message = `${vendor.title} has no number with this id.`;
    return failOperation(context, leased, userError({ code: 'NOT_FOUND', message, field: ['input', 'vendorId'] }));
  }
  if (reported.address === undefined) {
    const message = `${vendor.title} does not show this number yet. Adopt it a little later.`;
    return failOperation(context, leased, userError({ code: 'VENDOR_UNAVAILABLE', message, retryable: true }));
  }
  return context.ledger.finish(leased, {
    status: 'SUCCEEDED',
    note: `Read ${reported.address} from ${vendor.title}.`,
    errors: [],
    number: { vendor: vendor.name, vendorId: reported.vendorId, reported, readAt },
  });
}
