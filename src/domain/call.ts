import type { VendorName } from './phone-number.ts';

/**
 * What came of a call to a vendor, as far as its answer tells.
 * - `done`: the vendor says that it has done it.
 * - `refused`: it refused the request itself; certainly nothing happened.
 * - `unavailable`: it says of the asked number that it is no longer available.
 * - `conflict`: it refused in a way that may be about this service's own earlier call, such as "already purchased".
 * - `unknown`: it did not answer, or not in a way that tells.
 */
export type CallOutcome = 'done' | 'refused' | 'unavailable' | 'conflict' | 'unknown';

/** One call to a vendor. On record before it is sent, and for good; what came of it is added once. */
export type OperationCall = {
  readonly operationId: string;
  /** 1 for the first call of its operation. */
  readonly attempt: number;
  readonly vendor: VendorName;
  /** The account of the vendor it was made with, as a digest; empty where an older version did not record it. */
  readonly account: string;
  /** The address that was asked for. Null where the vendor picks the number, and for calls that obtain none. */
  readonly target: string | null;
  /** The marker that was sent along. */
  readonly marker: string | null;
  /** The numbers that were at the target's address in the account, as far as was known. */
  readonly priorNumberIds: readonly string[];
  /** Those that had been there, and had gone: a vendor may use their ids again. Those in both may have gone. */
  readonly releasedNumberIds: readonly string[];
  readonly sentAt: string;
  /** When its outcome was recorded. */
  readonly endedAt: string | null;
  /** Null while it is under way, or for ever where the process stopped meanwhile. */
  readonly outcome: CallOutcome | null;
};

/**
 * Where a number was when it was asked for, as far as was known then.
 * - `there`: in the account, so that it did not come of the call.
 * - `gone`: it had been there, and was released, or missed by complete syncs that had shown it before.
 * - `unclear`: too little is known for either, as where a single read missed it.
 * - `elsewhere`: never in the account.
 */
export type Whereabouts = 'there' | 'gone' | 'unclear' | 'elsewhere';

export function whereaboutsOf(
  { priorNumberIds, releasedNumberIds }: Pick<OperationCall, 'priorNumberIds' | 'releasedNumberIds'>,
  phoneNumberId: string,
): Whereabouts {
  if (!priorNumberIds.includes(phoneNumberId)) return releasedNumberIds.includes(phoneNumberId) ? 'gone' : 'elsewhere';
  return releasedNumberIds.includes(phoneNumberId) ? 'unclear' : 'there';
}

/**
 * What a call came to that may have obtained a number; null aside. As long as its operation has not succeeded, that goes
 * for `done` as well: the vendor gave an id, and nobody has seen its number.
 */
export const doubtfulOutcomes = ['done', 'unknown', 'conflict'] as const satisfies readonly CallOutcome[];

/** Whether a call asked for a number, and may have obtained it for all that is known. */
export function isInDoubt({ target, marker, outcome }: OperationCall): boolean {
  if (target === null && marker === null) return false;
  return outcome === null || doubtfulOutcomes.some((doubtful) => doubtful === outcome);
}
