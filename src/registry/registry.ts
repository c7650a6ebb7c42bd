import type { Sequence } from '../database/sequence.ts';
import type { NumberReference } from '../domain/number-reference.ts';
import type { Page, Paging } from '../domain/paging.ts';
import type { Acquisition, NumberStatus, PhoneNumber, VendorName } from '../domain/phone-number.ts';
import type { VendorNumber } from '../vendors/vendor-number.ts';

export type { Sequence } from '../database/sequence.ts';

export type NumberOrder =
  | 'CREATED_AT_ASC'
  | 'CREATED_AT_DESC'
  | 'ADDRESS_ASC'
  | 'ADDRESS_DESC'
  | 'LABEL_ASC'
  | 'LABEL_DESC';

/** Which numbers; members left out do not narrow the list. Without `statuses`, released numbers are left out. */
export type NumberFilter = {
  readonly vendors?: readonly VendorName[];
  readonly kind?: 'PSTN' | 'SIP';
  /** As a UUID, in letters of either case. */
  readonly agentId?: string;
  readonly linked?: boolean;
  /** Exactly these, each in its one spelling. */
  readonly addresses?: readonly string[];
  readonly country?: string;
  readonly startsWith?: string;
  /** In the address or the label. */
  readonly contains?: string;
  /** The same text as digits, with or without the `+`, which the address may contain instead. */
  readonly containsDigits?: string;
  readonly statuses?: readonly NumberStatus[];
};

/** Some numbers in their order, and whether there are more before and after them. */
export type NumberPage = Page<PhoneNumber>;

/** What this service alone knows of a number. */
export type LocalFacts = {
  /** The E.164 number that it was asked for by, where the vendor may write it otherwise. */
  readonly address?: string;
  readonly acquisition?: Acquisition;
  readonly label?: string | null;
  readonly locked?: boolean;
  readonly released?: true;
  /** An answer to a call of this service named it just now: a list may show it late. */
  readonly obtained?: true;
  readonly terminationUri?: string;
};

/** A change of one number's record: what the vendor reported, and what this service adds. */
export type NumberWrite = {
  readonly vendor: VendorName;
  readonly vendorId: string;
  readonly reported?: VendorNumber;
  /** When the read began that reported it, where it was a read: it may be older than what has been written since. */
  readonly readAt?: Sequence;
  readonly local?: LocalFacts;
};

/** A read that began at `since`, and what it cannot have seen: numbers obtained at `obtainedBefore` or later (RFC 3339). */
export type MissingRead = { readonly since: Sequence; readonly obtainedBefore: string };

/**
 * The numbers at an address that are in the account, and those that have gone from it. A number is in both where nobody can
 * tell: a single read missed it; or it was obtained here, and complete syncs that never showed it miss it.
 */
export type IdsAt = { readonly held: string[]; readonly released: string[] };

/** Which page of which numbers. */
export type PageQuery = { readonly filter: NumberFilter; readonly order: NumberOrder; readonly paging: Paging };

/**
 * Why somebody should look at a number.
 * - `UNLINKED`: it costs, as far as this service knows, and is linked to nothing.
 * - `UNKNOWN_HERE`: a vendor has it, and no operation of this service has had to do with it.
 * - `GONE_THERE`: a sync found it gone, which this service had not released.
 */
export type DriftReason = 'UNLINKED' | 'UNKNOWN_HERE' | 'GONE_THERE';

/** A number to look at, and since when, where this service has seen that. */
export type DriftingNumber = {
  readonly phoneNumber: PhoneNumber;
  readonly reason: DriftReason;
  readonly since: string | null;
};

/** How many numbers a vendor carries, and how many of them are linked to an agent. */
export type NumberCounts = { readonly total: number; readonly linked: number };

/**
 * The read model: the last confirmed copy of every number. Operations write it through the ledger, in the transaction
 * that ends them; everything else that is learnt of numbers comes in here.
 */
