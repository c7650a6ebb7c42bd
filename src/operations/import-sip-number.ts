import { normaliseE164 } from '../domain/e164.ts';
import type { UserError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import {
  checkAgentGiven,
  checkCapability,
  checkCarrier,
  checkInboundRouting,
  checkKey,
  checkLabel,
  checkLogin,
  checkNumber,
  checkTrunkHost,
  complaints,
} from './check-input.ts';
import { fingerprint } from './fingerprint.ts';
import { findVendor, isComplaint } from './known-parties.ts';
import { obtainOnce } from './obtain-once.ts';
import { type Caller, type ChangeResult, type OperationParts, refuse } from './parts.ts';

/** See `ImportSipNumberInput` of the schema; members left out are null. */
export type ImportSipNumberWish = {
  readonly idempotencyKey: string | null;
  readonly vendor: VendorName;
  readonly number: string;
  readonly terminationUri: string;
  readonly username: string;
  readonly password: string;
  readonly carrier: string | null;
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** Brings in a number over its owner's SIP trunk. The login goes to the vendor and nowhere else. */
export async function importSipNumber(
  parts: OperationParts,
  caller: Caller,
  input: ImportSipNumberWish,
): Promise<ChangeResult> {
  const vendor = findVendor(parts, input.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const wish = { ...input, number: normaliseE164(input.number) };
  const wrong = check(vendor, wish);
  if (wrong.length > 0) return refuse(...wrong);

  const { number, terminationUri, carrier, agentId, label, inboundRouting } = wish;
  const asked = { number, terminationUri, carrier, agentId, label, inboundRouting };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  return obtainOnce(parts, {
    vendor,
    address: number,
    intent: {
      kind: 'SIP_IMPORT',
      vendor: vendor.name,
      ...caller,
      idempotencyKey: wish.idempotencyKey,
      fingerprint: fingerprint({ kind: 'SIP_IMPORT', vendor: vendor.name, ...asked, username: wish.username }),
      request: given,
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to import ${number}.`,
    send: (sent) => vendor.importSip(sent, wish),
  });
}

function check(vendor: VoiceVendor, wish: ImportSipNumberWish): UserError[] {
  return [
    ...complaints(
      checkKey(wish.idempotencyKey),
      checkCapability(vendor, 'SIP_IMPORT', 'imports no numbers through its API.'),
      checkNumber(wish.number),
      checkTrunkHost(wish.terminationUri),
      checkCarrier(vendor, wish.carrier),
      checkAgentGiven(vendor, wish.agentId),
      checkLabel(wish.label),
    ),
    ...checkLogin(wish, 1),
    ...checkInboundRouting(vendor, wish.inboundRouting),
  ];
}
