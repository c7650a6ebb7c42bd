import type { InboundRoutingChange, VendorName } from './phone-number.ts';
import type { Price } from './price.ts';

/**
 * What an operation is to do, one for each mutation of numbers, and one that is a step of others; the same names as the GraphQL
 * enum `NumberOperationKind`.
 */
export type OperationKind =
  | 'PURCHASE'
  | 'SIP_IMPORT'
  | 'SIP_CREATE'
  | 'ADOPT'
  | 'LINK'
  | 'UNLINK'
  | 'UPDATE'
  | 'RELEASE'
  | 'REROUTE'
  | 'CONNECT'
  | 'DISCONNECT'
  | 'MOVE';

/** Where an operation stands; `docs/operate.md` says what each asks of people. */
export type OperationStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'NEEDS_ATTENTION';

/** Whether money has moved. */
export type Charge = 'NO' | 'YES' | 'UNKNOWN';

/** Everything a caller can act on; the same names as the GraphQL enum `NumberErrorCode`, which explains each. */
export type UserErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'NUMBER_UNAVAILABLE'
  | 'NO_MATCHING_NUMBER'
  | 'NOT_SUPPORTED_BY_VENDOR'
  | 'VENDOR_REJECTED'
  | 'VENDOR_UNAVAILABLE'
  | 'OUTCOME_UNKNOWN'
  | 'AGENT_LINK_FAILED'
  | 'HELD_TWICE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'CONFIRMATION_MISMATCH'
  | 'NUMBER_LOCKED'
  | 'LIMIT_REACHED'
  | 'FORBIDDEN';

/** Something the caller should know or mend. Holds public text only. */
export type UserError = {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
  readonly retryable: boolean;
  readonly charged: Charge;
  readonly suggestions: readonly string[];
};

/** Whether an operation of this kind has moved money, as far as its status tells: only purchases do. */
export function chargeOf(kind: OperationKind, status: OperationStatus): Charge {
  if (kind !== 'PURCHASE' || status === 'FAILED') return 'NO';
  return status === 'SUCCEEDED' ? 'YES' : 'UNKNOWN';
}

/** A user error with the usual answers: nothing charged, nothing to suggest, no use in sending it again. */
export function userError(error: Pick<UserError, 'code' | 'message'> & Partial<UserError>): UserError {
  return { field: null, retryable: false, charged: 'NO', suggestions: [], ...error };
}

/** The complaint that one member of `input` cannot be right. */
export function invalidInput(member: string | readonly string[], message: string): UserError {
  const path = typeof member === 'string' ? [member] : member;
  return userError({ code: 'INVALID_INPUT', message, field: ['input', ...path] });
}

/** One entry of an operation's history: what it came to, and when. Holds public text only. */
export type OperationStep = {
  readonly at: string;
  readonly status: OperationStatus;
  readonly note: string | null;
};

/** One row of the ledger: a change that was asked for. */
export type Operation = {
  readonly id: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly vendor: VendorName;
  /** Whose idempotency keys it shares. */
  readonly account: string;
  readonly actor: string | null;
  readonly idempotencyKey: string | null;
  /** A digest of the input without its secrets, by the rule of the version that wrote it. */
  readonly fingerprint: string;
  /** What was asked for, without logins: enough to go on with it after a crash. */
  readonly request: OperationRequest;
  /** The address the vendor was, or is about to be, asked for: chosen or given, and on record before it is sent. */
  readonly target: string | null;
  /** The marker that was sent along, where the vendor picks the number itself and a target cannot be known. */
  readonly marker: string | null;
  /** When the vendor was last called, or that call ended without an answer; null while it certainly never was. */
  readonly sentAt: string | null;
  /** Looks which suggest that nothing came of it: the first, the last, and how many; null where the last did not. */
  readonly notSeen: { readonly since: string; readonly last: string; readonly looks: number } | null;
  /** When a person settled it last; null where nobody did. */
  readonly settledAt: string | null;
  /** What remains to be done after success, in a call of its own. */
  readonly followUp: FollowUp | null;
  /** The number it concerns, or that came of it. */
  readonly phoneNumberId: string | null;
  readonly errors: readonly UserError[];
  readonly attempts: number;
  /** When reconciliation looks at it next, unless whoever works on it ends it before; null where nothing is open. */
  readonly dueAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/**
 * What the vendor takes of a number only in a later call: its agent, or the label that belongs where the call that
 * obtained it left a marker.
 */
export type FollowUp = { readonly agentId?: string; readonly label?: string | null };

/** The part of a request that the ledger keeps. Never holds a password or a login name. */
export type OperationRequest = {
  readonly number?: string;
  readonly country?: string;
  readonly areaCode?: string;
  readonly contains?: string;
  readonly maxMonthlyPrice?: Price;
  readonly agentId?: string;
  readonly label?: string | null;
  readonly locked?: boolean;
  readonly inboundRouting?: InboundRoutingChange;
  readonly terminationUri?: string;
  readonly carrier?: string;
  readonly vendorId?: string;
  /** To which vendor a number is to go, or from which it is to be taken, where that is another than the operation's. */
  readonly otherVendor?: VendorName;
  /** The id of the number that an operation with steps began with, and of the same number at its carrier. */
  readonly fromNumberId?: string;
  readonly carrierNumberId?: string;
  /** The id of the number at the platform that it is to be taken from. */
  readonly takenNumberId?: string;
  /** The carrier's id of the trunk that a number is to be pointed at; null for none. */
  readonly trunkId?: string | null;
};

const HOUR_MS = 3_600_000;

/** Within what time an operation whose outcome is open should end, in ms: an hour where the vendor has a list, else a day. */
export function longestOpenMs({ hasList }: { readonly hasList: boolean }): number {
  return hasList ? HOUR_MS : 24 * HOUR_MS;
}

/** Since when an operation has been `PENDING`, by its history; null where it is not. */
export function openSince(history: readonly OperationStep[]): string | null {
  const before = history.findLastIndex(({ status }) => status !== 'PENDING');
  return history[before + 1]?.at ?? null;
}

/** Which operations; members left out do not narrow the list. */
export type OperationFilter = {
  readonly account?: string;
  /** Asked for by this actor; null for those of whom nobody was told apart. */
  readonly actor?: string | null;
  readonly statuses?: readonly OperationStatus[];
  readonly kinds?: readonly OperationKind[];
  readonly phoneNumberId?: string;
  /** Concerning any of these numbers. */
  readonly phoneNumberIds?: readonly string[];
  /** Items of the bulk with this key. */
  readonly bulkKey?: string;
};

/** The kinds that bring a number into an account. */
export const acquiringKinds: readonly OperationKind[] = ['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE'];

/** The kinds that change a number that is there; what remains of an older operation gives way to a newer one of these. */
export const changingKinds: readonly OperationKind[] = ['LINK', 'UNLINK', 'UPDATE', 'REROUTE', 'RELEASE'];
