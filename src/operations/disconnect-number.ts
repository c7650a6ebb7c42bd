import type { VendorName } from '../domain/phone-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, findVendor, isComplaint, whyNotInUse } from './shared/lookups.ts';
import { checkKey, notSupported } from './shared/validate.ts';
import { checkConfirmed, whyNotGivenUp } from './steps/allowed.ts';
import { runInSteps } from './steps/run-in-steps.ts';

/** See `DisconnectNumberInput` of the schema. */
export type DisconnectNumberInput = {
  readonly idempotencyKey: string;
  readonly phoneNumberId: string;
  readonly vendor: VendorName;
  readonly confirmAddress: string;
};

/** Takes a number of a carrier from an agent platform; the carrier keeps it. */
export async function disconnectNumber(
  context: OperationContext,
  caller: Caller,
  { idempotencyKey, phoneNumberId, vendor: otherVendor, confirmAddress }: DisconnectNumberInput,
): Promise<ChangeResult> {
  const wrongKey = checkKey(idempotencyKey);
  if (wrongKey) return refuse(wrongKey);
  const other = findVendor(context, otherVendor);
  if (isComplaint(other)) return refuse(other);
  const found = await findNumber(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const { connecting } = vendor;
  if (!connecting) return refuse(notSupported(vendor, 'is no carrier whose numbers are connected to platforms.'));
  const notConfirmed = checkConfirmed(number, confirmAddress);
  if (notConfirmed) return refuse(notConfirmed);
  // What was begun goes on, however the number is by now.
  const isKnown = (await context.ledger.findByKey(caller.account, idempotencyKey)) !== null;
  const [takenId = null] = (await context.registry.idsAt(other.name, number.address)).held;
  if (!isKnown) {
    const taken = takenId === null ? null : await findNumber(context, takenId);
    const wrong = whyNotInUse(number) ?? (taken && (isComplaint(taken) ? taken : whyNotGivenUp(taken.number, other)));
    if (wrong) return refuse(wrong);
  }
  const trunk = connecting.trunks.get(other.name);
  return runInSteps(context, {
    kind: 'DISCONNECT',
    vendor: vendor.name,
    ...caller,
    idempotencyKey,
    identity: { phoneNumberId, vendor: other.name },
    request: {
      ...{ fromNumberId: number.id, otherVendor: other.name },
      ...(takenId !== null && { takenNumberId: takenId }),
      ...(trunk && { trunkId: trunk.id }),
    },
    phoneNumberId: number.id,
  });
}
