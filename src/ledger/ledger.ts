import type {
  Operation,
  OperationKind,
  OperationRequest,
  OperationStatus,
  OperationStep,
  UserError,
} from '../domain/operation.ts';
import type { Page, Paging } from '../domain/paging.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { NumberWrite } from '../registry/registry.ts';

/** What is written down before anything is done. */
export type Intent = {
  readonly kind: OperationKind;
  readonly vendor: VendorName;
  /** Whose idempotency keys it shares. */
  readonly account: string;
  readonly actor: string | null;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
  readonly request: OperationRequest;
  /** The number it concerns, where that is known from the start. */
  readonly phoneNumberId: string | null;
};

/** An operation this process may work on: nobody else will before the lease runs out. */
export type LeasedOperation = Operation & { readonly lease: string };

/**
 * How an intent was seenSeq.
 * - `new`: written down now, and leased by the caller, who carries it out.
 * - `resumed`: written down before, certainly not done; leased by the caller, who carries it out.
 * - `open`: sent before, outcome not known; leased by the caller, who finds out and must not send it again.
 * - `running`: somebody else holds it.
 * - `ended`: replay its result.
 * - `key-reused`: the key belongs to another input.
 */
export type Begun =
  | { readonly state: 'new' | 'resumed' | 'open'; readonly operation: LeasedOperation }
  | { readonly state: 'running' | 'ended' | 'key-reused'; readonly operation: Operation };

/** A step forward. Members left out stay as they are. */
export type Advance = {
  readonly status: OperationStatus;
  /** Why, for the history. */
  readonly note: string;
  readonly errors: readonly UserError[];
  /** Goes into the registry in the same transaction, and becomes the operation's number. */
  readonly number?: NumberWrite;
  /** An agent still to be linked; null once that has ended. */
  readonly pendingAgentId?: string | null;
  /** When recovery should look, where something is still open. */
  readonly dueAt?: string;
  /** Whether the caller goes on working on it. */
  readonly keepsLease?: boolean;
};

/** Which operations; members left out do not narrow the list. */
export type OperationFilter = {
  readonly account?: string;
  readonly statuses?: readonly OperationStatus[];
  readonly kinds?: readonly OperationKind[];
  readonly phoneNumberId?: string;
  /** Concerning any of these numbers. */
  readonly phoneNumberIds?: readonly string[];
};

/** The lease ran out and somebody else took the operation up: stop working on it at once. */
export class LeaseLostError extends Error {
  constructor(operationId: string) {
    super(`Operation ${operationId} is leased by somebody else by now.`);
    this.name = 'LeaseLostError';
  }
}

/** Another operation is after the same address at this moment, and may have it. */
export class TargetTakenError extends Error {
  constructor(target: string) {
    super(`Another operation is after ${target}.`);
    this.name = 'TargetTakenError';
  }
}

/** Another call is changing this number at its vendor at this moment. */
export class NumberBusyError extends Error {
  constructor(phoneNumberId: string) {
    super(`Another operation is changing ${phoneNumberId}.`);
    this.name = 'NumberBusyError';
  }
}

/** The number is locked against release. */
export class NumberLockedError extends Error {
  constructor(phoneNumberId: string) {
    super(`${phoneNumberId} is locked.`);
    this.name = 'NumberLockedError';
  }
}

/** A purchase would be one more than the operator allows in a day. */
export class LimitReachedError extends Error {
  constructor(scope: 'all' | 'actor', limit: number) {
    super(`${scope === 'all' ? 'This service' : 'This caller'} may buy ${limit} numbers a day, and has.`);
    this.name = 'LimitReachedError';
  }
}

/** How many purchases a day (UTC) may be sent; null for any number. */
export type PurchaseLimits = { readonly inAll: number | null; readonly perActor: number | null };

/** What this service asked vendors to do. Every method returns after its commit. */
export type Ledger = {
  begin(intent: Intent): Promise<Begun>;
  /**
   * Records that the vendor is about to be called, and for which address; the only way to the proof that the vendor
   * port asks for. A target is one operation's alone while its outcome is open, so that a number found at the vendor
   * can belong to one of them only. A request for the agent of a number replaces links of it that are still pending.
   * Throws `LeaseLostError`, `TargetTakenError`, `NumberBusyError`, for a purchase `LimitReachedError`, and for a
   * release `NumberLockedError`; nothing is recorded then.
   */
  recordSent(
    leased: LeasedOperation,
    call: { readonly target?: string; readonly note: string },
  ): Promise<{ sent: SentCall; operation: LeasedOperation }>;
  /** Records that the vendor certainly did not do what was last sent, and that the operation goes on. */
  recordNotDone(leased: LeasedOperation, note: string): Promise<LeasedOperation>;
  /** Records a result, with its number, in one transaction. Throws `LeaseLostError`. */
  advance(leased: LeasedOperation, step: Advance): Promise<LeasedOperation>;
  /**
   * The vendor's answer that it has done it came after the lease was lost: nobody else can know of it. The number goes
   * into the registry, and the operation has succeeded, unless it was sent again meanwhile. Returns it as it stands.
   */
  recordLate(leased: LeasedOperation, step: Advance): Promise<Operation>;
  /** Goes on holding an operation for another lease. Throws `LeaseLostError`. */
  keep(leased: LeasedOperation): Promise<void>;
  /** Takes up open operations whose time to be looked at had come by then, or has by now, and which nobody holds. */
  claimDue(limit: number, dueBy?: Date): Promise<LeasedOperation[]>;
  /** Takes up one operation, if it is in this status and nobody holds it. */
  claim(id: string, status: OperationStatus): Promise<LeasedOperation | null>;
  /** ReconciliationWorker looked and found no end: puts it off, for longer each time. */
  postpone(leased: LeasedOperation): Promise<void>;

  /** Whether somebody works on the operation at this moment. */
  isLeased(id: string): Promise<boolean>;
  find(id: string): Promise<Operation | null>;
  findByKey(account: string, idempotencyKey: string): Promise<Operation | null>;
  /** The operation that has this target to itself while its outcome is open, if there is one. */
  findOpen(vendor: VendorName, target: string): Promise<Operation | null>;
  /** Another operation that obtained this number, if there is one. */
  findOwner(phoneNumberId: string, except: string): Promise<Operation | null>;
  page(query: { filter: OperationFilter; paging: Paging }): Promise<Page<Operation>>;
  count(filter: OperationFilter): Promise<number>;
  /** Forgets operations that ended before this moment, with their keys. Returns how many. */
  prune(endedBefore: string): Promise<number>;
  /** The histories of any number of operations in one query. */
  histories(ids: readonly string[]): Promise<Map<string, OperationStep[]>>;
};
