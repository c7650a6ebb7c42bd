import type { UserError } from '../domain/operation.ts';
import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { Secret } from '../domain/secret.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import { acquire } from './shared/acquire.ts';
import { canonicalCarrier, canonicalNumber, canonicalOrder } from './shared/canonical-input.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { spellingOfVersion1 } from './shared/fingerprint.ts';
import { findVendor, isComplaint } from './shared/lookups.ts';
import {
  checkAgentGiven,
  checkCarrier,
  checkInboundRouting,
  checkKey,
  checkLabel,
  checkLogin,
  checkNumber,
  checkTrunkHost,
  complaints,
  notSupported,
  trunkLogin,
} from './shared/validate.ts';

/** See `ImportSipNumberInput` of the schema; members left out are null. */
export type ImportSipNumberInput = {
  readonly idempotencyKey: string;
  readonly vendor: VendorName;
  readonly number: string;
  readonly terminationUri: string;
  readonly username: string;
  readonly password: Secret<string>;
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
  const { importing } = vendor;
  if (!importing) return refuse(notSupported(vendor, 'imports no numbers through its API.', 'vendor'));
  const input = toCanonical(vendor, given);
  const wrong = validate(vendor, input);
  if (wrong.length > 0) return refuse(...wrong);

  const { number, terminationUri, username, password, carrier, agentId, label, inboundRouting } = input;
  const asked = toAsked(input);
  const request = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const source = { kind: 'SIP_TRUNK', terminationUri, username, password, carrier } as const;
  return acquire(context, {
    vendor,
    address: number,
    change: {
      kind: 'SIP_IMPORT',
      vendor: vendor.name,
      ...caller,
      idempotencyKey: input.idempotencyKey,
      identity: { vendor: vendor.name, ...asked, username },
      identityOfVersion1: { vendor: vendor.name, ...toAsked(asVersion1(given)), username },
      request,
      phoneNumberId: null,
    },
    note: `Asking ${vendor.title} to import ${number}.`,
    send: (sent, marker) => importing.run(sent, { number, agentId, label, marker, inboundRouting, source }),
  });
}

function toCanonical(vendor: VoiceVendor, given: ImportSipNumberInput): ImportSipNumberInput {
  return canonicalOrder(vendor, {
    ...given,
    number: canonicalNumber(given.number),
    terminationUri: given.terminationUri.toLowerCase(),
    carrier: canonicalCarrier(vendor, given.carrier),
  });
}

function toAsked({ number, terminationUri, carrier, agentId, label, inboundRouting }: ImportSipNumberInput) {
  return { number, terminationUri, carrier, agentId, label, inboundRouting };
}

function asVersion1(given: ImportSipNumberInput): ImportSipNumberInput {
  return { ...given, number: spellingOfVersion1(given.number) };
}

function validate(vendor: VoiceVendor, input: ImportSipNumberInput): UserError[] {
  return [
    ...complaints(
      checkKey(input.idempotencyKey),
      checkNumber(input.number),
      checkTrunkHost(input.terminationUri),
      checkCarrier(vendor, input.carrier),
      checkAgentGiven(vendor, input.agentId),
      checkLabel(vendor, input.label),
    ),
    ...checkLogin(input, trunkLogin),
    ...checkInboundRouting(vendor, input.inboundRouting),
  ];
}