export type Registry = {
  page(query: PageQuery): Promise<NumberPage>;
  count(filter: NumberFilter): Promise<number>;
  /** How many there are of each vendor; released ones are not counted, and vendors without any are missing. */
  counts(): Promise<ReadonlyMap<VendorName, NumberCounts>>;
  /** A page of the numbers that drift for this reason: those that came in, were seen, or have gone last come first. */
  drift(reason: DriftReason, paging: Paging): Promise<Page<DriftingNumber>>;
  /** How many of them there are, up to `most`. */
  countDrift(reason: DriftReason, most: number): Promise<number>;
  /** How many there are, released ones too, a minute ago or later. */
  size(): Promise<number>;
  /** One query for any number of ids; unknown ids are missing from the answer. */
  byIds(ids: readonly string[]): Promise<Map<string, PhoneNumber>>;
  /** The number that each of these names, or null, for any mix of them in one query. */
  byReferences(references: readonly NumberReference[]): Promise<(PhoneNumber | null)[]>;
  /** A number of the account by its address; released ones do not count. */
  byAddress(vendor: VendorName, address: string): Promise<PhoneNumber | null>;
  /**
   * The same page of the numbers of each agent, whose id may be a UUID in letters of either case, for any number of agents in
   * one query.
   */
  pagesOfAgents(
    agentIds: readonly string[],
    query: PageQuery,
  ): Promise<Map<string, NumberPage & { totalCount: number }>>;
  /** The ids of the numbers at an address, however the vendor writes it: one that is sold again may get another. */
  idsAt(vendor: VendorName, address: string): Promise<IdsAt>;
  /** The number that this marker has been seen on, however it is called by now. */
  byMarker(vendor: VendorName, marker: string): Promise<PhoneNumber | null>;
  /** The last marker that has been seen on a number. */
  markerOf(id: string): Promise<string | null>;

  /** A sequence number, to be taken before a vendor is read. */
  sequence(): Promise<Sequence>;
  /** The vendor's ids of numbers last confirmed before `syncedBefore`, those longest ago first. */
  stale(vendor: VendorName, syncedBefore: string): Promise<string[]>;
  /**
   * Takes in what a read that began at `since` found. New numbers are `DISCOVERED`; a number that an operation wrote
   * after that is left alone, since the read may be older than the operation's result.
   */
  recordSeen(vendor: VendorName, numbers: readonly VendorNumber[], since: Sequence): Promise<void>;
  /**
   * After a complete sync begun at `since`: marks what it did not see as `RELEASED`, unless it was obtained at
   * `obtainedBefore` or later, since a list may show a number late. Only these, by the vendor's ids, where they are given.
   * Returns how many.
   */
  recordGone(vendor: VendorName, read: MissingRead, vendorIds?: readonly string[] | null): Promise<number>;
  /** The vendor's ids of numbers that `recordGone` would mark, as many as that at most. */
  missing(vendor: VendorName, read: MissingRead, limit: number): Promise<string[]>;
  /**
   * The vendor's ids of numbers of the account, obtained here or shown by a list or a read before: the last confirmed
   * first.
   */
  held(vendor: VendorName, limit: number): Promise<string[]>;
  /** Whether a list, or a read, has shown any of these numbers before, and it is in the account still. */
  holdsAny(ids: readonly string[]): Promise<boolean>;
  /** The digests of the API keys that belong to the account whose numbers these are; none before its first read. */
  accountsOf(vendor: VendorName): Promise<ReadonlySet<string>>;
  /**
   * Numbers are of this API key's account from now on, and of no other's. False, and nothing is recorded, where another
   * one has been recorded since `seen` was read.
   */
  recordFirstAccount(vendor: VendorName, digest: string, seen: ReadonlySet<string>): Promise<boolean>;
  /** An API key turns out to belong to that account. */
  recordAccount(vendor: VendorName, digest: string): Promise<void>;
  /**
   * A read begun at `since` did not find the number, and no sync can tell: its status is `UNKNOWN` now, unless it was
   * obtained at `obtainedBefore` or later.
   */
  recordMissing(vendor: VendorName, vendorId: string, read: MissingRead): Promise<void>;
  /** When each vendor's numbers were last read completely; those never read are missing. */
  syncTimes(): Promise<ReadonlyMap<VendorName, string>>;
  recordSynced(vendor: VendorName, at: string): Promise<void>;
};
