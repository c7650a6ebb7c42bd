import type { UserError } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import {
  checkAgentGiven,
  checkKey,
  checkLabel,
  checkLogin,
  checkSipPrefix,
  complaints,
  notSupported,
} from './check-input.ts';
import { fingerprint } from './fingerprint.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import { obtainOnce } from './obtain-once.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';

/** See `CreateSipNumberInput` of the schema; members left out are null. */
export type CreateSipNumberWish = {
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
  parts: OperationParts,
  caller: Caller,
  wish: CreateSipNumberWish,
): Promise<ChangeResult> {
  const vendor = findVendor(parts, wish.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const { createSip, sipAddress } = vendor;
  if (!createSip || !sipAddress) {
    return refuse(
      notSupported(vendor, 'has no SIP domain of its own; import a number with importSipNumber.', 'vendor'),
    );
  }
  const wrong = check(vendor, wish);
  if (wrong.length > 0) return refuse(...wrong);

  const { sipPrefix, agentId, label } = wish;
  const address = sipAddress(sipPrefix);
  const wanted = { address, agentId, label, username: wish.username };
  return obtainOnce(parts, {
    vendor,
    address,
    intent: {
      kind: 'SIP_CREATE',
      vendor: vendor.name,
      ...caller,
      idempotencyKey: wish.idempotencyKey,
      fingerprint: fingerprint({ kind: 'SIP_CREATE', vendor: vendor.name, ...wanted }),
      request: { ...(agentId !== null && { agentId }), ...(label !== null && { label }) },
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to create ${address}.`,
    send: (sent) => createSip(sent, wish),
  });
}

function check(vendor: VoiceVendor, wish: CreateSipNumberWish): UserError[] {
  return [
    ...complaints(
      checkKey(wish.idempotencyKey),
      checkSipPrefix(wish.sipPrefix),
      checkAgentGiven(vendor, wish.agentId),
      checkLabel(wish.label),
    ),
    ...checkLogin(wish, vendor.rules.sipUserMinLength),
  ];
}
