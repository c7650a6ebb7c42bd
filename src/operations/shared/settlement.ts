import { notesOfPeople } from '../../domain/notes-of-people.ts';
import { fromNumberId } from '../../domain/number-id.ts';
import { acquiringKinds, type UserError } from '../../domain/operation.ts';
import type { LeasedOperation } from '../../ledger/ledger.ts';
import type { ChangeResult, OperationContext } from './context.ts';

/** Records why what a person said is not believed; the operation stays as it is. */
export async function leaveOpen(
  { ledger }: OperationContext,
  leased: LeasedOperation,
  wrong: UserError | null,
): Promise<ChangeResult> {
  const { operation } = await ledger.finish(leased, {
    status: leased.status,
    note: `Not settled: ${wrong?.message}`,
    errors: leased.errors,
  });
  return { phoneNumber: null, operation, userErrors: wrong ? [wrong] : [] };
}

/** What a person settled before is taken back, with the number that was said to have come of it. */
export async function reopen({ ledger }: OperationContext, leased: LeasedOperation): Promise<LeasedOperation> {
  if (leased.settledAt === null || leased.status === 'NEEDS_ATTENTION') return leased;
  const isObtained = acquiringKinds.includes(leased.kind) && leased.phoneNumberId !== null;
  const number = isObtained ? fromNumberId(leased.phoneNumberId ?? '') : null;
  return ledger.advance(leased, {
    // What failed has let its number go, and another operation may be asking for it by now.
    status: leased.status === 'FAILED' ? 'FAILED' : 'NEEDS_ATTENTION',
    note: notesOfPeople.corrected,
    errors: leased.status === 'FAILED' ? leased.errors : [],
    followUp: null,
    ...(number && { number: { ...number, local: { acquisition: 'DISCOVERED' } }, phoneNumberId: null }),
  });
}
