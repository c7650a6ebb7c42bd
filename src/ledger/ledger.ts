import type { CallOutcome, OperationCall } from '../domain/call.ts';
import type {
  FollowUp,
  Operation,
  OperationFilter,
  OperationKind,
  OperationRequest,
  OperationStatus,
  OperationStep,
  UserError,
} from '../domain/operation.ts';
import type { Page, Paging } from '../domain/paging.ts';
import type { PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { NumberWrite } from '../registry/registry.ts';

/** What is written down before anything is done. */
export type NewOperation = {
  readonly kind: OperationKind;
  readonly vendor: VendorName;
  /** Whose idempotency keys it shares. */
  readonly account: string;
  readonly actor: string | null;
  readonly idempotencyKey: string | null;
  /** Of the input: a key is refused for another. See `fingerprint.ts` of the operations. */
  readonly fingerprint: string;
  /** The same input's by the rules of older versions, by which what they wrote is compared. */
  readonly olderFingerprints?: readonly string[];
  readonly request: OperationRequest;
  /** The number it concerns, where that is known from the start. */
  readonly phoneNumberId: string | null;
};

/** A bulk that is asked for. */
export type NewBulk = {
  readonly account: string;
  readonly key: string;
  readonly kind: OperationKind;
  /**
   * In their order: each as an operation, whose key is the item's, or null where nothing can be told of it. What is not
   * valid is not written down, but may have been before.
   */
  readonly items: readonly ({ readonly operation: NewOperation; readonly isValid: boolean } | null)[];
};

/**
 * What `beginBulk` found: each item as it is on record, null where it is not; or that the key belongs to something else, of
 * which one operation is told.
 */
export type BegunBulk =
  | {
      readonly state: 'begun';
      readonly operations: readonly ({ readonly operation: Operation; readonly isNew: boolean } | null)[];
    }
  | { readonly state: 'key-reused'; readonly operation: Operation };

/** An operation this process may work on: nobody else will before the lease expires. */
export type LeasedOperation = Operation & {
  readonly lease: string;
  /** How often reconciliation has looked without an end. */
  readonly checks: number;
};

/**
 * What `begin` found.
 * - `new`: written down now, and leased by the caller, who carries it out.
 * - `resumed`: written down before, certainly not done; leased by the caller, who carries it out.
 * - `open`: sent before, outcome unknown; leased by the caller, who reconciles it and must not send it again.
 * - `running`: somebody else has the lease.
 * - `ended`: replay its result.
 * - `key-reused`: the key belongs to another input.
 */
export type Begun =
  | { readonly state: 'new' | 'resumed' | 'open'; readonly operation: LeasedOperation }
  | { readonly state: 'running' | 'ended' | 'key-reused'; readonly operation: Operation };

/**
 * What `recordSent` came to. Unless it is `sent`, nothing was recorded.
 * - `target-taken`: another operation is asking for the same address now, and may have it.
 * - `target-held`: the address is in the account, or may be, and not by an earlier call of this operation.
 * - `number-busy`: another call has been changing this number at its vendor for as long as one waits.
 * - `number-locked`: the number is locked against release.
 * - `limit-reached`: a purchase would be one more than the operator allows in a day.
 * - `refused`: nothing may be bought, for a reason that passes or that an operator must see to.
 */
export type Recorded =
  | { readonly state: 'sent'; readonly sent: SentCall; readonly seq: number; readonly operation: LeasedOperation }
  | { readonly state: 'target-held' }
  | { readonly state: 'target-taken' | 'number-busy' | 'number-locked' }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'limit-reached'; readonly scope: 'service' | 'caller'; readonly limit: number };

/** A call that is about to be sent: with which account of the vendor, for which address, or with which marker. */
export type Call = {
  readonly account: string;
  readonly target?: string;
  readonly marker?: string;
  /** Whether the vendor was asked for what may be held at the address: then only what is known to be is in the way. */
  readonly isLookedAt?: true;
  readonly note: string;
};

