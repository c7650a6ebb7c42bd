import type { CallOutcome } from '../domain/call.ts';
import type { OperationKind, OperationStatus } from '../domain/operation.ts';
import type { Acquisition, NumberStatus, VendorName } from '../domain/phone-number.ts';

/**
 * The rows as they lie in the database, the same on every engine: times are RFC 3339 texts in UTC (they sort as the
 * times they name), booleans are 0 and 1, compound values are JSON texts.
 */
export type Tables = {
  numbers: PhoneNumberRow;
  number_counts: NumberCountRow;
  number_shares: NumberShareRow;
  operations: OperationRow;
  operation_steps: OperationStepRow;
  operation_calls: OperationCallRow;
  vendor_syncs: VendorSyncRow;
  vendor_accounts: VendorAccountRow;
  ledger_identities: LedgerIdentityRow;
};

/** A number of the registry; `registry/rows.ts` makes a `PhoneNumber` of it. */
export type PhoneNumberRow = {
  id: string;
  vendor: VendorName;
  vendor_id: string;
  kind: 'PSTN' | 'SIP';
  address: string;
  /** Lower case, for search and order: letter case must not depend on the engine's idea of it. */
  address_folded: string;
  label: string | null;
  /** Lower case; empty where there is no label. */
  label_folded: string;
  status: NumberStatus;
  /** Of several that share its calls, the first: lists and counts go by it. */
  agent_id: string | null;
  /** All who share its calls, where there are several; null where there is one or none. */
  agents: string | null;
  fallback_address: string | null;
  inbound_routing: string | null;
  acquisition: Acquisition;
  locked: number;
  country: string | null;
  carrier: string | null;
  sms_capable: number | null;
  trunk: string | null;
  /** The last marker that the vendor showed with it: it stays when a label takes its place at the vendor. */
  marker: string | null;
  created_at: string | null;
  /** `created_at`, or empty where nobody tells: an order needs a value for every row. */
  created_sort: string;
  updated_at: string | null;
  synced_at: string;
  /** When this service first knew of the number. */
  first_seen_at: string;
  /** The sequence number of the last write by an operation; 0 if none. A read that began before must not overwrite it. */
  written_seq: number;
  /** The sequence number of the newest read that saw the number. */
  seen_seq: number;
  /** When an operation obtained it last: a list may show it later. */
  obtained_at: string | null;
  /** Since when it is linked to no agent; null while it is linked, and where nobody knows. */
  unlinked_at: string | null;
  /** When a sync found it gone, which no operation of this service had released; null where that is not so. */
  gone_at: string | null;
};

/**
 * Of numbers that are the same in all of this, how many there are, or how many more or less: a group may have several rows,
 * whose sum counts. Triggers write them with each change of a number.
 */
export type NumberCountRow = Pick<PhoneNumberRow, 'status' | 'vendor' | 'kind'> & {
  /** 1 where the number is linked to an agent. */
  linked: number;
  /** Empty where there is none. */
  country: string;
  count: number;
};

/** One agent that shares a number with that of its `agent_id`. Triggers write them with each change of a number. */
export type NumberShareRow = { sharing_agent: string; number_id: string };

/** One operation of the ledger; `ledger/rows.ts` makes an `Operation` of it. Never holds a password or a login name. */
export type OperationRow = {
  id: string;
  account: string;
  actor: string | null;
  idempotency_key: string | null;
  kind: OperationKind;
  status: OperationStatus;
  vendor: VendorName;
  fingerprint: string;
  request: string;
  target: string | null;
  marker: string | null;
  sent_at: string | null;
  /** Since when every look, and how many of them, suggests that nothing came of it; a number is not seen at once. */
  not_seen_since: string | null;
  not_seen_looks: number;
  /** When the last of them was. */
  not_seen_last: string | null;
  /** When a person settled it last: what a person said can be corrected. */
  settled_at: string | null;
  /** JSON of a `FollowUp`; null where nothing remains to be done. */
  follow_up: string | null;
  phone_number_id: string | null;
  errors: string;
  attempts: number;
  /** How often reconciliation has looked without an end; its pauses grow with it. */
  checks: number;
  /** When reconciliation should look next; null where nothing is open. */
  due_at: string | null;
  /** Names the lease of whoever works on it, and when it expires; another may lease it afterwards. */
  lease: string | null;
  lease_until: string | null;
  created_at: string;
  updated_at: string;
};

/** One entry of an operation's history, in the order of `position`. */
export type OperationStepRow = {
  operation_id: string;
  position: number;
  at: string;
  status: OperationStatus;
  note: string | null;
};

/** A call to a vendor; never changed but for its outcome. `ledger/rows.ts` makes an `OperationCall` of it. */
export type OperationCallRow = {
  operation_id: string;
  attempt: number;
  /** Its place among all calls. */
  seq: number;
  vendor: VendorName;
  account: string;
  target: string | null;
  marker: string | null;
  prior_number_ids: string;
  released_number_ids: string;
  sent_at: string;
  ended_at: string | null;
  outcome: CallOutcome | null;
};

/** The digests of API keys that belong to one account of a vendor. */
export type VendorAccountRow = { vendor: VendorName; digest: string; confirmed_at: string };

export type VendorSyncRow = {
  vendor: VendorName;
  /** When the vendor's numbers were last read completely. */
  synced_at: string;
};

/** What the ledger is called. One is current, unless an instance found that the ledger has lost calls. */
export type LedgerIdentityRow = {
  id: string;
  /** 0 for what it was called before: a service that remembers that accepts it too. */
  is_current: number;
  /** The highest sequence number of a call that was pruned; 0 if none. */
  pruned_seq: number;
};
