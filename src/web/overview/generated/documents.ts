/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What to look for in a vendor's stock. */
export type AvailableNumbersInput = {
  /** The area code the number should have, 3 digits in the US and Canada. `numberVendors { rules { areaCode } }` says which vendors need one. */
  readonly areaCode?: string | null | undefined;
  /** Digits the number should contain; at some vendors letters too, as on a keypad. See `numberVendors { rules { contains } }`. */
  readonly contains?: string | null | undefined;
  /** The country the number should belong to. */
  readonly country?: string | null | undefined;
  /** How many numbers at most, 1 to 50; of several vendors in turns. A vendor may give fewer. */
  readonly limit?: number | null | undefined;
  /** Whose stock to search. Give this or `vendors`; with neither, that of every vendor whose stock can be searched. */
  readonly vendor?: NumberVendor | null | undefined;
  /** Several whose stock to search at once. None hides what the others offer: `outages` and `userErrors` tell of each. */
  readonly vendors?: ReadonlyArray<NumberVendor> | null | undefined;
};

/** Who answers inbound calls, in which order. */
export type InboundRoutingInput = {
  /** The agent that answers first. */
  readonly agentId: string;
  /** The agent that answers when the first is deleted, paused or failing. Left out of an update, the present one stays; null removes it. */
  readonly fallbackAgentId?: string | null | undefined;
  /**
   * What a caller hears before leaving a message, 1000 characters at most; some, such as emoji, count for two or more.
   * Left out of an update, or null, the present text stays; an empty one takes it away.
   */
  readonly voicemailMessage?: string | null | undefined;
};

/** Which number to link to which agent. */
export type LinkNumberToAgentInput = {
  /** The agent's id, as the agents subgraph publishes it. */
  readonly agentId: string;
  /** The `id` of the number. */
  readonly phoneNumberId: string;
};

/** The most that something may cost. */
export type MaxPriceInput = {
  /** Decimal, with a point, e.g. `1.15`. */
  readonly amount: string;
  /** By its ISO 4217 code, e.g. `USD`. Nothing is converted: a price in another currency is refused. */
  readonly currency: string;
};

/** How a number came into the account. */
export type NumberAcquisition =
  /** Found in the vendor's account, or adopted: it was obtained elsewhere. */
  | 'DISCOVERED'
  /** Bought through this service. */
  | 'PURCHASED'
  /** Created on the vendor's SIP domain through this service. */
  | 'SIP_CREATED'
  /** Brought in over its owner's SIP trunk through this service. */
  | 'SIP_IMPORTED';

/** Whether money has moved. */
export type NumberCharge =
  /** Certainly not. */
  | 'NO'
  /** Not known yet; the operation is being reconciled. */
  | 'UNKNOWN'
  /** Yes: the number was bought. */
  | 'YES';

/** What kind of trouble a change ran into. */
export type NumberErrorCode =
  /** The number is there, its link to the agent is not. The operation keeps trying. */
  | 'AGENT_LINK_FAILED'
  /** `confirmAddress` is not the number's address. Nothing was released. */
  | 'CONFIRMATION_MISMATCH'
  /** The credentials do not allow this. */
  | 'FORBIDDEN'
  /**
   * Two vendors hold the number, or may, and each may bill for it: the message says which, and what is to be done. A move that is
   * `PENDING` goes on by itself.
   */
  | 'HELD_TWICE'
  /** The idempotency key was used before with another input. Nothing was done; take a new key. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The input cannot be right; `field` says where. Nothing was done. */
  | 'INVALID_INPUT'
  /** A limit set by the operator is used up: of purchases a day, or of changes a minute. This call sent nothing. */
  | 'LIMIT_REACHED'
  /** There is no such number or operation. */
  | 'NOT_FOUND'
  /** The vendor has no way to do this; the message says what to do instead. */
  | 'NOT_SUPPORTED_BY_VENDOR'
  /** Nothing in stock fits the search. `suggestions` may name area codes that have stock. */
  | 'NO_MATCHING_NUMBER'
  /** The number is locked. Unlock it with `updateNumber` first. */
  | 'NUMBER_LOCKED'
  /** Somebody else has the number by now, or the account has it already. Nothing was bought; another number needs a new key. */
  | 'NUMBER_UNAVAILABLE'
  /** The vendor may or may not have done it. The operation is `PENDING` and is being reconciled; nothing is sent twice. */
  | 'OUTCOME_UNKNOWN'
  /** The vendor said no; its words are in the message, secrets removed. Nothing was done. */
  | 'VENDOR_REJECTED'
  /** The vendor was not reached, or is too busy. Nothing was done; the same call may be sent again. */
  | 'VENDOR_UNAVAILABLE';

