import type { CallOutcome } from '../../domain/call.ts';
import { chargeOf, type OperationKind, type UserError, type UserErrorCode, userError } from '../../domain/operation.ts';
import type { VendorName } from '../../domain/phone-number.ts';
import { VendorError, type VendorErrorReason, type VendorOutcome } from '../../vendors/vendor-error.ts';

/** What came of a call to a vendor: its answer, or why there is none. */
export type Attempted<Answer> = { readonly answer: Answer } | { readonly error: VendorError };

/** Makes a call and keeps its failure as a value. Anything but a `VendorError` may have come after the vendor acted. */
export async function attempt<Answer>(vendor: VendorName, call: () => Promise<Answer>): Promise<Attempted<Answer>> {
  try {
    return { answer: await call() };
  } catch (cause) {
    if (cause instanceof VendorError) return { error: cause };
    const message = 'The answer of the vendor could not be used.';
    return { error: new VendorError({ vendor, outcome: 'unknown', reason: 'unreadable', message, cause }) };
  }
}

const codes = {
  rejected: 'VENDOR_REJECTED',
  unreachable: 'VENDOR_UNAVAILABLE',
  unknown: 'OUTCOME_UNKNOWN',
} as const satisfies Record<VendorOutcome, UserErrorCode>;

const codesOfReasons: Partial<Record<VendorErrorReason, UserErrorCode>> = {
  'number-unavailable': 'NUMBER_UNAVAILABLE',
  'no-match': 'NO_MATCHING_NUMBER',
};

/** What a failed call came to. A refusal without a word says of a number that the search has just shown that it is gone. */
export function toCallOutcome({ outcome, reason }: VendorError, { isFromStock = false } = {}): CallOutcome {
  if (reason === 'number-unavailable') return 'unavailable';
  if (reason === 'no-words') return isFromStock ? 'unavailable' : 'conflict';
  if (reason === 'conflict') return 'conflict';
  return outcome === 'unknown' ? 'unknown' : 'refused';
}

/** What the caller is told of a vendor's failure. */
export function toUserError(error: VendorError, kind: OperationKind | 'READ'): UserError {
  const unknown = error.outcome === 'unknown';
  return userError({
    code: codesOfReasons[error.reason] ?? codes[error.outcome],
    message: unknown ? `${error.message} ${beingReconciled(kind)}` : error.message,
    field: error.member === null ? null : ['input', ...error.member.split('.')],
    retryable: error.retryable || unknown,
    charged: unknown && kind !== 'READ' ? chargeOf(kind, 'PENDING') : 'NO',
    suggestions: error.suggestions,
  });
}

/** The error of an operation whose outcome is not known yet. */
export function outcomeUnknown(kind: OperationKind, message = 'The outcome is not known yet.'): UserError {
  return userError({
    code: 'OUTCOME_UNKNOWN',
    message: `${message} ${beingReconciled(kind)}`,
    retryable: true,
    charged: chargeOf(kind, 'PENDING'),
  });
}

const repeat = 'a repeat with the same idempotency key';
const byId = '`numberOperation(id: …)` with the id of this operation';
/** How to learn what is known later: some changes have no key to be repeated with, and to others it is left free. */
const waysToLook: Record<OperationKind | 'READ', string> = {
  PURCHASE: repeat,
  SIP_IMPORT: repeat,
  SIP_CREATE: repeat,
  RELEASE: `${byId}, or ${repeat},`,
  REROUTE: byId,
  CONNECT: repeat,
  DISCONNECT: repeat,
  MOVE: repeat,
  ADOPT: byId,
  LINK: byId,
  UNLINK: byId,
  UPDATE: byId,
  READ: 'a repeat',
};

function beingReconciled(kind: OperationKind | 'READ'): string {
  return `It is being reconciled; ${waysToLook[kind]} answers with what is known then.`;
}
