import { isListed } from '../../accounts/account-reads.ts';
import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import { fromNumberId, toNumberId } from '../../domain/number-id.ts';
import { spellingsOf } from '../../domain/spelling.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { VendorNumber } from '../../vendors/vendor-number.ts';
import { isAskedFor } from '../shared/answered-wrongly.ts';
import type { OperationContext } from '../shared/context.ts';
import { followUp } from '../shared/follow-up.ts';
import { recordAcquired } from '../shared/record-acquired.ts';
import { countLook, endOfGrace, type Finding, isOpenForADay, isRefusedSince, isSoughtIn, tooEarly } from './finding.ts';
import { judgeOthers } from './judge-others.ts';
import { lookAtOrders } from './look-at-orders.ts';
import { lookInRegistry } from './look-in-registry.ts';
import { lookInStock } from './look-in-stock.ts';
import { ageOf, isMarkedBy, isMarkedByAnother, type Judged, judgeOwner } from './owner.ts';

/** Looks whether a number was obtained. */
export async function findAcquired(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding> {
  const all = await context.ledger.calls(leased.id);
  const calls = all.filter(({ target, marker }) => target !== null || marker !== null);
  const here = await callsOfThisAccount(context, vendor, calls);
  const finding = here.length === 0 ? null : await look(context, leased, { vendor, calls: here });
  if (finding && ('record' in finding || here.length === calls.length)) return finding;
  // What this account does not show says nothing of a call that was made with another one.
  const note = `A call was made with the API key of another account of ${vendor.title} than the one that is set now.`;
  return { evidence: isOpenForADay(context, leased, calls) ? 'other-account-for-a-day' : 'other-account', note };
}

async function look(context: OperationContext, leased: LeasedOperation, sought: Sought): Promise<Finding> {
  const { vendor } = sought;
  const obtained = leased.phoneNumberId === null ? null : await readObtained(context, leased, vendor);
  if (obtained !== null) return obtained;
  return vendor.list || vendor.find ? lookInAccount(context, leased, sought) : lookInStock(context, leased, sought);
}

/** The calls of which the account that can be asked now may tell something; those that it refused are among them. */
async function callsOfThisAccount(
  { registry }: OperationContext,
  vendor: VoiceVendor,
  calls: readonly OperationCall[],
): Promise<readonly OperationCall[]> {
  // Older versions did not record the account.
  const isNow = (account: string) => account === '' || account === vendor.account;
  if (calls.every(({ account }) => isNow(account))) return calls;
  const known = await registry.accountsOf(vendor.name);
  const isSame = (account: string) => isNow(account) || (known.has(account) && known.has(vendor.account));
  return calls.filter(({ account, outcome }) => isSame(account) || outcome === 'refused');
}

/** The vendor has answered with an id, and nothing else yet. Null where that turns out to be another number's. */
async function readObtained(
  context: OperationContext,
  leased: LeasedOperation,
  vendor: VoiceVendor,
): Promise<Finding | null> {
  const { vendorId = '' } = fromNumberId(leased.phoneNumberId ?? '') ?? {};
  const readAt = await context.registry.sequence();
  const reported = await vendor.get(vendorId);
  if (reported && !isAskedFor(leased, reported)) return null;
  if (reported?.address !== undefined) {
    const note = `Read ${reported.address} from ${vendor.title}.`;
    return {
      evidence: 'in-account',
      record: async () =>
        followUp(context, await recordAcquired(context, leased, { vendor, reported, readAt, note }), vendor),
    };
  }
  const note = `${vendor.title} has answered with the id ${vendorId}, and does not show the number.`;
  return notShown(context, leased, { note });
}

/** The number is there by its id, and nobody can dial it or show it yet: no success, and no failure either. */
function notShown(
  context: OperationContext,
  leased: LeasedOperation,
  { note, calls }: { readonly note: string; readonly calls?: readonly OperationCall[] },
): Finding {
  const isOld = isOpenForADay(context, leased, calls);
  return { evidence: isOld ? 'obtained-not-shown-for-a-day' : 'obtained-not-shown', note };
}

type Sought = { readonly vendor: VoiceVendor; readonly calls: readonly OperationCall[] };

/** What one look at the account showed, and when that began. */
type Look = { readonly startedAt: Date; readonly since: number; readonly numbers: readonly VendorNumber[] };

/** Where the vendor can be asked what is in the account. */
async function lookInAccount(context: OperationContext, leased: LeasedOperation, sought: Sought): Promise<Finding> {
  const { vendor, calls } = sought;
  const look = await lookAt(context, leased, sought);
  const graceEndsAt = endOfGrace(context, calls);
  const isLate = look.startedAt.getTime() > graceEndsAt;
  const owners = await Promise.all(
    look.numbers.map(async (number): Promise<Judged & { readonly number: VendorNumber }> => {
      if (isMarkedByAnother(vendor, number.marker, calls)) return { number, owner: 'another', lastHolder: null };
      const id = toNumberId(vendor.name, number.vendorId);
      const isMarked = calls.some((call) => isMarkedBy(number, call));
      const found = {
        number: { ...number, id },
        isMarked,
        age: ageOf(vendor, number),
        readAt: look.startedAt,
      };
      return { number, ...(await judgeOwner(context, leased, { ...found, calls, isLate })) };
    }),
  );
  const found = owners.find(({ owner }) => owner === 'this');
  if (found) {
    const { number: ours, lastHolder } = found;
    const id = toNumberId(vendor.name, ours.vendorId);
    const known = (await context.registry.byIds([id])).get(id);
    if (ours.address === undefined && known === undefined) {
      const missing = `${vendor.title} has the number ${ours.vendorId} with this operation's marker, and does not show it.`;
      return notShown(context, leased, { note: missing, calls });
    }
    const isNamed = (known?.label ?? null) !== null;
    const note = `Reconciled: ${vendor.title} has done it.`;
    const acquired = { vendor, reported: ours, isNamed, readAt: look.since, lastHolder, note };
    return {
      evidence: 'in-account',
      record: async () => followUp(context, await recordAcquired(context, leased, acquired), vendor),
    };
  }
  const registered = await lookInRegistry(context, leased, sought);
  if (registered) return registered;
  const isAnswered = !calls.some(isInDoubt);
  // What the account has is not for sale; but it may be given back, and a vendor that is late sell it yet.
  if (!isAnswered && !isLate) return tooEarly;
  // The account does not show yet what is still to come of an order.
  const ordered = await lookAtOrders(context, leased, { vendor, calls });
  if (ordered?.isOpen) return ordered.finding;
  if (isAnswered) {
    const unclear = owners.find(({ owner }) => owner === 'unclear');
    if (unclear) return judgeOthers(context, leased, { calls, ...unclear });
    const note = `${leased.target ?? 'What was asked for'} is no longer available at ${vendor.title}, and not this operation's.`;
    return { evidence: 'unavailable-and-not-shown', note };
  }
  const others = owners.find(({ owner }) => owner !== 'too-early');
  if (leased.target !== null && others) {
    return judgeOthers(context, leased, { calls, ...others });
  }
  if (ordered) return ordered.finding;
  return judgeAbsence(context, leased, { sought, startedAt: look.startedAt, graceEndsAt });
}

/** Reads the account: once for all operations that wait. The vendor's own way to a lost call is for those without a list. */
async function lookAt(context: OperationContext, leased: LeasedOperation, { vendor, calls }: Sought): Promise<Look> {
  const { accounts, registry, ledger, now } = context;
  const targets = calls.filter(isSoughtIn(calls)).flatMap(({ target }) => target ?? []);
  // Worked out once: an account may have a hundred thousand numbers.
  const spellings = new Set(targets.flatMap((target) => [...spellingsOf(target), target.toLowerCase()]));
  const isSpelled = (text: string | undefined) => text !== undefined && spellings.has(text.toLowerCase());
  const matches = (number: VendorNumber): boolean =>
    ((isSpelled(number.address) || isSpelled(number.spelling)) && targets.some((target) => isNumber(number, target))) ||
    calls.some((call) => isMarkedBy(number, call));
  if (isListed(vendor)) return accounts.read(vendor, { matches, keep: () => ledger.keep(leased) });
  await accounts.confirm(vendor);
  const startedAt = now();
  const since = await registry.sequence();
  const found = (await vendor.find?.({ marker: leased.marker, address: leased.target })) ?? null;
  return { startedAt, since, numbers: found && matches(found) ? [found] : [] };
}

/** What it means that the account does not show the number. */
function judgeAbsence(
  { graceMs }: OperationContext,
  leased: LeasedOperation,
  { sought, startedAt, graceEndsAt }: { sought: Sought; startedAt: Date; graceEndsAt: number },
): Finding {
  const { vendor, calls } = sought;
  const { target, notSeen: before } = leased;
  const isCounted = before !== null && Date.parse(before.since) > graceEndsAt;
  const notSeen = countLook(isCounted ? before : null, startedAt);
  const { since } = notSeen;
  if (notSeen.looks < 2 || startedAt.getTime() - Date.parse(since) < graceMs) {
    const note = `${vendor.title} does not show ${target ?? 'a number that came of this call'}.`;
    return { evidence: 'not-seen-once', note, notSeen, lookAt: new Date(Date.parse(since) + graceMs) };
  }
  if (target === null) {
    const note = `Reconciled: ${vendor.title} shows no number that came of this call.`;
    return { evidence: 'marker-not-seen-twice', note };
  }
  const note = `Reconciled: nothing came of this call for ${target}; ${vendor.title} does not show it.`;
  return { evidence: isRefusedSince(calls) ? 'not-seen-twice-after-refusal' : 'not-seen-twice', note };
}
