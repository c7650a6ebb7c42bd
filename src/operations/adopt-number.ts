import { type Operation, userError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { LeasedOperation } from '../ledger/ledger.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { fingerprint } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import { endWithout, runIdempotently } from './shared/run-idempotently.ts';
import { checkVendorId } from './shared/validate.ts';
import { attempt } from './shared/vendor-result.ts';

/** Takes in a number that was obtained elsewhere. Changes nothing at the vendor, so it may be repeated freely. */
export async function adoptNumber(
  context: OperationContext,
  caller: Caller,
  input: { vendor: VendorName; vendorId: string },
): Promise<ChangeResult> {
  const vendor = findVendor(context, input.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { vendorId } = input;
  const wrong = checkVendorId(vendor, vendorId);
  if (wrong) return refuse(wrong);
  const intent = {
    kind: 'ADOPT',
    vendor: vendor.name,
    ...caller,
    idempotencyKey: null,
    fingerprint: fingerprint({ kind: 'ADOPT', ...input }),
    request: { vendorId },
    phoneNumberId: null,
  } as const;
  return runIdempotently(context, intent, (leased) => adopt(context, leased, { vendor, vendorId }));
}

async function adopt(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId }: { vendor: VoiceVendor; vendorId: string },
): Promise<Operation> {
  const readAt = await context.registry.moment();
  const read = await attempt(vendor.name, () => vendor.get(vendorId));
  if ('error' in read) return endWithout(context, leased, read.error);
  if (read.answer === null) {
    const message = `${vendor.title} knows no number with this id.`;
    const error = userError({ code: 'NOT_FOUND', message, field: ['input', 'vendorId'] });
    return context.ledger.advance(leased, { status: 'FAILED', note: message, errors: [error] });
  }
  const reported = read.answer;
  return context.ledger.advance(leased, {
    status: 'SUCCEEDED',
    note: `Read ${reported.address} from ${vendor.title}.`,
    errors: [],
    number: { vendor: vendor.name, vendorId: reported.vendorId, reported, readAt },
  });
}
