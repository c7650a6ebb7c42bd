import { isListed } from '../../accounts/account-reads.ts';
import { isSameAgent, isSameText } from '../../domain/canonical.ts';
import { fromNumberId } from '../../domain/number-id.ts';
import type { InboundRouting, InboundRoutingChange } from '../../domain/phone-number.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { agentsOf, type VendorNumber } from '../../vendors/vendor-number.ts';
import type { OperationContext } from '../shared/context.ts';
import { type Finding, isPastGrace, tooEarly } from './finding.ts';
import { hasObtainedSince } from './owner.ts';

/** Looks whether a number is as a link, an unlink or an update wanted it. */
export async function findChanged(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding> {
  const isLate = isPastGrace(context, leased);
  const readAt = await context.registry.sequence();
  const reported = await vendor.get(vendorIdOf(leased));
  if (reported && isAsAsked(leased, reported)) {
    const { label, locked } = leased.request;
    const local = {
      ...(label !== undefined && !vendor.capabilities.includes('LABEL') && { label }),
      ...(locked !== undefined && { locked }),
    };
    return {
      evidence: 'as-asked',
      record: () =>
        context.ledger.finish(leased, {
          status: 'SUCCEEDED',
          note: `Reconciled: ${vendor.title} has done it.`,
          errors: [],
          number: { vendor: vendor.name, vendorId: reported.vendorId, reported, readAt, local },
        }),
    };
  }
  if (!isLate) return tooEarly;
  const note = reported
    ? `Reconciled: ${vendor.title} has not changed the number.`
    : `${vendor.title} does not know the number.`;
  return { evidence: 'not-as-asked', note };
}

function vendorIdOf({ phoneNumberId }: LeasedOperation): string {
  return fromNumberId(phoneNumberId ?? '')?.vendorId ?? '';
}

/** Whether a number is as a link, an unlink or an update wanted it. */
export function isAsAsked({ kind, request }: LeasedOperation, reported: VendorNumber): boolean {
  const { agentId, label, inboundRouting } = request;
  if (kind === 'UNLINK') return agentsOf(reported).length === 0;
  if (kind === 'DISCONNECT') return !isReached(reported, request.trunkId ?? null);
  if (kind === 'REROUTE' || kind === 'CONNECT')
    return reported.trunk !== undefined && isReached(reported, request.trunkId ?? null);
  if (agentId !== undefined && !isSameAgent(reported.agentId, agentId)) return false;
  if (label !== undefined && reported.label !== undefined && !isSameText(reported.label, label)) return false;
  return inboundRouting === undefined || isRoutedAs(reported.inboundRouting ?? null, inboundRouting);
}

/** Whether calls to a carrier's number go over this trunk; over none where it is null. */
export function isReached({ trunk }: Pick<VendorNumber, 'trunk'>, trunkId: string | null): boolean {
  return (trunk?.inboundTrunkId ?? null) === trunkId;
}

/** Members of the routing that were left out are as they may be; a voicemail without words is none. */
function isRoutedAs(routing: InboundRouting | null, asked: InboundRoutingChange): boolean {
  const { agentId, fallbackAgentId, voicemailMessage } = asked;
  return (
    routing !== null &&
    isSameAgent(routing.agentId, agentId) &&
    (fallbackAgentId === undefined || isSameAgent(routing.fallbackAgentId, fallbackAgentId)) &&
    (voicemailMessage === undefined || isSameText(routing.voicemailMessage, voicemailMessage))
  );
}

/** Looks whether a number is no longer in the account. */
export async function findReleased(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding> {
  const vendorId = vendorIdOf(leased);
  const isLate = isPastGrace(context, leased);
  const readAt = await context.registry.sequence();
  // Not there by both accounts, since a list may be late or miss one.
  const reported = (await vendor.get(vendorId)) ?? (await findInList(context, leased, { vendor, vendorId }));
  if (!reported) {
    // What was obtained a moment ago is not shown yet, perhaps.
    if (await isJustObtained(context, leased)) return tooEarly;
    return {
      evidence: 'no-longer-in-account',
      record: () =>
        context.ledger.finish(leased, {
          status: 'SUCCEEDED',
          note: `Reconciled: ${vendor.title} no longer has the number.`,
          errors: [],
          number: { vendor: vendor.name, vendorId, readAt, local: { released: true } },
        }),
    };
  }
  return isLate ? { evidence: 'still-there', note: `Reconciled: ${vendor.title} still has the number.` } : tooEarly;
}

async function isJustObtained(context: OperationContext, leased: LeasedOperation): Promise<boolean> {
  const { ledger, now, graceMs, clockSetAtMs } = context;
  const last = await ledger.findLastHolding(leased.phoneNumberId ?? '', leased.id);
  if (last === null || last.kind === 'RELEASE') return false;
  const sinceMs = now().getTime() - graceMs;
  // Across a clock that was set, nobody knows how long ago it was.
  return sinceMs <= clockSetAtMs() || hasObtainedSince(ledger, last, new Date(sinceMs).toISOString());
}

async function findInList(
  { accounts, ledger }: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId }: { vendor: VoiceVendor; vendorId: string },
): Promise<VendorNumber | undefined> {
  if (!isListed(vendor)) return undefined;
  const matches = (number: VendorNumber) => number.vendorId === vendorId;
  return (await accounts.read(vendor, { matches, keep: () => ledger.keep(leased) })).numbers[0];
}
