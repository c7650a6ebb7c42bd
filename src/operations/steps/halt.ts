import { type UserError, userError } from '../../domain/operation.ts';
import type { Finished } from '../../ledger/ledger.ts';
import { firstLook } from '../shared/context.ts';
import { failOperation } from '../shared/fail-operation.ts';
import type { Going, Halt } from './going.ts';

/** The members that the inputs of such operations have. */
const members = new Set(['agentId', 'label', 'vendor']);

type Halted = {
  /** Whether anything has been done yet, or may have been. */
  readonly isBegun: boolean;
  /** What is to be told beside, as long as it has not ended. */
  readonly beside?: readonly UserError[];
};

/**
 * A step did not end well. Where nothing has been done yet, all of it has failed; else what was done stays, and the operation
 * waits: for the step, which is looked at again, or for a person, who mends what was refused and repeats the key.
 */
export function halt(going: Going, end: Halt, { isBegun, beside = [] }: Halted): Promise<Finished> {
  const { context, leased } = going;
  const own = end.errors.map(toOwn);
  const [first] = own;
  if (end.state === 'failed' && !isBegun && first) return failOperation(context, leased, first);
  const isFinal = end.state === 'failed' && !end.mayPass;
  if (end.state === 'person' || isFinal) {
    const [note = 'A person has to look.'] = own.map(({ message }) => message);
    context.logger.warn({ operationId: leased.id, kind: leased.kind }, 'an operation needs a person');
    return context.ledger.finish(leased, {
      status: 'NEEDS_ATTENTION',
      note,
      errors: [...own.map(asFinal), ...beside],
      // A step that a person settles goes on by itself then.
      ...(!isFinal && { dueAt: firstLook(context) }),
    });
  }
  return waitWith(going, [...own, ...beside]);
}

/** Comes back to it later, after a longer pause each time. What is told has changed, or is left as it is. */
async function waitWith({ context: { ledger }, leased }: Going, errors: readonly UserError[]): Promise<Finished> {
  const isTold = leased.status === 'PENDING' && JSON.stringify(leased.errors) === JSON.stringify(errors);
  const note = errors[0]?.message ?? 'Waiting for a step.';
  return ledger.postpone(isTold ? leased : await ledger.advance(leased, { status: 'PENDING', note, errors }));
}

/** The error of a step, as it is told of the whole: its path names a member of the input, or nothing. */
function toOwn(error: UserError): UserError {
  return { ...error, field: members.has(error.field?.at(-1) ?? '') ? error.field : null };
}

/** What a person has to mend; a repeat of the key goes on from there. */
function asFinal(error: UserError): UserError {
  const message = `${error.message} What was done stays: see \`steps\`. Mend it, and repeat the key.`;
  return userError({ ...error, message });
}