/** Which operations to list. Members left out do not narrow the list; those given must all hold. */
export type NumberOperationFilter = {
  /** Items of the bulk with this key. Narrows the list without its being looked through. */
  readonly bulkKey?: string | null | undefined;
  /** Of one of these kinds. */
  readonly kinds?: ReadonlyArray<NumberOperationKind> | null | undefined;
  /** Concerning this number. */
  readonly phoneNumberId?: string | null | undefined;
  /** In one of these states. */
  readonly statuses?: ReadonlyArray<NumberOperationStatus> | null | undefined;
};

/** What a change asked for. */
export type NumberOperationKind =
  /** `adoptNumber` */
  | 'ADOPT'
  /** `connectNumber` */
  | 'CONNECT'
  /** `disconnectNumber` */
  | 'DISCONNECT'
  /** `linkNumberToAgent`, or an item of `bulkLink` */
  | 'LINK'
  /** `moveNumber` */
  | 'MOVE'
  /** `purchaseNumber`, or an item of `bulkPurchase` */
  | 'PURCHASE'
  /** `releaseNumber`, or an item of `bulkRelease` */
  | 'RELEASE'
  /** Where the calls to a carrier's number go: a step of `connectNumber`, `disconnectNumber` and `moveNumber`. */
  | 'REROUTE'
  /** `createSipNumber` */
  | 'SIP_CREATE'
  /** `importSipNumber` */
  | 'SIP_IMPORT'
  /** `unlinkNumberFromAgent` */
  | 'UNLINK'
  /** `updateNumber` */
  | 'UPDATE';

/** How far an operation has come. */
export type NumberOperationStatus =
  /**
   * By all evidence nothing happened at the vendor, and nothing was charged. Should its number turn up there all the same, it
   * becomes `SUCCEEDED`.
   */
  | 'FAILED'
  /**
   * The service cannot reconcile it; a person looks at the vendor's dashboard and calls `settleNumberOperation`. A repeat of the
   * key of a purchase asks the vendor for the same number again, which can be sold only once.
   */
  | 'NEEDS_ATTENTION'
  /** Begun; the vendor may or may not have acted. It is being worked on or reconciled. */
  | 'PENDING'
  /** Done at the vendor. `userErrors` names any part that is still open, such as a link. */
  | 'SUCCEEDED';

/** Whether calls can reach a number. */
export type NumberStatus =
  /** In service, or in the account of a vendor that reports no more than that. */
  | 'ACTIVE'
  /** In the account but switched off at the vendor. */
  | 'INACTIVE'
  /** No longer in the account: given back, or gone at the vendor. */
  | 'RELEASED'
  /** The vendor uses a word for it that this service does not know. */
  | 'UNKNOWN';

/**
 * A company that sells phone numbers and runs voice agents on them. A service may have been started with more vendors than
 * those named here. What each can do, and what it asks for, is data: `numberVendors { capabilities rules { … } }`.
 */