/** How an operation stands from now on. Members left out stay as they are. */
export type Result = {
  readonly status: OperationStatus;
  /** Why, for the history. */
  readonly note: string;
  readonly errors: readonly UserError[];
  /** Goes into the registry in the same transaction, and becomes the operation's number. */
  readonly number?: NumberWrite;
  /**
   * The id of the number that came of it, where the vendor does not show the number itself yet. Null where none came of
   * it after all.
   */
  readonly phoneNumberId?: string | null;
  /**
   * Where it was concluded whose the number is: the last operation that held it by then. Where that is another one by now,
   * nothing is recorded, and the lease counts as lost: two operations that asked for one number have not both obtained it.
   */
  readonly lastHolder?: string | null;
  /** What remains to be done; null once that has ended. */
  readonly followUp?: FollowUp | null;
  /** When reconciliation should look, where something is still open. */
  readonly dueAt?: string;
  /** What came of the last call, where that was one that had not ended. */
  readonly outcome?: CallOutcome;
  /** Whether a person says so. */
  readonly isSettled?: true;
  /** Whether nothing but evidence says so: no answer of the vendor, and no person. */
  readonly isInferred?: true;
};

/** An operation that nobody works on any more, and its number if it was written with it. */
export type Finished = { readonly operation: Operation; readonly phoneNumber: PhoneNumber | null };

/** The lease expired and somebody else took the operation up: stop working on it at once. */
export class LeaseLostError extends Error {
  constructor(operationId: string) {
    super(`The lease of operation ${operationId} was lost.`);
    this.name = 'LeaseLostError';
  }
}

/** Why nothing may be bought, for people, and whether the key that asks may have bought before all the same. */
export type Refusal = { readonly message: string; readonly charged: 'NO' | 'UNKNOWN' };

/** How many operations are `PENDING`, and in `NEEDS_ATTENTION`; when the oldest of them began, and the oldest that is `PENDING`. */
export type LedgerSummary = {
  readonly open: number;
  readonly needAttention: number;
  readonly oldestOpenAt: string | null;
  readonly oldestPendingAt: string | null;
};

/** How many purchases a day (UTC) may be sent; null for any number. */
export type PurchaseLimits = { readonly inAll: number | null; readonly perActor: number | null };

