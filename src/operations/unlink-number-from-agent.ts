import { changeNumber } from './shared/change-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumberInUse, isComplaint } from './shared/lookups.ts';
import { notSupported } from './shared/validate.ts';

/** Leaves a number without an agent. */
export async function unlinkNumberFromAgent(
  context: OperationContext,
  caller: Caller,
  { phoneNumberId }: { phoneNumberId: string },
): Promise<ChangeResult> {
  const found = await findNumberInUse(context, phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const { unlink } = vendor;
  if (!unlink) {
    return refuse(notSupported(vendor, 'has an agent for every number; link it to another with linkNumberToAgent.'));
  }
  return changeNumber(context, caller, {
    kind: 'UNLINK',
    number,
    vendor,
    request: {},
    inWords: `leave ${number.address} without an agent`,
    send: (sent) => unlink(sent, number.vendorId),
  });
}
