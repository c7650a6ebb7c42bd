import type { UserError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { acquire } from './shared/acquire.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { fingerprint } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import {
  checkAgentGiven,
  checkKey,
  checkLabel,
  checkLogin,
  checkSipPrefix,
  complaints,
  notSupported,
} from './shared/validate.ts';

/** See `CreateSipNumberInput` of the schema; members left out are null. */
export type CreateSipNumberInput = {
  readonly idempotencyKey: string | null;
  readonly vendor: VendorName;
  readonly sipPrefix: string;
  readonly username: string;
  readonly password: string;
  readonly agentId: string | null;
  readonly label: string | null;
};

/** Creates a user on the vendor's SIP domain. The login goes to the vendor and nowhere else. */
export async function createSipNumber(
  context: OperationContext,
  caller: Caller,
  input: CreateSipNumberInput,
): Promise<ChangeResult> {
  const vendor = findVendor(context, input.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { createSip, sipAddress } = vendor;
  if (!createSip || !sipAddress) {
    return refuse(
      notSupported(vendor, 'has no SIP domain of its own; import a number with importSipNumber.', 'vendor'),
    );
  }
  const wrong = check(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { sipPrefix, agentId, label } = input;
  const address = sipAddress(sipPrefix);
  const wanted = { address, agentId, label, username: input.username };
  return acquire(context, {
    vendor,
    address,
    intent: {
      kind: 'SIP_CREATE',
      vendor: vendor.name,
      ...caller,
      idempotencyKey: input.idempotencyKey,
      fingerprint: fingerprint({ kind: 'SIP_CREATE', vendor: vendor.name, ...wanted }),
      request: { ...(agentId !== null && { agentId }), ...(label !== null && { label }) },
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to create ${address}.`,
    send: (sent) => createSip(sent, input),
  });
}

function check(vendor: VoiceVendor, input: CreateSipNumberInput): UserError[] {
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkSipPrefix(input.sipPrefix),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(input.label),
    ),
    ...checkLogin(input, vendor.rules.sipUserMinLength),
  ];
}
