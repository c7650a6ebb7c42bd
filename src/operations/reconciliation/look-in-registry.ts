import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import { acquiringKinds } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { OperationContext } from '../shared/context.ts';
import { followUp } from '../shared/follow-up.ts';
import { recordKnown } from '../shared/record-acquired.ts';
import type { Finding } from './finding.ts';
import { ageOf, isMarkedBy, isMarkedByAnother, judgeOwner } from './owner.ts';

type Sought = { readonly vendor: VoiceVendor; readonly calls: readonly OperationCall[] };

/**
 * The number may have been seen by a reader, and be gone again: released since, renamed, or adopted by a person.
 * `newSince`: what was seen before then is no sign.
 */
export async function lookInRegistry(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, calls, newSince = null }: Sought & { readonly newSince?: string | null },
): Promise<Finding | null> {
  for (const { number, isMarked } of await findRegistered(context, { vendor, calls })) {
    if (newSince !== null && number.firstSeenAt <= newSince) continue;
    const isAgain = calls.some(({ releasedNumberIds }) => releasedNumberIds.includes(number.id));
    // One that had gone before, and still counts as that, has not been seen since.
    if (isAgain && (number.status === 'RELEASED' || number.status === 'UNKNOWN')) continue;
    if (number.status === 'RELEASED' && (await isObtainedByAnother(context, leased, number.id))) continue;
    const isHealed = leased.status === 'FAILED';
    // Another operation is asking for it: it may be what comes of that.
    const open = isMarked ? null : await context.ledger.findOpen(vendor.name, number.address);
    if (open !== null && open.id !== leased.id) continue;
    if (!isMarked && isMarkedByAnother(vendor, await context.registry.markerOf(number.id), calls)) continue;
    const found = { number, isMarked, age: ageOf(vendor, number) };
    const { owner, lastHolder } = await judgeOwner(context, leased, { ...found, calls, isLate: isHealed });
    if (owner !== 'this') continue;
    const note = isHealed
      ? `${number.address} is in the account after all: this operation had failed, and has succeeded.`
      : 'Reconciled: the number has been seen in the account.';
    if (isHealed) context.logger.warn({ operationId: leased.id, phoneNumberId: number.id }, note);
    const known = { vendor, number, lastHolder, note };
    return {
      evidence: 'seen-in-account',
      record: async () => followUp(context, await recordKnown(context, leased, known), vendor),
    };
  }
  return null;
}

/** What another operation obtained, and was released since, has not come of this one in between. */
async function isObtainedByAnother(
  { ledger }: OperationContext,
  { id }: LeasedOperation,
  phoneNumberId: string,
): Promise<boolean> {
  const { edges } = await ledger.page({
    filter: { phoneNumberId, statuses: ['SUCCEEDED'], kinds: acquiringKinds },
    paging: { direction: 'forward', size: 2, after: null, before: null },
  });
  return edges.some(({ node }) => node.id !== id);
}

type Registered = { readonly number: PhoneNumber; readonly isMarked: boolean };

async function findRegistered({ registry }: OperationContext, { vendor, calls }: Sought): Promise<Registered[]> {
  // One that was told that its number is not to be had may have been lied to; what nobody answered comes first.
  const asked = calls
    .filter(({ outcome }) => outcome !== 'refused')
    .toSorted((one, other) => Number(isInDoubt(other)) - Number(isInDoubt(one)));
  const found: Registered[] = [];
  for (const target of new Set(asked.map((call) => call.target))) {
    if (target === null) continue;
    const { held, released } = await registry.idsAt(vendor.name, target);
    const numbers = await registry.byIds([...new Set([...held, ...released])]);
    found.push(...[...numbers.values()].map((number) => ({ number, isMarked: false })));
  }
  for (const marker of new Set(asked.map((call) => call.marker))) {
    const number = marker === null ? null : await registry.byMarker(vendor.name, marker);
    if (number && asked.some((call) => isMarkedBy({ ...number, marker }, call))) found.push({ number, isMarked: true });
  }
  return found;
}
