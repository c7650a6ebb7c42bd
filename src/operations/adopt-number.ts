import { type Operation, userError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { checkVendorId } from './check-input.ts';
import { fingerprint } from './fingerprint.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import type { HeldOperation } from './ledger.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';
import { endWithout, runOperation } from './run-operation.ts';
import { observe } from './vendor-failure.ts';

/** Takes in a number that was obtained elsewhere. Changes nothing at the vendor, so it may be repeated freely. */
export async function adoptNumber(
  parts: OperationParts,
  caller: Caller,
  wish: { vendor: VendorName; vendorId: string },
): Promise<ChangeResult> {
  const vendor = findVendor(parts, wish.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { vendorId } = wish;
  const wrong = checkVendorId(vendor, vendorId);
  if (wrong) return refuse(wrong);
  const intent = {
    kind: 'ADOPT',
    vendor: vendor.name,
    ...caller,
    idempotencyKey: null,
    fingerprint: fingerprint({ kind: 'ADOPT', ...wish }),
    request: { vendorId },
    phoneNumberId: null,
  } as const;
  return runOperation(parts, intent, (held) => adopt(parts, held, { vendor, vendorId }));
}

async function adopt(
  parts: OperationParts,
  held: HeldOperation,
  { vendor, vendorId }: { vendor: VoiceVendor; vendorId: string },
): Promise<Operation> {
  const readAt = await parts.registry.moment();
  const read = await observe(vendor.name, () => vendor.get(vendorId));
  if ('error' in read) return endWithout(parts, held, read.error);
  if (read.answer === null) {
    const message = `${vendor.title} knows no number with this id.`;
    const error = userError({ code: 'NOT_FOUND', message, field: ['input', 'vendorId'] });
    return parts.ledger.advance(held, { status: 'FAILED', note: message, errors: [error] });
  }
  const told = read.answer;
  return parts.ledger.advance(held, {
    status: 'SUCCEEDED',
    note: `Read ${told.address} from ${vendor.title}.`,
    errors: [],
    number: { vendor: vendor.name, vendorId: told.vendorId, told, readAt },
  });
}
