/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Who answers inbound calls, in which order. */
export type InboundRoutingInput = {
  /** The agent that answers first. */
  readonly agentId: string | number;
  /** The agent that answers when the first is deleted, paused or failing. Left out of an update, the present one stays; null removes it. */
  readonly fallbackAgentId?: string | number | null | undefined;
  /**
   * What a caller hears before leaving a message, 1000 characters at most; some, such as emoji, count for two or more.
   * Left out of an update, or null, the present text stays; an empty one takes it away.
   */
  readonly voicemailMessage?: string | null | undefined;
};

/** The most that something may cost. */
export type MaxPriceInput = {
  /** Decimal, with a point, e.g. `1.15`. */
  readonly amount: string;
  /** By its ISO 4217 code, e.g. `USD`. Nothing is converted: a price in another currency is refused. */
  readonly currency: string;
};

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

/** What to buy, and what it is for. */
export type PurchaseNumberInput = {
  /** The agent to link the number to. `numberVendors { rules { agentRequired } }` says which vendors need one. */
  readonly agentId?: string | number | null | undefined;
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

export type VendorsQueryVariables = Exact<{ [key: string]: never; }>;


export type VendorsQuery = { readonly numberVendors: ReadonlyArray<{ readonly vendor: NumberVendor, readonly title: string, readonly capabilities: ReadonlyArray<NumberVendorCapability>, readonly rules: { readonly agentRequired: boolean, readonly agentIdPattern: string | null, readonly areaCode: NumberVendorAreaCode } }> | null };

export type NumbersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  maxAge?: number | null | undefined;
}>;


export type NumbersQuery = { readonly phoneNumbers: { readonly totalCount: number, readonly refreshing: ReadonlyArray<NumberVendor>, readonly nodes: ReadonlyArray<
      | { readonly id: string, readonly vendor: NumberVendor, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly syncedAt: string, readonly agent: { readonly id: string } | null }
      | { readonly id: string, readonly vendor: NumberVendor, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly syncedAt: string, readonly agent: { readonly id: string } | null }
    >, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly outages: ReadonlyArray<{ readonly vendor: NumberVendor, readonly since: string }> } | null };

type NumberRow_PstnNumber_Fragment = { readonly id: string, readonly vendor: NumberVendor, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly syncedAt: string, readonly agent: { readonly id: string } | null };

type NumberRow_SipNumber_Fragment = { readonly id: string, readonly vendor: NumberVendor, readonly address: string, readonly label: string | null, readonly status: NumberStatus, readonly syncedAt: string, readonly agent: { readonly id: string } | null };

export type NumberRowFragment =
  | NumberRow_PstnNumber_Fragment
  | NumberRow_SipNumber_Fragment
;

export type PurchaseMutationVariables = Exact<{
  input: PurchaseNumberInput;
}>;


export type PurchaseMutation = { readonly purchaseNumber: { readonly operation: { readonly status: NumberOperationStatus, readonly phoneNumber:
        | { readonly address: string }
        | { readonly address: string }
       | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly suggestions: ReadonlyArray<string> }> } | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly suggestions: ReadonlyArray<string> }> } | null };

export type OutcomeQueryVariables = Exact<{
  idempotencyKey: string;
}>;


export type OutcomeQuery = { readonly numberOperation: { readonly status: NumberOperationStatus, readonly phoneNumber:
      | { readonly address: string }
      | { readonly address: string }
     | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly suggestions: ReadonlyArray<string> }> } | null };

export type PurchaseOperationFragment = { readonly status: NumberOperationStatus, readonly phoneNumber:
    | { readonly address: string }
    | { readonly address: string }
   | null, readonly userErrors: ReadonlyArray<{ readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly suggestions: ReadonlyArray<string> }> };

export type TroubleFragment = { readonly code: NumberErrorCode, readonly message: string, readonly field: ReadonlyArray<string> | null, readonly retryable: boolean, readonly suggestions: ReadonlyArray<string> };

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
export const NumberRowFragmentDoc = new TypedDocumentString(`
    fragment NumberRow on PhoneNumberRecord {
  id
  vendor
  address
  label
  status
  agent {
    id
  }
  syncedAt
}
    `, {"fragmentName":"NumberRow"}) as unknown as TypedDocumentString<NumberRowFragment, unknown>;
export const TroubleFragmentDoc = new TypedDocumentString(`
    fragment Trouble on NumberUserError {
  code
  message
  field
  retryable
  suggestions
}
    `, {"fragmentName":"Trouble"}) as unknown as TypedDocumentString<TroubleFragment, unknown>;
export const PurchaseOperationFragmentDoc = new TypedDocumentString(`
    fragment PurchaseOperation on NumberOperation {
  status
  phoneNumber {
    ... on PhoneNumberRecord {
      address
    }
  }
  userErrors {
    ...Trouble
  }
}
    fragment Trouble on NumberUserError {
  code
  message
  field
  retryable
  suggestions
}`, {"fragmentName":"PurchaseOperation"}) as unknown as TypedDocumentString<PurchaseOperationFragment, unknown>;
export const VendorsDocument = new TypedDocumentString(`
    query Vendors {
  numberVendors {
    vendor
    title
    capabilities
    rules {
      agentRequired
      agentIdPattern
      areaCode
    }
  }
}
    `) as unknown as TypedDocumentString<VendorsQuery, VendorsQueryVariables>;
export const NumbersDocument = new TypedDocumentString(`
    query Numbers($first: Int!, $after: String, $maxAge: Int) {
  phoneNumbers(first: $first, after: $after, maxAge: $maxAge) {
    totalCount
    nodes {
      ...NumberRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    outages {
      vendor
      since
    }
    refreshing
  }
}
    fragment NumberRow on PhoneNumberRecord {
  id
  vendor
  address
  label
  status
  agent {
    id
  }
  syncedAt
}`) as unknown as TypedDocumentString<NumbersQuery, NumbersQueryVariables>;
export const PurchaseDocument = new TypedDocumentString(`
    mutation Purchase($input: PurchaseNumberInput!) {
  purchaseNumber(input: $input) {
    operation {
      ...PurchaseOperation
    }
    userErrors {
      ...Trouble
    }
  }
}
    fragment PurchaseOperation on NumberOperation {
  status
  phoneNumber {
    ... on PhoneNumberRecord {
      address
    }
  }
  userErrors {
    ...Trouble
  }
}
fragment Trouble on NumberUserError {
  code
  message
  field
  retryable
  suggestions
}`) as unknown as TypedDocumentString<PurchaseMutation, PurchaseMutationVariables>;
export const OutcomeDocument = new TypedDocumentString(`
    query Outcome($idempotencyKey: IdempotencyKey!) {
  numberOperation(idempotencyKey: $idempotencyKey) {
    ...PurchaseOperation
  }
}
    fragment PurchaseOperation on NumberOperation {
  status
  phoneNumber {
    ... on PhoneNumberRecord {
      address
    }
  }
  userErrors {
    ...Trouble
  }
}
fragment Trouble on NumberUserError {
  code
  message
  field
  retryable
  suggestions
}`) as unknown as TypedDocumentString<OutcomeQuery, OutcomeQueryVariables>;