export type NumberVendor =
  /** ElevenLabs, elevenlabs.io. It sells no numbers, and takes in those of a carrier over a SIP trunk. To release one ends the import only: the number stays with its carrier, who goes on charging for it. */
  | 'ELEVENLABS'
  /** OneInbox, oneinbox.ai. */
  | 'ONEINBOX'
  /** Retell, retellai.com. */
  | 'RETELL'
  /** Telnyx, telnyx.com: a carrier, without agents. */
  | 'TELNYX'
  /** Twilio, twilio.com: a carrier, without agents. */
  | 'TWILIO'
  /** Vapi, vapi.ai. It picks the numbers that it sells. A trunk that is named by its host only makes calls: one that takes them as well is named by its IPv4 address. */
  | 'VAPI'
  /** Vogent, vogent.ai. */
  | 'VOGENT';

/** Whether a vendor takes an area code. */
export type NumberVendorAreaCode =
  /** Is not taken. */
  | 'NONE'
  /** May be given. */
  | 'OPTIONAL'
  /** Has to be given. */
  | 'REQUIRED';

/** Something a vendor can do. What is not listed is answered with `NOT_SUPPORTED_BY_VENDOR`. */
export type NumberVendorCapability =
  /** Of a carrier: say over which SIP trunk calls to a number go, so that an agent platform takes them: `connectNumber`. */
  | 'CONNECT'
  /** Route inbound calls apart from the agent link. */
  | 'INBOUND_ROUTING'
  /** Keep a label itself. Where this is missing, this service keeps it: `updateNumber` works all the same. */
  | 'LABEL'
  /** Link a number to an agent, or move it to another: `linkNumberToAgent`. */
  | 'LINK'
  /** List its numbers, so that those obtained elsewhere are found without `adoptNumber`. */
  | 'LIST'
  /** Sell a number: `purchaseNumber`. */
  | 'PURCHASE'
  /** Take a number back: `releaseNumber`. */
  | 'RELEASE'
  /** Search its stock: `availableNumbers`. */
  | 'SEARCH'
  /** Create a user on its own SIP domain: `createSipNumber`. */
  | 'SIP_CREATE'
  /** Take in a number over its owner's SIP trunk: `importSipNumber`. */
  | 'SIP_IMPORT'
  /** Leave a number without an agent: `unlinkNumberFromAgent`. */
  | 'UNLINK';

/** Which phone numbers to list. Members left out, null or empty do not narrow the list; those given must all hold. */
export type PhoneNumberFilter = {
  /** At exactly one of these addresses, 500 at most, however they are written: `+1 (415) 555-0100` is `+14155550100`. */
  readonly addresses?: ReadonlyArray<string> | null | undefined;
  /** Linked to this agent, alone or with others. A UUID may be in letters of either case. */
  readonly agentId?: string | null | undefined;
  /** With this anywhere in the address or the label, 255 characters at most. Letter case does not matter; `(415) 555-2001` finds the number with these digits. */
  readonly contains?: string | null | undefined;
  /** Belonging to this country. SIP addresses belong to none. A code that is no country's, such as `USA`, is no error: it fits nothing. */
  readonly country?: string | null | undefined;
  /** Telephone numbers only, or SIP addresses only. */
  readonly kind?: PhoneNumberKind | null | undefined;
  /** True: linked to any agent, or to several. False: linked to none. */
  readonly linked?: boolean | null | undefined;
  /** With an address that starts with this, e.g. `+1415`, `+44 (0)20` or `sip:acme`. Letter case does not matter. */
  readonly startsWith?: string | null | undefined;
  /** In one of these states. Released numbers are left out unless `RELEASED` is named here. */
  readonly statuses?: ReadonlyArray<NumberStatus> | null | undefined;
  /** Carried by one of these vendors. */
  readonly vendors?: ReadonlyArray<NumberVendor> | null | undefined;
};

/** The network a number is reached over. */
export type PhoneNumberKind =
  /** The public telephone network: `PstnNumber`. */
  | 'PSTN'
  /** SIP: `SipNumber`. */
  | 'SIP';

