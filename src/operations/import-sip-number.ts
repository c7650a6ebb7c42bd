import { normaliseE164 } from '../domain/e164.ts';
import type { UserError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { acquire } from './shared/acquire.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { fingerprint } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
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
} from './shared/validate.ts';

/** See `ImportSipNumberInput` of the schema; members left out are null. */
export type ImportSipNumberInput = {
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
  context: OperationContext,
  caller: Caller,
  given: ImportSipNumberInput,
): Promise<ChangeResult> {
  const vendor = findVendor(context, given.vendor);
  if (isComplaint(vendor)) return refuse(vendor);
  const input = { ...given, number: normaliseE164(given.number) };
  const wrong = check(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { number, terminationUri, carrier, agentId, label, inboundRouting } = input;
  const asked = { number, terminationUri, carrier, agentId, label, inboundRouting };
  const request = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  return acquire(context, {
    vendor,
    address: number,
    intent: {
      kind: 'SIP_IMPORT',
      vendor: vendor.name,
      ...caller,
      idempotencyKey: input.idempotencyKey,
      fingerprint: fingerprint({ kind: 'SIP_IMPORT', vendor: vendor.name, ...asked, username: input.username }),
      request,
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to import ${number}.`,
    send: (sent) => vendor.importSip(sent, input),
  });
}

function check(vendor: VoiceVendor, input: ImportSipNumberInput): UserError[] {
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkCapability(vendor, 'SIP_IMPORT', 'imports no numbers through its API.'),
      checkNumber(input.number),
      checkTrunkHost(input.terminationUri),
      checkCarrier(vendor, input.carrier),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(input.label),
    ),
    ...checkLogin(input, 1),
    ...checkInboundRouting(vendor, input.inboundRouting),
  ];
}
