import type { Operation } from '../../domain/operation.ts';
import type { PhoneNumber } from '../../domain/phone-number.ts';
import type { Intent } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/vendor.ts';
import { reconcile } from '../reconciliation/reconcile.ts';
import type { ChangeResult, OperationContext } from './context.ts';
import { diffExisting } from './diff-existing.ts';
import { guard, toResult, waitForEnd } from './run-idempotently.ts';

/** What is to be obtained, and the address that will be there afterwards. */
type Wanted = { readonly vendor: VoiceVendor; readonly address: string; readonly intent: Intent };

/**
 * The answer to a request without a key for which nothing has to be sent: the same input is under way, or the number is
 * here. Null if neither is so.
 */
export async function answerExisting(context: OperationContext, wanted: Wanted): Promise<ChangeResult | null> {
  const { vendor, address, intent } = wanted;
  // First, since a number may be seen in the account before the operation that brings it in has ended.
  const open = await context.ledger.findOpen(vendor.name, address);
  const joined = open && isSameWish(open, intent) ? await join(context, open) : null;
  if (joined && joined.status !== 'FAILED') return toResult(context, joined);
  const number = await context.registry.byAddress(vendor.name, address);
  if (number) return answerNumber(context, wanted, number);
  return joined && toResult(context, joined);
}

function isSameWish(operation: Operation, { account, kind, fingerprint }: Intent): boolean {
  return operation.account === account && operation.kind === kind && operation.fingerprint === fingerprint;
}

/** Waits for whoever works on it, or finds out what became of it. Null if nothing came of it, so that it may be sent. */
async function join(context: OperationContext, open: Operation): Promise<Operation | null> {
  const leased = await context.ledger.claim(open.id, 'PENDING');
  if (!leased) return waitForEnd(context, open);
  const found = await guard(context, leased, (mine) => reconcile(context, mine));
  return found.status === 'FAILED' ? null : found;
}

async function answerNumber(
  context: OperationContext,
  { vendor, intent }: Wanted,
  phoneNumber: PhoneNumber,
): Promise<ChangeResult> {
  const owner = await context.ledger.findOwner(phoneNumber.id, '');
  // Brought in, and not linked yet: the operation is at it, and tells so.
  if (owner?.pendingAgentId && isSameWish(owner, intent)) return toResult(context, await waitForEnd(context, owner));
  const userErrors = diffExisting(phoneNumber, { vendor, input: intent.request, broughtInAs: owner?.request ?? {} });
  return { phoneNumber, operation: null, userErrors };
}
