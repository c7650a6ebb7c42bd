import { isInDoubt, type OperationCall } from '../../domain/call.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { OrderState } from '../../vendors/vendor.ts';
import { VendorError } from '../../vendors/vendor-error.ts';
import type { OperationContext } from '../shared/context.ts';
import { type Finding, isOpenForADay, isRefusedSince, isSoughtIn } from './finding.ts';

type Sought = { readonly vendor: VoiceVendor; readonly calls: readonly OperationCall[] };

/** What follows from the orders. `isOpen`: the number may still come, or has come and is not shown yet. */
type Ordered = { readonly isOpen: boolean; readonly finding: Finding };

type OpenEvidence = `${'order-pending' | 'obtained-not-shown'}${'' | '-for-a-day'}`;

/**
 * Looks at the orders that calls of an operation have placed, at a vendor whose purchases are orders. Null where nothing
 * follows: it has none, or shows fewer that failed than there may be.
 */
export async function lookAtOrders(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, calls }: Sought,
): Promise<Ordered | null> {
  const { title } = vendor;
  const sought = calls.filter(isSoughtIn(calls));
  const found = await findOrders(vendor, sought);
  const number = leased.target ?? sought.at(-1)?.target ?? 'the number';
  const isForADay = isOpenForADay(context, leased, calls);
  // What the lists do not show meanwhile does not count.
  const open = (evidence: OpenEvidence, note: string) => ({ isOpen: true, finding: { evidence, note, notSeen: null } });
  switch (found?.state) {
    case 'pending': {
      const note = `${title} has not completed its order of ${number}: ${found.words}`;
      const evidence = isForADay ? 'order-pending-for-a-day' : 'order-pending';
      return open(evidence, note);
    }
    case 'done': {
      const note = `${title} says that its order of ${number} is complete, and does not show the number.`;
      const evidence = isForADay ? 'obtained-not-shown-for-a-day' : 'obtained-not-shown';
      return open(evidence, note);
    }
    case 'failed': {
      // Each call may have placed one; those that were refused since, as that one existed, have not.
      const unanswered = sought.filter((call) => isInDoubt(call) && call.outcome !== 'conflict');
      if (found.orders < Math.max(1, unanswered.length)) return null;
      const note = `Reconciled: ${title} could not complete its order of ${number}, so nothing was bought: ${found.words}`;
      const evidence = isRefusedSince(calls) ? 'order-failed-after-refusal' : 'order-failed';
      return { isOpen: false, finding: { evidence, note } };
    }
    default:
      return null;
  }
}

/**
 * Whether an order of these calls may still bring its number, or has: another one would be one too many. So too where the
 * vendor does not answer.
 */
export async function isOnOrder(vendor: VoiceVendor, calls: readonly OperationCall[]): Promise<boolean> {
  try {
    const found = await findOrders(vendor, calls.filter(isInDoubt));
    return found !== null && found.state !== 'failed';
  } catch (error) {
    if (error instanceof VendorError) return true;
    throw error;
  }
}

/** How the orders of these calls stand: as the one that says most of what may still come. */
async function findOrders({ buying }: VoiceVendor, calls: readonly OperationCall[]): Promise<OrderState | null> {
  if (buying?.choice !== 'exact' || buying.order === undefined) return null;
  const asked = new Map(calls.flatMap(({ target, marker }) => (target && marker ? [[target, marker]] : [])));
  const found: OrderState[] = [];
  for (const [number, marker] of asked) {
    const order = await buying.order({ marker, number });
    if (order !== null) found.push(order);
  }
  const first = (state: OrderState['state']) => found.find((order) => order.state === state);
  return first('pending') ?? first('done') ?? first('failed') ?? null;
}