/** The order of a list of numbers. Ties are broken by `id`, so that paging never skips or repeats. */
export type PhoneNumberOrder =
  /** By address, ascending. */
  | 'ADDRESS_ASC'
  /** By address, descending. */
  | 'ADDRESS_DESC'
  /** Oldest first. Numbers whose age nobody tells count as the oldest. */
  | 'CREATED_AT_ASC'
  /** Newest first. Numbers whose age nobody tells come last. */
  | 'CREATED_AT_DESC'
  /** By label, A to Z, letter case aside. Numbers without a label come first. */
  | 'LABEL_ASC'
  /** By label, Z to A, letter case aside. Numbers without a label come last. */
  | 'LABEL_DESC';

/** What to buy, and what it is for. */
export type PurchaseNumberInput = {
  /** The agent to link the number to. `numberVendors { rules { agentRequired } }` says which vendors need one. */
  readonly agentId?: string | null | undefined;
  /** The area code to choose a number from, 3 digits in the US and Canada. `numberVendors { rules { areaCode } }` says which vendors need one where `number` is left out. */
  readonly areaCode?: string | null | undefined;
  /** Digits the chosen number should contain; at some vendors letters too, as on a keypad. See `numberVendors { rules { contains } }`. */
  readonly contains?: string | null | undefined;
  /** The country to choose a number from, where `number` is left out. */
  readonly country?: string | null | undefined;
  /** A repeat with the same key never buys twice. */
  readonly idempotencyKey: string;
  /** Who answers inbound calls, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InboundRoutingInput | null | undefined;
  /** A name for people, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: string | null | undefined;
  /**
   * What the number may cost a month at most. Checked against what the vendor itself tells right before it is asked for the number;
   * where it tells nothing, nothing is bought. `numberVendors { rules { tellsPrices } }` says which vendors tell prices.
   */
  readonly maxMonthlyPrice?: MaxPriceInput | null | undefined;
  /** Exactly this number, as `availableNumbers` showed it. Left out, the first in stock that fits the rest is bought. */
  readonly number?: string | null | undefined;
  /** Who sells the number. */
  readonly vendor: NumberVendor;
};

/** Which number to give back. */
export type ReleaseNumberInput = {
  /** The number's `address`, typed back, so that no other number is released by mistake. */
  readonly confirmAddress: string;
  /** A repeat with the same key is done once. */
  readonly idempotencyKey?: string | null | undefined;
  /** The `id` of the number. */
  readonly phoneNumberId: string;
};

/**
 * What a person found of an operation that the service cannot reconcile, or that was settled wrongly before. Give exactly one of
 * `vendorId`, `done` and `failed`.
 */
export type SettleNumberOperationInput = {
  /** True if a link, a change or a release was done: the vendor's dashboard shows the number as it should be, or no more. */
  readonly done?: boolean | null | undefined;
  /** True if nothing came of it: the vendor's dashboard shows no such number and no charge. */
  readonly failed?: boolean | null | undefined;
  /** Who looked where and saw what. Becomes part of the operation's history; 1 to 1000 characters. */
  readonly note: string;
  /** The `id` of the operation, which is in `NEEDS_ATTENTION`, or which a person has settled: that corrects it. */
  readonly operationId: string;
  /** The vendor's own id of the number that was obtained. It is read from the vendor before it is believed. */
  readonly vendorId?: string | null | undefined;
};

/** Which number to leave without an agent. */
export type UnlinkNumberFromAgentInput = {
  /** The `id` of the number. */
  readonly phoneNumberId: string;
};

/** What to change about a number. Members left out stay as they are; at least one must be given. */
export type UpdateNumberInput = {
  /** Who answers inbound calls from now on, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InboundRoutingInput | null | undefined;
  /**
   * A new name for people, 255 characters at most; some, such as emoji, count for two or more. Null takes the name away
   * where the vendor allows it.
   */
  readonly label?: string | null | undefined;
  /** True keeps this service from ever releasing the number; false allows it again. */
  readonly locked?: boolean | null | undefined;
  /** The `id` of the number. */
  readonly phoneNumberId: string;
};

export type OverviewQueryVariables = Exact<{ [key: string]: never; }>;


