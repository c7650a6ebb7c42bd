import type { Operation } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/vendor.ts';
import { compareWithWish } from './compare-with-wish.ts';
import { findOut } from './find-out.ts';
import type { Intent } from './ledger.ts';
import type { ChangeResult, OperationParts } from './parts.ts';
import { guard, toResult, waitForEnd } from './run-operation.ts';

/** What is to be obtained, and the address that will be there afterwards. */
type Wanted = { readonly vendor: VoiceVendor; readonly address: string; readonly intent: Intent };

/**
 * The answer to a wish without a key for which nothing has to be sent: the same wish is under way, or the number is
 * here. Null if neither is so.
 */
export async function answerFromHere(parts: OperationParts, wanted: Wanted): Promise<ChangeResult | null> {
  const { vendor, address, intent } = wanted;
  // First, since a number may be seen in the account before the operation that brings it in has ended.
  const open = await parts.ledger.findOpen(vendor.name, address);
  const joined = open && isSameWish(open, intent) ? await join(parts, open) : null;
  if (joined && joined.status !== 'FAILED') return toResult(parts, joined);
  const number = await parts.registry.byAddress(vendor.name, address);
  if (number) return answerNumber(parts, wanted, number);
  return joined && toResult(parts, joined);
}

function isSameWish(operation: Operation, { account, kind, fingerprint }: Intent): boolean {
  return operation.account === account && operation.kind === kind && operation.fingerprint === fingerprint;
}

/** Waits for whoever works on it, or finds out what became of it. Null if nothing came of it, so that it may be sent. */
async function join(parts: OperationParts, open: Operation): Promise<Operation | null> {
  const held = await parts.ledger.claim(open.id, 'PENDING');
  if (!held) return waitForEnd(parts, open);
  const found = await guard(parts, held, (mine) => findOut(parts, mine));
  return found.status === 'FAILED' ? null : found;
}

async function answerNumber(
  parts: OperationParts,
  { vendor, intent }: Wanted,
  phoneNumber: PhoneNumber,
): Promise<ChangeResult> {
  const owner = await parts.ledger.findOwner(phoneNumber.id, '');
  // Brought in, and not linked yet: the operation is at it, and tells so.
  if (owner?.pendingAgentId && isSameWish(owner, intent)) return toResult(parts, await waitForEnd(parts, owner));
  const userErrors = compareWithWish(phoneNumber, { vendor, wish: intent.request, broughtInAs: owner?.request ?? {} });
  return { phoneNumber, operation: null, userErrors };
}