/** What this service asked vendors to do. Every method returns after its commit. */
export type Ledger = {
  begin(operation: NewOperation): Promise<Begun>;
  /**
   * Writes all operations of a bulk down that are not on record yet, in one commit. None is leased: `begin` finds each as one
   * that can be resumed, and `claimDue` after as long as a lease lasts.
   */
  beginBulk(bulk: NewBulk): Promise<BegunBulk>;
  /**
   * Records that the vendor is about to be called; the only way to the proof that the vendor port asks for. A target is
   * one operation's alone while its outcome is open, so that a number found at the vendor can belong to one of them
   * only; and what is in the account already is not asked for. A newer decision about a number supersedes follow-ups of it. Throws `LeaseLostError`.
   */
  recordSent(leased: LeasedOperation, call: Call): Promise<Recorded>;
  /** Records that the vendor says of the number that was last asked for that it is no longer available. */
  recordUnavailable(leased: LeasedOperation, note: string): Promise<LeasedOperation>;
  /** Records that nothing came of the calls so far, and that the operation goes on with another number. */
  chooseAgain(leased: LeasedOperation): Promise<LeasedOperation>;
  /** Records a result, with its number, in one transaction, and keeps the lease. Throws `LeaseLostError`. */
  advance(leased: LeasedOperation, result: Result): Promise<LeasedOperation>;
  /** The same, and gives the lease up. */
  finish(leased: LeasedOperation, result: Result): Promise<Finished>;
  /**
   * The vendor's answer that it has done it came after the lease was lost: nobody else can know of it. The number goes
   * into the registry, and the operation has succeeded, whatever was concluded meanwhile, or is open again where the
   * answer was an id alone; unless another number was asked for since. Returns it as it stands.
   */
  recordLate(leased: LeasedOperation, result: Result): Promise<Operation>;
  /** Extends the lease. Throws `LeaseLostError`. */
  keep(leased: LeasedOperation): Promise<void>;
  /** Leases open operations whose time to be looked at had come by then, or has by now, and that nobody has leased. */
  claimDue(limit: number, dueBy?: Date): Promise<LeasedOperation[]>;
  /** Leases one operation, if it is in this status and nobody has leased it. */
  claim(id: string, status: OperationStatus): Promise<LeasedOperation | null>;
  /**
   * Reconciliation came to no conclusion: gives the lease up, and checks again later, after a longer pause each time.
   * What its looks have suggested so far is kept, where that is given; another look at `lookAt` may say more.
   */
  postpone(leased: LeasedOperation, so?: { notSeen?: Operation['notSeen']; lookAt?: Date }): Promise<Finished>;
  /** Gives the lease of an operation up that has ended before, and stays as it is. */
  leave(leased: LeasedOperation): Promise<Finished>;
  /**
   * Runs work on an operation: meanwhile nothing else of this process leases it, whatever its clock says of the lease. A
   * process knows what it has under way.
   */
  during<Answer>(operationId: string, work: () => Promise<Answer>): Promise<Answer>;
  /**
   * Lets reconciliation look, now, at operations that have not succeeded while a number that one of their calls asked
   * for is in the account, and nobody else obtained it. Returns how many.
   */
  wakeSeen(vendor: VendorName): Promise<number>;
  /** Lets reconciliation look, now, at an operation, unless somebody works on it. */
  wake(id: string): Promise<void>;

  /** What is open, in one query. */
  summary(): Promise<LedgerSummary>;
  /** How many purchases were sent on each UTC day (`YYYY-MM-DD`) since `since`, a day, and have not certainly failed. */
  purchasesByDay(since: string): Promise<ReadonlyMap<string, number>>;
  /** What `recordSent` goes by. */
  readonly limits: PurchaseLimits;
  /** Whether somebody works on the operation at this moment. */
  isLeased(id: string): Promise<boolean>;
  find(id: string): Promise<Operation | null>;
  /** One query for any number of ids; unknown ids are missing from the answer. */
  byIds(ids: readonly string[]): Promise<Map<string, Operation>>;
  findByKey(account: string, idempotencyKey: string): Promise<Operation | null>;
  /** The same of any number of keys, in one query; unknown keys are missing from the answer. */
  byKeys(account: string, idempotencyKeys: readonly string[]): Promise<Map<string, Operation>>;
  /** Every call of an operation, the first one first. */
  calls(operationId: string): Promise<OperationCall[]>;
  /** Calls of this vendor that may have obtained a number, of operations that have not succeeded; the last 500 of them. */
  callsInDoubt(vendor: VendorName): Promise<OperationCall[]>;
  /** Whether an address has ever been asked for with this account of the vendor. */
  hasAsked(vendor: VendorName, call: { readonly target: string; readonly account: string }): Promise<boolean>;
  /** The same of any number of operations, by their ids, in one query. */
  callsOf(operationIds: readonly string[]): Promise<Map<string, OperationCall[]>>;
  /** The operation that is asking for an address now, or whose outcome is open; there is one at most. */
  findOpen(vendor: VendorName, target: string): Promise<Operation | null>;
  /** Whether the registry, or an operation but this one, has anything of this id: an answer mostly brings a new one. */
  isKnownNumber(phoneNumberId: string, except: string): Promise<boolean>;
  /** The last operation but this one that obtained this number, or gave it back: a release. */
  findLastHolding(phoneNumberId: string, except: string): Promise<Operation | null>;
  page(query: { filter: OperationFilter; paging: Paging }): Promise<Page<Operation>>;
  count(filter: OperationFilter): Promise<number>;
  /** How many operations there are, a minute ago or later. */
  size(): Promise<number>;
  /** Forgets operations that ended before this moment, with their keys. Returns how many. */
  prune(endedBefore: string): Promise<number>;
  /** The histories of any number of operations in one query: the newest steps, or all that are kept, oldest first. */
  histories(ids: readonly string[], last?: number): Promise<Map<string, OperationStep[]>>;
};