export type OverviewQuery = { readonly numberCaller: { readonly actor: string, readonly scopes: ReadonlyArray<string> } | null, readonly numberVendors: ReadonlyArray<{ readonly vendor: NumberVendor, readonly title: string, readonly available: boolean, readonly availableSince: string | null, readonly lastSyncedAt: string | null, readonly capabilities: ReadonlyArray<NumberVendorCapability>, readonly rules: { readonly agentRequired: boolean, readonly agentIdPattern: string | null, readonly choosesNumber: boolean, readonly countries: ReadonlyArray<string> | null, readonly areaCode: NumberVendorAreaCode, readonly labelMaxLength: number | null, readonly contains: { readonly pattern: string } | null } }> | null, readonly numberSummary: { readonly total: number, readonly linked: number, readonly unlinked: number, readonly openOperations: number, readonly needAttention: number, readonly purchaseLimitPerDay: number | null, readonly byVendor: ReadonlyArray<{ readonly vendor: NumberVendor, readonly total: number, readonly linked: number }>, readonly purchasesByDay: ReadonlyArray<{ readonly day: string, readonly count: number }> } | null, readonly needAttention: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> }> } | null, readonly longestOpen: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> }> } | null };

export type VendorFragment = { readonly vendor: NumberVendor, readonly title: string, readonly available: boolean, readonly availableSince: string | null, readonly lastSyncedAt: string | null, readonly capabilities: ReadonlyArray<NumberVendorCapability>, readonly rules: { readonly agentRequired: boolean, readonly agentIdPattern: string | null, readonly choosesNumber: boolean, readonly countries: ReadonlyArray<string> | null, readonly areaCode: NumberVendorAreaCode, readonly labelMaxLength: number | null, readonly contains: { readonly pattern: string } | null } };

export type NumbersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: PhoneNumberFilter | null | undefined;
  orderBy?: PhoneNumberOrder | null | undefined;
}>;


export type NumbersQuery = { readonly phoneNumbers: { readonly totalCount: number, readonly nodes: ReadonlyArray<
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
    >, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null }, readonly outages: ReadonlyArray<{ readonly vendor: NumberVendor, readonly since: string, readonly message: string }> } | null };

export type NumberQueryVariables = Exact<{
  id: string;
}>;


export type NumberQuery = { readonly phoneNumber:
    | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
    | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
   | null, readonly numberOperations: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly updatedAt: string }> } | null };

export type PlaceFragment = { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null };

type NumberRow_PstnNumber_Fragment = { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> };

type NumberRow_SipNumber_Fragment = { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> };

export type NumberRowFragment =
  | NumberRow_PstnNumber_Fragment
  | NumberRow_SipNumber_Fragment
;

export type OperationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: NumberOperationFilter | null | undefined;
}>;


