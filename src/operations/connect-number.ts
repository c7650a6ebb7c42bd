import { invalidInput, type UserError } from '../domain/operation.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { canonicalOrder } from './shared/canonical-input.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, findVendor, isComplaint, whyNotInUse } from './shared/lookups.ts';
import { checkAgentGiven, checkKey, checkLabel, complaints, notSupported } from './shared/validate.ts';
import { toCarrierOf, whyNotTaken } from './steps/allowed.ts';
import { runInSteps } from './steps/run-in-steps.ts';

/** See `ConnectNumberInput` of the schema; members left out are null. */
export type ConnectNumberInput = {
  readonly idempotencyKey: string;
  readonly phoneNumberId: string;
  readonly vendor: VendorName;
  readonly agentId: string;
  readonly label: string | null;
};

/** Gives a number of a carrier to an agent platform. */
export async function connectNumber(
  context: OperationContext,
  caller: Caller,
  given: ConnectNumberInput,
): Promise<ChangeResult> {
  const other = findVendor(context, given.vendor);
  if (isComplaint(other)) return refuse(other);
  const found = await findNumber(context, given.phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const notTaken = whyNotTaken(number, vendor, other);
  if (notTaken) return refuse(notTaken);
  const { idempotencyKey, agentId, label } = canonicalOrder<
    Pick<ConnectNumberInput, 'idempotencyKey' | 'label'> & { agentId: string | null }
  >(other, given);
  const wrong = complaints(checkKey(idempotencyKey), checkAgentGiven(other, agentId), checkLabel(other, label));
  if (wrong.length > 0) return refuse(...wrong);
  // What was begun goes on, however the number is by now.
  const isKnown = (await context.ledger.findByKey(caller.account, idempotencyKey)) !== null;
  const trunk = findTrunk(number, vendor, other);
  if (!isKnown && 'code' in trunk) return refuse(trunk);
  return runInSteps(context, {
    kind: 'CONNECT',
    vendor: vendor.name,
    ...caller,
    idempotencyKey,
    identity: { phoneNumberId: number.id, vendor: other.name, agentId, label },
    request: {
      ...{ fromNumberId: number.id, otherVendor: other.name },
      ...(agentId !== null && { agentId }),
      ...(label !== null && { label }),
      ...('id' in trunk && { trunkId: trunk.id }),
    },
    phoneNumberId: number.id,
  });
}

/** The trunk from a carrier to a platform; or why the number cannot be given to it. */
function findTrunk(number: PhoneNumber, vendor: VoiceVendor, other: VoiceVendor): { readonly id: string } | UserError {
  const { connecting } = vendor;
  const wrong = whyNotInUse(number);
  if (wrong) return wrong;
  if (!connecting)
    return notSupported(vendor, 'is no carrier whose numbers can be given to a platform: moveNumber may do.');
  const trunk = connecting.trunks.get(other.name);
  if (trunk === undefined) return noTrunk(vendor, other);
  const carried = toCarrierOf(other, { number, vendor });
  return 'code' in carried ? carried : { id: trunk.id };
}

/** The complaint that the operator has set up no trunk from a carrier to a platform. */
export function noTrunk(vendor: VoiceVendor, other: VoiceVendor): UserError {
  const message = `There is no trunk from ${vendor.title} to ${other.title} yet: the operator sets it up in ${vendor.name}_TRUNKS.`;
  return invalidInput('vendor', message);
}
