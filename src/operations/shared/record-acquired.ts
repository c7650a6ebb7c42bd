import { toNumberId } from '../../domain/number-id.ts';
import { type LeasedOperation, LeaseLostError, type Result } from '../../ledger/ledger.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { Obtained } from '../../vendors/vendor-number.ts';
import { type Acquired, type KnownNumber, toKnownResult, toResult } from './acquired-result.ts';
import { isAskedFor, toWrong } from './answered-wrongly.ts';
import type { OperationContext } from './context.ts';
import type { Committed } from './follow-up.ts';
import { attempt, outcomeUnknown } from './vendor-result.ts';

/** The vendor answers that it has done it: not to be lost, whoever works on the operation by now. */
export async function recordAnswered(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, obtained, note }: { vendor: VoiceVendor; obtained: Obtained; note: string },
): Promise<Committed> {
  const wrong = await toWrong(context, leased, { vendor, obtained });
  const isShown = 'kind' in obtained && obtained.address !== undefined;
  const acquired = isShown ? { vendor, reported: obtained, readAt: null, note } : null;
  const result = wrong ?? (acquired ? toResult(leased, acquired) : toRead(leased, { vendor, obtained }));
  try {
    if (wrong) return await context.ledger.finish(leased, wrong);
    if (acquired) return await recordAcquired(context, leased, acquired);
    const recorded = await context.ledger.advance(leased, result);
    return await readObtained(context, recorded, { vendor, vendorId: obtained.vendorId, note });
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    context.logger.warn({ operationId: leased.id, vendor: leased.vendor }, 'an answer came after the lease was lost');
    const late = { ...result, note: `${result.note} The answer came late.` };
    return { operation: await context.ledger.recordLate(leased, late), phoneNumber: null };
  }
}

/** The number has come, and the answer does not show it: its id is on record before it is read. */
function toRead({ kind }: LeasedOperation, { vendor, obtained }: { vendor: VoiceVendor; obtained: Obtained }): Result {
  const note = `${vendor.title} has done it, and does not show the number yet.`;
  return {
    status: 'PENDING',
    note,
    errors: [outcomeUnknown(kind, note)],
    phoneNumberId: toNumberId(vendor.name, obtained.vendorId),
    outcome: 'done',
  };
}

/** Reads the number that the answer named by its id. Where that fails, reconciliation reads it until it can be shown. */
async function readObtained(
  context: OperationContext,
  leased: LeasedOperation,
  { vendor, vendorId, note }: { vendor: VoiceVendor; vendorId: string; note: string },
): Promise<Committed> {
  const read = await attempt(vendor.name, () => vendor.get(vendorId));
  const reported = 'answer' in read ? read.answer : null;
  if (reported?.address === undefined || !isAskedFor(leased, reported)) return context.ledger.postpone(leased);
  return recordAcquired(context, leased, { vendor, reported, readAt: null, note });
}

/** The number goes into the registry, in the transaction that tells that the operation succeeded. */
export function recordAcquired(
  context: OperationContext,
  leased: LeasedOperation,
  acquired: Acquired,
): Promise<Committed> {
  return record(context, leased, toResult(leased, acquired));
}

/** A number of the registry turns out to have come of the operation. */
export function recordKnown(
  context: OperationContext,
  leased: LeasedOperation,
  known: KnownNumber,
): Promise<Committed> {
  return record(context, leased, toKnownResult(leased, known));
}

async function record(
  { ledger }: OperationContext,
  leased: LeasedOperation,
  result: ReturnType<typeof toResult>,
): Promise<Committed> {
  return result.followUp === null
    ? ledger.finish(leased, result)
    : { unfinished: await ledger.advance(leased, result) };
}