export type OperationsQuery = { readonly numberOperations: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type OperationQueryVariables = Exact<{
  id?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
}>;


export type OperationQuery = { readonly numberOperation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
      | { readonly id: string, readonly address: string }
      | { readonly id: string, readonly address: string }
     | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null };

export type OperationFragment = { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
    | { readonly id: string, readonly address: string }
    | { readonly id: string, readonly address: string }
   | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> };

export type UserErrorFragment = { readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> };

export type StockQueryVariables = Exact<{
  input: AvailableNumbersInput;
}>;


export type StockQuery = { readonly availableNumbers: { readonly numbers: ReadonlyArray<{ readonly number: string }>, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type ChangeFragment = { readonly phoneNumber:
    | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
    | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
   | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
      | { readonly id: string, readonly address: string }
      | { readonly id: string, readonly address: string }
     | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> };

export type PurchaseMutationVariables = Exact<{
  input: PurchaseNumberInput;
}>;


export type PurchaseMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type UpdateMutationVariables = Exact<{
  input: UpdateNumberInput;
}>;


export type UpdateMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type LinkMutationVariables = Exact<{
  input: LinkNumberToAgentInput;
}>;


export type LinkMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type UnlinkMutationVariables = Exact<{
  input: UnlinkNumberFromAgentInput;
}>;


export type UnlinkMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type ReleaseMutationVariables = Exact<{
  input: ReleaseNumberInput;
}>;


export type ReleaseMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export type SettleMutationVariables = Exact<{
  input: SettleNumberOperationInput;
}>;


export type SettleMutation = { readonly change: { readonly phoneNumber:
      | { readonly __typename: 'PstnNumber', readonly country: string | null, readonly carrier: string | null, readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
      | { readonly __typename: 'SipNumber', readonly id: string, readonly vendor: NumberVendor, readonly vendorId: string, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly locked: boolean, readonly acquisition: NumberAcquisition, readonly createdAt: string | null, readonly syncedAt: string, readonly agent: { readonly id: string } | null, readonly agents: ReadonlyArray<{ readonly weight: number, readonly agent: { readonly id: string } | null }> }
     | null, readonly operation: { readonly id: string, readonly kind: NumberOperationKind, readonly status: NumberOperationStatus, readonly vendor: NumberVendor, readonly idempotencyKey: string | null, readonly actor: string | null, readonly attempts: number, readonly createdAt: string, readonly updatedAt: string, readonly phoneNumber:
        | { readonly id: string, readonly address: string }
        | { readonly id: string, readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }>, readonly history: ReadonlyArray<{ readonly at: string, readonly status: NumberOperationStatus, readonly note: string | null }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly charged: NumberCharge, readonly suggestions: ReadonlyArray<string> }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const VendorFragmentDoc = new TypedDocumentString(`
    fragment Vendor on NumberVendorAccount {
  vendor
  title
  available
  availableSince
  lastSyncedAt
  capabilities
  rules {
    agentRequired
    agentIdPattern
    choosesNumber
    countries
    areaCode
    contains {
      pattern
    }
    labelMaxLength
  }
}
    `, {"fragmentName":"Vendor"}) as unknown as TypedDocumentString<VendorFragment, unknown>;
export const PlaceFragmentDoc = new TypedDocumentString(`
    fragment Place on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"Place"}) as unknown as TypedDocumentString<PlaceFragment, unknown>;
export const NumberRowFragmentDoc = new TypedDocumentString(`
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
    `, {"fragmentName":"NumberRow"}) as unknown as TypedDocumentString<NumberRowFragment, unknown>;
export const UserErrorFragmentDoc = new TypedDocumentString(`
    fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
    `, {"fragmentName":"UserError"}) as unknown as TypedDocumentString<UserErrorFragment, unknown>;
export const OperationFragmentDoc = new TypedDocumentString(`
    fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
    fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`, {"fragmentName":"Operation"}) as unknown as TypedDocumentString<OperationFragment, unknown>;
export const ChangeFragmentDoc = new TypedDocumentString(`
    fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`, {"fragmentName":"Change"}) as unknown as TypedDocumentString<ChangeFragment, unknown>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview {
  numberCaller {
    actor
    scopes
  }
  numberVendors {
    ...Vendor
  }
  numberSummary {
    total
    linked
    unlinked
    byVendor {
      vendor
      total
      linked
    }
    openOperations
    needAttention
    purchasesByDay(days: 30) {
      day
      count
    }
    purchaseLimitPerDay
  }
  needAttention: numberOperations(
    first: 20
    filter: {statuses: [NEEDS_ATTENTION]}
  ) {
    nodes {
      ...Operation
    }
  }
  longestOpen: numberOperations(last: 1, filter: {statuses: [PENDING]}) {
    nodes {
      ...Operation
    }
  }
}
    fragment Vendor on NumberVendorAccount {
  vendor
  title
  available
  availableSince
  lastSyncedAt
  capabilities
  rules {
    agentRequired
    agentIdPattern
    choosesNumber
    countries
    areaCode
    contains {
      pattern
    }
    labelMaxLength
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const NumbersDocument = new TypedDocumentString(`
    query Numbers($first: Int, $after: String, $last: Int, $before: String, $filter: PhoneNumberFilter, $orderBy: PhoneNumberOrder) {
  phoneNumbers(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    nodes {
      ...NumberRow
    }
    pageInfo {
      ...Place
    }
    outages {
      vendor
      since
      message
    }
  }
}
    fragment Place on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}`) as unknown as TypedDocumentString<NumbersQuery, NumbersQueryVariables>;
export const NumberDocument = new TypedDocumentString(`
    query Number($id: ID!) {
  phoneNumber(id: $id) {
    ...NumberRow
  }
  numberOperations(first: 1, filter: {phoneNumberId: $id}) {
    nodes {
      id
      kind
      status
      updatedAt
    }
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}`) as unknown as TypedDocumentString<NumberQuery, NumberQueryVariables>;
export const OperationsDocument = new TypedDocumentString(`
    query Operations($first: Int, $after: String, $last: Int, $before: String, $filter: NumberOperationFilter) {
  numberOperations(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    totalCount
    nodes {
      ...Operation
    }
    pageInfo {
      ...Place
    }
  }
}
    fragment Place on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`) as unknown as TypedDocumentString<OperationsQuery, OperationsQueryVariables>;
export const OperationDocument = new TypedDocumentString(`
    query Operation($id: ID, $idempotencyKey: IdempotencyKey) {
  numberOperation(id: $id, idempotencyKey: $idempotencyKey) {
    ...Operation
  }
}
    fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`) as unknown as TypedDocumentString<OperationQuery, OperationQueryVariables>;
export const StockDocument = new TypedDocumentString(`
    query Stock($input: AvailableNumbersInput!) {
  availableNumbers(input: $input) {
    numbers {
      number
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}`) as unknown as TypedDocumentString<StockQuery, StockQueryVariables>;
export const PurchaseDocument = new TypedDocumentString(`
    mutation Purchase($input: PurchaseNumberInput!) {
  change: purchaseNumber(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<PurchaseMutation, PurchaseMutationVariables>;
export const UpdateDocument = new TypedDocumentString(`
    mutation Update($input: UpdateNumberInput!) {
  change: updateNumber(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<UpdateMutation, UpdateMutationVariables>;
export const LinkDocument = new TypedDocumentString(`
    mutation Link($input: LinkNumberToAgentInput!) {
  change: linkNumberToAgent(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<LinkMutation, LinkMutationVariables>;
export const UnlinkDocument = new TypedDocumentString(`
    mutation Unlink($input: UnlinkNumberFromAgentInput!) {
  change: unlinkNumberFromAgent(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<UnlinkMutation, UnlinkMutationVariables>;
export const ReleaseDocument = new TypedDocumentString(`
    mutation Release($input: ReleaseNumberInput!) {
  change: releaseNumber(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<ReleaseMutation, ReleaseMutationVariables>;
export const SettleDocument = new TypedDocumentString(`
    mutation Settle($input: SettleNumberOperationInput!) {
  change: settleNumberOperation(input: $input) {
    ...Change
  }
}
    fragment NumberRow on PhoneNumberRecord {
  __typename
  id
  vendor
  vendorId
  address
  label
  status
  locked
  acquisition
  createdAt
  syncedAt
  agent {
    id
  }
  agents {
    weight
    agent {
      id
    }
  }
  ... on PstnNumber {
    country
    carrier
  }
}
fragment Operation on NumberOperation {
  id
  kind
  status
  vendor
  idempotencyKey
  actor
  attempts
  createdAt
  updatedAt
  phoneNumber {
    ... on PhoneNumberRecord {
      id
      address
    }
  }
  userErrors {
    ...UserError
  }
  history(last: 40) {
    at
    status
    note
  }
}
fragment UserError on NumberUserError {
  code
  message
  field
  retryable
  charged
  suggestions
}
fragment Change on NumberPayload {
  phoneNumber {
    ...NumberRow
  }
  operation {
    ...Operation
  }
  userErrors {
    ...UserError
  }
}`) as unknown as TypedDocumentString<SettleMutation, SettleMutationVariables>;