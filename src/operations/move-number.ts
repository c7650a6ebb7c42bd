import { type UserError, userError } from '../domain/operation.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { Secret } from '../domain/secret.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { ImportSource } from '../vendors/vendor.ts';
import { noTrunk } from './connect-number.ts';
import { canonicalCarrier, canonicalOrder } from './shared/canonical-input.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from './shared/context.ts';
import { findNumber, findVendor, isComplaint, whyNotInUse } from './shared/lookups.ts';
import {
  checkAgentGiven,
  checkCarrier,
  checkKey,
  checkLabel,
  checkLogin,
  checkTrunkHost,
  complaints,
  trunkLogin,
} from './shared/validate.ts';
import { checkConfirmed, toCarrierOf, whyNotGivenUp, whyNotTaken } from './steps/allowed.ts';
import { runInSteps } from './steps/run-in-steps.ts';

/** See `MoveNumberInput` of the schema; members left out are null. */
export type MoveNumberInput = {
  readonly idempotencyKey: string;
  readonly phoneNumberId: string;
  readonly vendor: VendorName;
  readonly agentId: string;
  readonly label: string | null;
  readonly trunk: {
    readonly terminationUri: string;
    readonly username: string;
    readonly password: Secret<string>;
    readonly carrier: string | null;
  } | null;
  readonly confirmAddress: string;
};

/** Moves a number from one agent platform to another. The login of a trunk that is given goes to the platform and nowhere else. */
export async function moveNumber(
  context: OperationContext,
  caller: Caller,
  given: MoveNumberInput,
): Promise<ChangeResult> {
  const other = findVendor(context, given.vendor);
  if (isComplaint(other)) return refuse(other);
  const found = await findNumber(context, given.phoneNumberId);
  if (isComplaint(found)) return refuse(found);
  const { number, vendor } = found;
  const notTaken = whyNotTaken(number, vendor, other);
  if (notTaken) return refuse(notTaken);
  const input = canonicalOrder<Omit<MoveNumberInput, 'agentId'> & { agentId: string | null }>(other, given);
  const { idempotencyKey, agentId, label, confirmAddress } = input;
  const source = toSource(other, given.trunk);
  const wrong = [
    ...complaints(
      checkKey(idempotencyKey),
      checkAgentGiven(other, agentId),
      checkLabel(other, label),
      checkConfirmed(number, confirmAddress),
    ),
    ...(source ? checkTrunk(other, source) : []),
  ];
  if (wrong.length > 0) return refuse(...wrong);
  // What was begun goes on, however the number is by now.
  const isKnown = (await context.ledger.findByKey(caller.account, idempotencyKey)) !== null;
  const whyNot = whyNotInUse(number) ?? whyNotGivenUp(number, vendor);
  if (!isKnown && whyNot) return refuse(whyNot);
  const way = source || isKnown ? null : await findWay(context, number, other);
  if (way && 'code' in way) return refuse(way);
  const trunk = source && { terminationUri: source.terminationUri, username: source.username, carrier: source.carrier };
  return runInSteps(
    context,
    {
      kind: 'MOVE',
      vendor: vendor.name,
      ...caller,
      idempotencyKey,
      identity: { phoneNumberId: number.id, vendor: other.name, agentId, label, trunk },
      request: {
        ...{ fromNumberId: number.id, otherVendor: other.name },
        ...(agentId !== null && { agentId }),
        ...(label !== null && { label }),
        ...(source && { terminationUri: source.terminationUri }),
        ...way,
      },
      phoneNumberId: number.id,
    },
    source,
  );
}

function toSource(other: VoiceVendor, trunk: MoveNumberInput['trunk']): ImportSource | null {
  if (trunk === null) return null;
  const { terminationUri, carrier, ...login } = trunk;
  const host = terminationUri.toLowerCase();
  return { kind: 'SIP_TRUNK', ...login, terminationUri: host, carrier: canonicalCarrier(other, carrier) };
}

function checkTrunk(other: VoiceVendor, source: ImportSource): UserError[] {
  const wrong = [
    ...complaints(checkTrunkHost(source.terminationUri), checkCarrier(other, source.carrier)),
    ...checkLogin(source, trunkLogin),
  ];
  return wrong.map(({ field, ...error }) => ({ ...error, field: ['input', 'trunk', ...(field?.slice(1) ?? [])] }));
}

/** The number at a carrier that this service holds it at, and the carrier's trunk to the platform; or why there is none. */
async function findWay(context: OperationContext, { address }: PhoneNumber, other: VoiceVendor) {
  for (const vendor of context.vendors.values()) {
    if (!vendor.connecting) continue;
    const { held } = await context.registry.idsAt(vendor.name, address);
    const [number] = (await context.registry.byIds(held.slice(0, 1))).values();
    if (!number) continue;
    const trunk = vendor.connecting.trunks.get(other.name);
    if (!trunk) return noTrunk(vendor, other);
    const carried = toCarrierOf(other, { number, vendor });
    return 'code' in carried ? carried : { carrierNumberId: number.id, trunkId: trunk.id };
  }
  const message = `This service holds ${address} at no carrier: give the trunk that it is reached over.`;
  return userError({ code: 'INVALID_INPUT', message, field: ['input', 'trunk'] });
}
