import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { OperationContext } from '../shared/context.ts';
import { findOffer } from '../shared/find-offer.ts';
import { countLook, endOfGrace, type Finding, isOpenForADay, isRefusedSince, tooEarly } from './finding.ts';
import { judgeOthers } from './judge-others.ts';
import { lookInRegistry } from './look-in-registry.ts';
import { ageOf, judgeOwner } from './owner.ts';

/** How many looks at least have to suggest that nothing was bought. */
const LOOKS = 3;
/** What was not looked for in between may have been sold, and given back. Reconciliation looks more often than this. */
const LONG_PAUSE_MS = 1_800_000;

type Sought = { readonly vendor: VoiceVendor; readonly calls: readonly OperationCall[] };

/** Looks at a vendor without a list, where its stock and the registry may tell; else a person has to. */
export async function lookInStock(
  context: OperationContext,
  leased: LeasedOperation,
  sought: Sought,
): Promise<Finding> {
  const { vendor, calls } = sought;
  await context.accounts.confirm(vendor);
  // Who said that nothing came of it said so of what was known by then, and may have said before that this one did.
  const registered = await lookInRegistry(context, leased, { ...sought, newSince: leased.settledAt });
  if (registered) return registered;
  const { kind, target, marker } = leased;
  if (!calls.some(isInDoubt)) {
    return { evidence: 'unavailable-and-not-shown', note: `${target} is no longer available at ${vendor.title}.` };
  }
  if (isRefusedSince(calls) && calls.slice(0, -1).some(isInDoubt)) {
    const note = `${vendor.title} refused ${target} after a call that it did not answer: it may have sold it then.`;
    return { evidence: 'refused-untraceable', note };
  }
  const graceEndsAt = endOfGrace(context, calls);
  const lookedAt = context.now();
  if (lookedAt.getTime() <= graceEndsAt) return tooEarly;
  const others = await findOthers(context, leased, sought);
  if (others) return others;
  const isForADay = isOpenForADay(context, leased, calls);
  const { buying } = vendor;
  const isSought = kind === 'PURCHASE' && target !== null && buying?.choice === 'exact';
  if (isSought && (await findOffer(buying, target)) !== null) {
    const isDenied = calls.some(({ outcome }) => outcome === 'conflict');
    return judgeOffer(context, leased, { vendor, graceEndsAt, lookedAt, isForADay, isDenied });
  }
  const note = `${vendor.title} has no call that shows whether ${target ?? marker} was obtained.`;
  return { evidence: isForADay ? 'untraceable-for-a-day' : 'untraceable', note, notSeen: null };
}

/** The number may be in the account by another operation, or have been before the first call: it was sold once. */
async function findOthers(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, calls }: Sought,
): Promise<Finding | null> {
  const { target } = leased;
  if (target === null) return null;
  const { held } = await context.registry.idsAt(vendor.name, target);
  for (const number of (await context.registry.byIds(held)).values()) {
    const found = { number, isMarked: false, age: ageOf(vendor, number) };
    const { owner } = await judgeOwner(context, leased, { ...found, calls, isLate: true });
    if (owner === 'this') continue;
    const reported = await vendor.get(number.vendorId);
    if (reported && isNumber(reported, target)) return judgeOthers(context, leased, { calls, number: reported, owner });
  }
  return null;
}

/**
 * A search may be a cache: what it offers is believed only if it is offered at every look for a day, without long pauses
 * between them, and not where the vendor has refused the number as one that somebody has.
 */
function judgeOffer(
  { patienceMs }: OperationContext,
  { target, notSeen: before }: LeasedOperation,
  look: { vendor: VoiceVendor; graceEndsAt: number; lookedAt: Date; isForADay: boolean; isDenied: boolean },
): Finding {
  const { vendor, graceEndsAt, lookedAt, isForADay, isDenied } = look;
  const longPauseMs = Math.max(patienceMs / 4, LONG_PAUSE_MS);
  const isUnbroken = before !== null && lookedAt.getTime() - Date.parse(before.last) <= longPauseMs;
  const isCounted = isUnbroken && Date.parse(before.since) > graceEndsAt;
  const notSeen = countLook(isCounted ? before : null, lookedAt);
  const { since } = notSeen;
  const note = `${vendor.title} still offers ${target}`;
  if (lookedAt.getTime() - Date.parse(since) >= patienceMs && notSeen.looks >= LOOKS && !isDenied) {
    return { evidence: 'still-offered-for-a-day', note: `Reconciled: ${note}, so nothing was bought.` };
  }
  const isTooLate = Date.parse(since) > graceEndsAt + longPauseMs;
  if (isForADay && (isTooLate || isDenied)) return { evidence: 'untraceable-for-a-day', note: `${note} now.`, notSeen };
  return { evidence: 'still-offered', note: `${note}.`, notSeen };
}
