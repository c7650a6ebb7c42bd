import type { Logger } from 'pino';
import type { AccountReads } from '../../accounts/account-reads.ts';
import type { Operation, UserError } from '../../domain/operation.ts';
import type { PhoneNumber, VendorName } from '../../domain/phone-number.ts';
import type { Ledger, Refusal } from '../../ledger/ledger.ts';
import type { Registry } from '../../registry/registry.ts';
import type { VoiceVendor } from '../../vendors/open-vendor.ts';
import type { Turns } from './turns.ts';

/** What every operation works with. */
export type OperationContext = {
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly accounts: AccountReads;
  /** The vendors that there are accounts with. */
  readonly vendors: ReadonlyMap<VendorName, VoiceVendor>;
  readonly now: () => Date;
  /** When that time was last set, in ms since 1970; 0 if never. Nothing counts as older than that. */
  readonly clockSetAtMs: () => number;
  readonly logger: Logger;
  /** How long after a call its effect may take to show at the vendor, in ms. */
  readonly graceMs: number;
  /** For how long nothing may be found out before a person is asked, in ms. */
  readonly patienceMs: number;
  /** How long after it was recorded a call may still be under way, in ms. */
  readonly longestCallMs: number;
  /** How long a call waits for another that is in its way, in ms: for the first one with its key, or on its number. */
  readonly waitMs: number;
  /** Why this service must not buy at the moment; null where it may, as far as is known. */
  readonly whyNotToBuy: (isFresh?: boolean) => Promise<Refusal | null>;
  /** Is told of each purchase that is refused for that before it is written down. */
  readonly onPurchaseRefused?: (() => void) | undefined;
  /** Lets items of bulks take turns. */
  readonly turns: Turns;
  /** Pause before reconciliation's n-th check of an operation, in ms. */
  readonly pauseMs: (checks: number) => number;
};

/** How often somebody who waits looks again, in ms. */
export const POLL_MS = 50;

/** When reconciliation should look first at what has just been left open. RFC 3339. */
export function firstLook({ now, pauseMs }: Pick<OperationContext, 'now' | 'pauseMs'>): string {
  return new Date(now().getTime() + pauseMs(0)).toISOString();
}

/** Who asks. Idempotency keys are kept apart by account. */
export type Caller = { readonly account: string; readonly actor: string | null };

/** What a mutation did; see `NumberPayload` of the schema. */
export type ChangeResult = {
  readonly phoneNumber: PhoneNumber | null;
  readonly operation: Operation | null;
  readonly userErrors: readonly UserError[];
  /** Whether the key had been carried out before, so that nothing was sent for this call. */
  readonly replayed?: true;
};

/** The answer to input that never got as far as the ledger. */
export function refuse(...userErrors: UserError[]): ChangeResult {
  return { phoneNumber: null, operation: null, userErrors };
}
