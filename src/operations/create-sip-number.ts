import { canonicalAddress } from '../domain/canonical.ts';
import type { UserError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Secret } from '../domain/secret.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { acquire } from './shared/acquire.ts';
import { canonicalOrder } from './shared/canonical-input.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
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
  readonly idempotencyKey: string;
  readonly vendor: VendorName;
  readonly sipPrefix: string;
  readonly username: string;
  readonly password: Secret<string>;
  readonly agentId: string | null;
  readonly label: string | null;
};

/** Creates a user on the vendor's SIP domain. The login goes to the vendor and nowhere else. */
export async function createSipNumber(
  context: OperationContext,
  caller: Caller,
  given: CreateSipNumberInput,
): Promise<ChangeResult> {
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { sip } = vendor;
  if (!sip) {
    return refuse(
      notSupported(vendor, 'has no SIP domain of its own; import a number with importSipNumber.', 'vendor'),
    );
  }
  // The user of a SIP address is the same in letters of either case.
  const input = canonicalOrder(vendor, { ...given, sipPrefix: given.sipPrefix.toLowerCase() });
  const wrong = validate(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { idempotencyKey, sipPrefix, username, password, agentId, label } = input;
  const address = canonicalAddress(sip.address(sipPrefix));
  return acquire(context, {
    vendor,
    address,
    change: {
      kind: 'SIP_CREATE',
      vendor: vendor.name,
      ...caller,
      idempotencyKey,
      identity: { vendor: vendor.name, address, agentId, label, username },
      identityOfVersion1: {
        vendor: vendor.name,
        address: sip.address(given.sipPrefix),
        agentId: given.agentId,
        label: given.label,
        username,
      },
      request: { ...(agentId !== null && { agentId }), ...(label !== null && { label }) },
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to create ${address}.`,
    send: (sent, marker) =>
      sip.create(sent, { sipPrefix, username, password, agentId, label, marker, inboundRouting: null }),
  });
}

function validate(vendor: VoiceVendor, input: CreateSipNumberInput): UserError[] {
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkSipPrefix(input.sipPrefix),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(vendor, input.label),
    ),
    ...checkLogin(input, vendor.rules.sipLogin),
  ];
}
