import { placeOf } from '../../domain/bulk.ts';
import { invalidInput, type Operation, type OperationKind, type UserError } from '../../domain/operation.ts';
import { type Finished, type LeasedOperation, LeaseLostError } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import { buy } from './buy.ts';
import { carryOutChange, type NumberChanging } from './carry-out-change.ts';
import type { OperationContext } from './context.ts';
import { failOperation } from './fail-operation.ts';
import { linking } from './linking.ts';
import { findNumber, findNumberInUse, isComplaint } from './lookups.ts';
import { isReleasedHere, releasing } from './releasing.ts';

/** Whether an operation is an item of a bulk that nothing has been sent for. */
export function isUnbegunItem({ status, sentAt, idempotencyKey }: Operation): boolean {
  return status === 'PENDING' && sentAt === null && placeOf(idempotencyKey) !== null;
}

/** Whether it was asked for so long ago that nobody may want it any more. */
export function isAskedLongAgo(
  { now, patienceMs }: Pick<OperationContext, 'now' | 'patienceMs'>,
  { createdAt }: Operation,
): boolean {
  return now().getTime() - Date.parse(createdAt) > patienceMs;
}

/** Carries an item of a bulk out, of which nothing has happened yet, by what the ledger has of it. */
export async function carryOutItem(context: OperationContext, leased: LeasedOperation): Promise<Finished> {
  const vendor = context.vendors.get(leased.vendor);
  // Its API key was taken away since it was asked for; perhaps it comes back.
  if (!vendor) return context.ledger.postpone(leased);
  if (leased.kind === 'PURCHASE') return buy(context, leased, { vendor, waitMs: null });
  const newer = await findNewer(context, leased);
  if (newer) return failOperation(context, leased, superseded(newer));
  const changing = await toChanging(context, leased, vendor);
  return isComplaint(changing) ? failOperation(context, leased, changing) : carryOutChange(context, leased, changing);
}

/** Nobody waits for the item any more: it is carried out when its turn comes, unless somebody else has begun it by then. */
export function carryOutInTurn(context: OperationContext, { id, vendor }: Operation): void {
  const { ledger, turns, logger } = context;
  const work = async () => {
    const leased = await ledger.claim(id, 'PENDING');
    if (!leased) return;
    if (isUnbegunItem(leased)) await ledger.during(id, () => carryOutItem(context, leased));
    else await ledger.postpone(leased);
  };
  turns.take({ id, vendor }, work).catch((error: unknown) => {
    if (!(error instanceof LeaseLostError)) logger.error({ operationId: id, err: error }, 'operation interrupted');
  });
}

async function toChanging(
  context: OperationContext,
  { id, kind, phoneNumberId, request }: LeasedOperation,
  vendor: VoiceVendor,
): Promise<NumberChanging | UserError> {
  const isRelease = kind === 'RELEASE';
  const find = isRelease ? findNumber : findNumberInUse;
  const found = await find(context, phoneNumberId ?? '');
  if (isComplaint(found)) return found;
  const { number } = found;
  if (isRelease) return releasing(number, vendor, { isReleased: await isReleasedHere(context, number, id) });
  return linking(number, vendor, request.agentId ?? '');
}

/** What decides about a number and its agent; to rename it says nothing of either. */
const deciding: readonly OperationKind[] = [
  'PURCHASE',
  'SIP_IMPORT',
  'SIP_CREATE',
  'ADOPT',
  'LINK',
  'UNLINK',
  'RELEASE',
];

/**
 * An operation that has decided about the number since this one was asked for. Items wait for their turn, perhaps through a
 * restart: what somebody has said meanwhile is what they want.
 */
async function findNewer({ ledger }: OperationContext, leased: LeasedOperation): Promise<Operation | null> {
  const { id, account, phoneNumberId, createdAt } = leased;
  if (phoneNumberId === null) return null;
  const { edges } = await ledger.page({
    filter: { account, phoneNumberId, kinds: deciding, statuses: ['PENDING', 'SUCCEEDED', 'NEEDS_ATTENTION'] },
    // Its own is one of them.
    paging: { direction: 'forward', size: 2, after: null, before: null },
  });
  const others = edges.map(({ node }) => node).filter((one) => one.id !== id && one.createdAt > createdAt);
  return others[0] ?? null;
}

function superseded({ id, kind }: Operation): UserError {
  const message = `Superseded by operation ${id} (${kind}), which is newer. Nothing was sent for this one.`;
  return invalidInput('phoneNumberId', message);
}
