import type { Operation } from '../domain/operation.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Registry } from '../registry/registry.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

/** What the audit asks of a vendor. */
export type AccountSource = Pick<VoiceVendor, 'title' | 'list' | 'get'>;

/** What is compared. Everything is only read, beside a service that goes on working. */
export type AuditSources = {
  readonly ledger: Pick<Ledger, 'page' | 'find' | 'histories' | 'callsOf'>;
  readonly registry: Pick<Registry, 'page' | 'byIds' | 'byMarker' | 'idsAt'>;
  /** Null asks no vendor. */
  readonly vendors: ReadonlyMap<VendorName, AccountSource> | null;
  /** Whether operations are forgotten after some time, so that a number may have none. */
  readonly forgetsOperations: boolean;
  /** Whether an instance has found that the ledger lacks calls, and nobody has accepted it since; not if left out. */
  readonly hasLostCalls?: boolean;
  /** The vendors' answers are from then or later: what the service has confirmed since is left alone. */
  readonly since: Date;
};

/** What one party says that cannot be true if another one is right. */
export type Contradiction = {
  readonly kind: ContradictionKind;
  readonly vendor: VendorName;
  readonly address: string | null;
  readonly phoneNumberId: string | null;
  readonly operationIds: readonly string[];
  /** What is wrong, for people. */
  readonly message: string;
};

/**
 * - `NOT_IN_REGISTRY`: an operation obtained a number that the registry does not have.
 * - `OBTAINED_TWICE`: two operations obtained one number, and it was not released in between.
 * - `NO_OPERATION`: the registry calls a number bought, imported or created here, and no operation has done it.
 * - `FAILED_BUT_HELD`: a purchase ended as `FAILED`, the account holds its number, and nothing else explains that.
 * - `OBTAINED_BESIDE`: a number that an operation asked for before it obtained another one is in the account, and nothing
 *   explains that.
 * - `NOT_AT_VENDOR`: the registry shows a number that its vendor does not hold.
 * - `NEVER_LOOKED_AT`: an open operation has no time at which reconciliation checks it.
 */
export type ContradictionKind =
  | 'NOT_IN_REGISTRY'
  | 'OBTAINED_TWICE'
  | 'NO_OPERATION'
  | 'FAILED_BUT_HELD'
  | 'OBTAINED_BESIDE'
  | 'NOT_AT_VENDOR'
  | 'NEVER_LOOKED_AT';

/** A number of an account that no operation obtained, and that nobody adopted. */
export type Unexplained = {
  readonly vendor: VendorName;
  readonly address: string;
  readonly vendorId: string;
  readonly phoneNumberId: string;
  readonly firstSeenAt: string;
  /** Whether the ledger was there before it: then somebody has bought it, perhaps with a key that the ledger has lost. */
  readonly isNewer: boolean;
};

/** What an audit found. */
export type Audit = {
  /**
   * `needs-attention`: no contradiction was found, and a person is needed: for an operation, for one that is open for too
   * long, for a number that is newer than the ledger and unexplained, or since the ledger has lost calls.
   * `unchecked`: neither, but not everything could be compared.
   */
  readonly verdict: 'consistent' | 'contradictory' | 'needs-attention' | 'unchecked';
  readonly counts: { readonly operations: number; readonly numbers: number };
  /** Operations that are worked on or being reconciled, and those with a follow-up; newest first. */
  readonly open: readonly Operation[];
  /** Operations that wait for a person; newest first. */
  readonly needsAttention: readonly Operation[];
  /** Those of the open ones that should have ended by now. */
  readonly overdue: readonly Operation[];
  readonly contradictions: readonly Contradiction[];
  /** What may have been bought with keys that the ledger does not know; those that are newer than it come first. */
  readonly unexplained: readonly Unexplained[];
  /** What an operator may want to know and need not mend. */
  readonly notes: readonly string[];
  /** What could not be compared, and why. */
  readonly unchecked: readonly string[];
};
