import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { VendorName } from '../../domain/phone-number.ts';
import type { AgentMapper } from './../../../schema/agents.mappers.ts';
import type { BulkNumberItemMapper, BulkNumberPayloadMapper } from './../../../schema/bulks.mappers.ts';
import type { InboundRoutingMapper, PhoneNumberConnectionMapper, PstnNumberMapper, SipNumberMapper, WeightedAgentMapper } from './../../../schema/numbers.mappers.ts';
import type { NumberDriftMapper, NumberDriftConnectionMapper } from './../../../schema/drift.mappers.ts';
import type { NumberOperationMapper, NumberOperationConnectionMapper } from './../../../schema/operations.mappers.ts';
import type { NumberPayloadMapper } from './../../../schema/changes.mappers.ts';
import type { NumberSummaryMapper } from './../../../schema/summary.mappers.ts';
import type { NumberVendorRulesMapper } from './../../../schema/vendors.mappers.ts';
import type { RequestContext } from '../context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
export type EnumResolverSignature<T, AllowedValues = any> = { [key in keyof T]?: AllowedValues };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A country by its ISO 3166-1 alpha-2 code, e.g. `US`. Lower case is accepted and made upper case. */
  CountryCode: { input: string; output: string; }
  /** A day of the calendar, e.g. `2026-07-01`. */
  Date: { input: string; output: string; }
  /** A moment in time as RFC 3339 writes it, always with an offset, e.g. `2026-07-01T09:00:00.000Z`. */
  DateTime: { input: string; output: string; }
  /**
   * A telephone number as E.164 writes it: `+`, then 7 to 15 digits, e.g. `+14155550123`.
   * On the way in, spaces, dots, dashes, brackets and invisible characters are dropped, digits of any script are taken, and so
   * is what is dialled within a country only: `+44 (0)20 7946 0000` is `+442079460000`. What is still not a possible number is
   * answered with an `INVALID_INPUT` user error that names the field.
   */
  E164: { input: string; output: string; }
  /**
   * A text of 1 to 255 visible ASCII characters, chosen by the caller, that makes a change safe to repeat: the same key
   * with the same input is done once, however often and wherever it is sent. A fresh UUID for each thing a person wants
   * is a good choice.
   */
  IdempotencyKey: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A number in the vendor's own terms. */
export type AdoptNumberInput = {
  /** The vendor that carries the number. */
  readonly vendor: NumberVendor;
  /** The vendor's own id of the number, from its dashboard; not the telephone number. */
  readonly vendorId: Scalars['ID']['input'];
};

/** An AI voice agent. Owned by the agents subgraph; this subgraph adds the phone numbers that reach it. */
export type Agent = {
  readonly __typename?: 'Agent';
  /** The vendor's id of the agent, as the agents subgraph publishes it. */
  readonly id: Scalars['ID']['output'];
  /** The numbers linked to this agent, alone or with others, a page at a time; null where the credentials do not allow it (`FORBIDDEN`). */
  readonly phoneNumbers?: Maybe<PhoneNumberConnection>;
};


/** An AI voice agent. Owned by the agents subgraph; this subgraph adds the phone numbers that reach it. */
export type AgentphoneNumbersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PhoneNumberFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<PhoneNumberOrder>;
};

/** A number for sale. It is not reserved. */
export type AvailableNumber = {
  readonly __typename?: 'AvailableNumber';
  /** The country it belongs to, derived from its digits. */
  readonly country?: Maybe<Scalars['CountryCode']['output']>;
  /** The number; hand it to `purchaseNumber` to buy exactly this one. */
  readonly number: Scalars['E164']['output'];
  /** What it costs, without calls; null where the vendor does not tell it. See `numberVendors { rules { tellsPrices } }`. */
  readonly price?: Maybe<NumberPrice>;
  /** Who sells it. */
  readonly vendor: NumberVendor;
};

/** What to look for in a vendor's stock. */
export type AvailableNumbersInput = {
  /** The area code the number should have, 3 digits in the US and Canada. `numberVendors { rules { areaCode } }` says which vendors need one. */
  readonly areaCode?: InputMaybe<Scalars['String']['input']>;
  /** Digits the number should contain; at some vendors letters too, as on a keypad. See `numberVendors { rules { contains } }`. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** The country the number should belong to. */
  readonly country?: InputMaybe<Scalars['CountryCode']['input']>;
  /** How many numbers at most, 1 to 50; of several vendors in turns. A vendor may give fewer. */
  readonly limit?: InputMaybe<Scalars['Int']['input']>;
  /** Whose stock to search. Give this or `vendors`; with neither, that of every vendor whose stock can be searched. */
  readonly vendor?: InputMaybe<NumberVendor>;
  /** Several whose stock to search at once. None hides what the others offer: `outages` and `userErrors` tell of each. */
  readonly vendors?: InputMaybe<ReadonlyArray<NumberVendor>>;
};

/** What a search of one vendor's stock found, or of several. */
export type AvailableNumbersPayload = {
  readonly __typename?: 'AvailableNumbersPayload';
  /** Numbers for sale, in the vendor's order; of several vendors in turns. Nothing is reserved. */
  readonly numbers: ReadonlyArray<AvailableNumber>;
  /** The vendors that were asked and did not answer: what they offer is not known. */
  readonly outages: ReadonlyArray<NumberVendorOutage>;
  /** Why a search could not be made; empty when all were, apart from `outages` where several vendors are asked. */
  readonly userErrors: ReadonlyArray<NumberUserError>;
};

/** Numbers to link to agents. */
export type BulkLinkInput = {
  /** A repeat with the same key links nothing twice. No other change may have the same key. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** Which numbers: 1 to 100 items, none of them for the same number as another. */
  readonly items: ReadonlyArray<BulkLinkItemInput>;
};

/** One number to link to an agent. */
export type BulkLinkItemInput = {
  /** The agent's id, as the agents subgraph publishes it. */
  readonly agentId: Scalars['ID']['input'];
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/** How many items of a bulk have come to what. Their sum is the number of items. */
export type BulkNumberCounts = {
  readonly __typename?: 'BulkNumberCounts';
  /** Certainly not done. Those whose errors are `retryable` are tried again by a repeat. */
  readonly failed: Scalars['Int']['output'];
  /** Waiting for a person. */
  readonly needsAttention: Scalars['Int']['output'];
  /** Waiting for their turn, under way, or being reconciled. They go on without the caller. */
  readonly pending: Scalars['Int']['output'];
  /** Refused before they got as far as the ledger. */
  readonly refused: Scalars['Int']['output'];
  /** Done. */
  readonly succeeded: Scalars['Int']['output'];
};

/** What one item of a bulk has come to: the same as a `NumberPayload` tells of one change. */
export type BulkNumberItem = {
  readonly __typename?: 'BulkNumberItem';
  /** The item's place in the input, from 0. */
  readonly index: Scalars['Int']['output'];
  /** The receipt. Null only where the item never got as far as the ledger; such an item may be mended and sent again under the same key. */
  readonly operation?: Maybe<NumberOperation>;
  /** The number as it is now; null while the outcome is not known, or where nothing came of it. */
  readonly phoneNumber?: Maybe<PhoneNumber>;
  /** Whether the item had been carried out before: this is the answer to that, and nothing was sent for this call. */
  readonly replayed: Scalars['Boolean']['output'];
  /**
   * What is wrong or still open, with the path from the bulk's input, e.g. `["input", "items", "3", "areaCode"]`. Empty exactly when
   * all that was asked for has been done.
   */
  readonly userErrors: ReadonlyArray<NumberUserError>;
};

/**
 * What a bulk has come to so far. Always an answer, never an HTTP error. A repeat with the same key and the same items answers with
 * what each has come to by then, and carries on with those that have not ended.
 */
export type BulkNumberPayload = {
  readonly __typename?: 'BulkNumberPayload';
  /** How many items have come to what. */
  readonly counts: BulkNumberCounts;
  /** What each item has come to, in the order of the input; empty where the bulk was refused as a whole. */
  readonly items: ReadonlyArray<BulkNumberItem>;
  /** Why the bulk was refused as a whole, so that nothing was done for this call. What is wrong with one item stands with that item. */
  readonly userErrors: ReadonlyArray<NumberUserError>;
};

/** Numbers to buy. */
export type BulkPurchaseInput = {
  /** A repeat with the same key never buys an item twice. No other change may have the same key. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** What to buy: 1 to 100 items. None may ask for the same exact number as another. */
  readonly items: ReadonlyArray<BulkPurchaseItemInput>;
};

/** One number to buy, and what it is for. */
export type BulkPurchaseItemInput = {
  /** The agent to link the number to. `numberVendors { rules { agentRequired } }` says which vendors need one. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** The area code to choose a number from, 3 digits in the US and Canada. `numberVendors { rules { areaCode } }` says which vendors need one where `number` is left out. */
  readonly areaCode?: InputMaybe<Scalars['String']['input']>;
  /** Digits the chosen number should contain; at some vendors letters too, as on a keypad. See `numberVendors { rules { contains } }`. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** The country to choose a number from, where `number` is left out. */
  readonly country?: InputMaybe<Scalars['CountryCode']['input']>;
  /** Who answers inbound calls, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InputMaybe<InboundRoutingInput>;
  /** A name for people, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /**
   * What the number may cost a month at most. Checked against what the vendor itself tells right before it is asked for the number;
   * where it tells nothing, nothing is bought. `numberVendors { rules { tellsPrices } }` says which vendors tell prices.
   */
  readonly maxMonthlyPrice?: InputMaybe<MaxPriceInput>;
  /** Exactly this number, as `availableNumbers` showed it. Left out, the first in stock that fits the rest is bought. */
  readonly number?: InputMaybe<Scalars['E164']['input']>;
  /** Who sells the number. */
  readonly vendor: NumberVendor;
};

/** Numbers to give back. */
export type BulkReleaseInput = {
  /** A repeat with the same key releases nothing twice. No other change may have the same key. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** Which numbers: 1 to 100 items, none of them for the same number as another. */
  readonly items: ReadonlyArray<BulkReleaseItemInput>;
};

/** One number to give back. */
export type BulkReleaseItemInput = {
  /** The number's `address`, typed back, so that no other number is released by mistake. */
  readonly confirmAddress: Scalars['String']['input'];
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/** For whom a gateway may keep an answer. */
export type CacheControlScope =
  /** For the caller who asked, and for nobody else. */
  | 'PRIVATE'
  /** For everybody. */
  | 'PUBLIC';

/** A number at a carrier, and the agent platform that is to answer it. */
export type ConnectNumberInput = {
  /** The platform's agent that is to answer. */
  readonly agentId: Scalars['ID']['input'];
  /** A repeat with the same key does nothing twice, and goes on where the first call stopped. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** A name for people at the platform, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** The `id` of the number at its carrier. */
  readonly phoneNumberId: Scalars['ID']['input'];
  /** The platform. The carrier needs a trunk to it, which the operator sets up. */
  readonly vendor: NumberVendor;
};

/** A user to create on a vendor's own SIP domain. */
export type CreateSipNumberInput = {
  /** The agent to link the address to. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** A repeat with the same key is done once. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** A name for people, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** Password of the login, as long as the user name may be. Passes through once: it is never stored, logged, traced, echoed or returned. */
  readonly password: Scalars['String']['input'];
  /** The part before the `@` of the new address, e.g. `acme-desk`. Capitals are made small. */
  readonly sipPrefix: Scalars['String']['input'];
  /** User name of the login; `numberVendors { rules { sipLoginLength } }` says how long it may be. */
  readonly username: Scalars['String']['input'];
  /** Whose SIP domain. */
  readonly vendor: NumberVendor;
};

/** A number at a carrier, and the agent platform that is to answer it no more. */
export type DisconnectNumberInput = {
  /** The number's `address`, typed back, so that no other number is taken from its agent by mistake. */
  readonly confirmAddress: Scalars['String']['input'];
  /** A repeat with the same key does nothing twice, and goes on where the first call stopped. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** The `id` of the number at its carrier. */
  readonly phoneNumberId: Scalars['ID']['input'];
  /** The platform that it was connected to. */
  readonly vendor: NumberVendor;
};

/** A number at a carrier, and the login of the SIP trunk it is reached over. */
export type ImportSipNumberInput = {
  /** The agent to link the number to. `numberVendors { rules { agentRequired } }` says which vendors need one. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** The carrier that has the number, at vendors that ask for it: one of `numberVendors { rules { importCarriers } }`. Elsewhere it is not passed on, and the number does not show it. */
  readonly carrier?: InputMaybe<Scalars['String']['input']>;
  /** A repeat with the same key is done once. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** Who answers inbound calls, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InputMaybe<InboundRoutingInput>;
  /** A name for people, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** The number to bring in. */
  readonly number: Scalars['E164']['input'];
  /** Password of the trunk's login. Passes through once: it is never stored, logged, traced, echoed or returned. */
  readonly password: Scalars['String']['input'];
  /** Host of the SIP trunk, without `sip:`, e.g. `example.pstn.twilio.com`: a name or an IPv4 address, and a port if need be. */
  readonly terminationUri: Scalars['String']['input'];
  /** User name of the trunk's login. */
  readonly username: Scalars['String']['input'];
  /** Which vendor's agents should use the number. */
  readonly vendor: NumberVendor;
};

/** Who answers inbound calls, in which order. */
export type InboundRouting = {
  readonly __typename?: 'InboundRouting';
  /** The agent that answers first; null where the agents subgraph does not know it any more. */
  readonly agent?: Maybe<Agent>;
  /** The agent that answers when the first is deleted, paused or failing; null where such calls are rejected. */
  readonly fallbackAgent?: Maybe<Agent>;
  /** What a caller hears before leaving a message; null where there is no voicemail text. */
  readonly voicemailMessage?: Maybe<Scalars['String']['output']>;
};

/** Who answers inbound calls, in which order. */
export type InboundRoutingInput = {
  /** The agent that answers first. */
  readonly agentId: Scalars['ID']['input'];
  /** The agent that answers when the first is deleted, paused or failing. Left out of an update, the present one stays; null removes it. */
  readonly fallbackAgentId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * What a caller hears before leaving a message, 1000 characters at most; some, such as emoji, count for two or more.
   * Left out of an update, or null, the present text stays; an empty one takes it away.
   */
  readonly voicemailMessage?: InputMaybe<Scalars['String']['input']>;
};

/** Which number to link to which agent. */
export type LinkNumberToAgentInput = {
  /** The agent's id, as the agents subgraph publishes it. */
  readonly agentId: Scalars['ID']['input'];
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/** The most that something may cost. */
export type MaxPriceInput = {
  /** Decimal, with a point, e.g. `1.15`. */
  readonly amount: Scalars['String']['input'];
  /** By its ISO 4217 code, e.g. `USD`. Nothing is converted: a price in another currency is refused. */
  readonly currency: Scalars['String']['input'];
};

/** A number that one agent platform took in over its owner's trunk, and the platform that is to have it. */
export type MoveNumberInput = {
  /** That platform's agent that is to answer. */
  readonly agentId: Scalars['ID']['input'];
  /** The number's `address`, typed back, so that no other number is moved by mistake. */
  readonly confirmAddress: Scalars['String']['input'];
  /** A repeat with the same key does nothing twice, and goes on where the first call stopped. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** A name for people at that platform, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** The `id` of the number at the platform that it leaves. */
  readonly phoneNumberId: Scalars['ID']['input'];
  /**
   * The trunk that the number is reached over. Left out, this service holds the number at a carrier, and takes the trunk that the
   * operator has set up from there to the platform. With it, where the carrier sends calls is yours to change.
   */
  readonly trunk?: InputMaybe<SipTrunkInput>;
  /** The platform that it goes to. */
  readonly vendor: NumberVendor;
};

/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Takes in a number that was obtained elsewhere, such as in the vendor's dashboard. Reads it from the vendor; changes
   * nothing there.
   */
  readonly adoptNumber?: Maybe<NumberPayload>;
  /**
   * Makes agents answer up to 100 numbers, under one idempotency key, as `linkNumberToAgent` does for one. A number that somebody
   * links or releases before its turn has come stays as they left it.
   */
  readonly bulkLink?: Maybe<BulkNumberPayload>;
  /**
   * Buys up to 100 numbers under one idempotency key. Each is an operation of its own, on record before the first is bought, and is
   * bought at most once; one that fails leaves the others alone. What has not ended when the answer is given goes on.
   */
  readonly bulkPurchase?: Maybe<BulkNumberPayload>;
  /**
   * Gives up to 100 numbers back to their vendors, under one idempotency key, as `releaseNumber` does for one. Cannot be undone. A
   * number that somebody links before its turn has come is kept.
   */
  readonly bulkRelease?: Maybe<BulkNumberPayload>;
  /**
   * Gives a number that this service holds at a carrier to an agent platform: the platform takes it in over a SIP trunk that the
   * operator has set up, links it to the agent, and only then the carrier sends its calls there. Each step is an operation of
   * its own. What stopped on the way is told, and goes on by a repeat of the key; `disconnectNumber` undoes it.
   */
  readonly connectNumber?: Maybe<NumberPayload>;
  /** Creates a user on the vendor's own SIP domain: a number that is called by SIP address and costs no telephone line. */
  readonly createSipNumber?: Maybe<NumberPayload>;
  /**
   * Undoes `connectNumber`: the carrier sends the calls of its number over no trunk any more, then the platform gives up what it
   * took in. The carrier keeps the number.
   */
  readonly disconnectNumber?: Maybe<NumberPayload>;
  /** Brings in a number that its owner keeps at a carrier and reaches over the owner's SIP trunk. */
  readonly importSipNumber?: Maybe<NumberPayload>;
  /** Makes an agent answer a number, in place of the one that does now. Applies to every later call at once. */
  readonly linkNumberToAgent?: Maybe<NumberPayload>;
  /**
   * Moves a number that its owner keeps at a carrier from one agent platform to another: the other platform takes it in and links it
   * to the agent; once it shows both, the carrier's calls go there, and the first platform gives up what it took in. So it is
   * never without a platform; and while both hold it, the operation says so (`HELD_TWICE`). A number that was bought at a
   * platform belongs to that platform, and cannot be moved.
   */
  readonly moveNumber?: Maybe<NumberPayload>;
  /**
   * Buys a number: exactly the one named, or the first in stock that fits. Spends money, at most once for each
   * idempotency key, whatever fails on the way.
   */
  readonly purchaseNumber?: Maybe<NumberPayload>;
  /** Gives a number back to the vendor. Cannot be undone: the number may be sold to somebody else. */
  readonly releaseNumber?: Maybe<NumberPayload>;
  /**
   * Ends an operation in `NEEDS_ATTENTION` with what a person found at the vendor: either the number that came of it,
   * or that nothing did. Called once more, it corrects what a person has said before.
   */
  readonly settleNumberOperation?: Maybe<NumberPayload>;
  /** Leaves a number without an agent, at vendors where a number may be. */
  readonly unlinkNumberFromAgent?: Maybe<NumberPayload>;
  /** Renames a number, changes where its calls go, or locks it against release. Members left out stay as they are. */
  readonly updateNumber?: Maybe<NumberPayload>;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationadoptNumberArgs = {
  input: AdoptNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationbulkLinkArgs = {
  input: BulkLinkInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationbulkPurchaseArgs = {
  input: BulkPurchaseInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationbulkReleaseArgs = {
  input: BulkReleaseInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationconnectNumberArgs = {
  input: ConnectNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationcreateSipNumberArgs = {
  input: CreateSipNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationdisconnectNumberArgs = {
  input: DisconnectNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationimportSipNumberArgs = {
  input: ImportSipNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationlinkNumberToAgentArgs = {
  input: LinkNumberToAgentInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationmoveNumberArgs = {
  input: MoveNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationpurchaseNumberArgs = {
  input: PurchaseNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationreleaseNumberArgs = {
  input: ReleaseNumberInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationsettleNumberOperationArgs = {
  input: SettleNumberOperationInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationunlinkNumberFromAgentArgs = {
  input: UnlinkNumberFromAgentInput;
};


/** What can be changed. Every answer is a `NumberPayload`, or a `BulkNumberPayload` of many; whatever goes wrong is in its `userErrors`. */
export type MutationupdateNumberArgs = {
  input: UpdateNumberInput;
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

/** Who asks. */
export type NumberCaller = {
  readonly __typename?: 'NumberCaller';
  /** The subject of the token. */
  readonly actor: Scalars['String']['output'];
  /** What the token allows, of what this service knows: `numbers:read`, `numbers:write`, `numbers:route`, `numbers:purchase`, `numbers:operate`. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
};

/** Whether money has moved. */
export type NumberCharge =
  /** Certainly not. */
  | 'NO'
  /** Not known yet; the operation is being reconciled. */
  | 'UNKNOWN'
  /** Yes: the number was bought. */
  | 'YES';

/**
 * What the vendors' accounts and this service's records say differently, or what costs and serves nobody. It tells what was read
 * last, with when that was: an empty list of a vendor that was never read, or cannot be, says nothing of it. See `vendors`.
 */
export type NumberDrift = {
  readonly __typename?: 'NumberDrift';
  /**
   * Numbers that were in the account, and that a complete read no longer found there, though this service did not release them:
   * somebody gave them up elsewhere, or the vendor took them. The last that were missed come first. Those that had gone before this
   * service kept account of it are not told.
   */
  readonly goneThere: NumberDriftConnection;
  /**
   * Numbers that are linked to agents which their vendor does not know. Null where that is not told: no vendor is asked about agents yet,
   * which belong to another subgraph. An empty page would say that all are known.
   */
  readonly unknownAgents?: Maybe<NumberDriftConnection>;
  /**
   * Numbers that a vendor has, and that no operation of this service has had to do with: somebody obtained them elsewhere, such as in
   * the vendor's dashboard. The last that were found come first. Take one in with `adoptNumber`; any other change of it does as much.
   */
  readonly unknownHere: NumberDriftConnection;
  /**
   * Telephone numbers in use that cost, as far as this service knows, and that nobody answers: bought here or found at the vendor,
   * and linked to no agent. A number that came in over a SIP trunk costs at its carrier, and is left out. The last to come in comes
   * first. Link it with `linkNumberToAgent`, or give it back with `releaseNumber`.
   */
  readonly unlinked: NumberDriftConnection;
  /** What each vendor that this service has an account with can tell, and how old that is. */
  readonly vendors: ReadonlyArray<NumberDriftVendor>;
};


/**
 * What the vendors' accounts and this service's records say differently, or what costs and serves nobody. It tells what was read
 * last, with when that was: an empty list of a vendor that was never read, or cannot be, says nothing of it. See `vendors`.
 */
export type NumberDriftgoneThereArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What the vendors' accounts and this service's records say differently, or what costs and serves nobody. It tells what was read
 * last, with when that was: an empty list of a vendor that was never read, or cannot be, says nothing of it. See `vendors`.
 */
export type NumberDriftunknownHereArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What the vendors' accounts and this service's records say differently, or what costs and serves nobody. It tells what was read
 * last, with when that was: an empty list of a vendor that was never read, or cannot be, says nothing of it. See `vendors`.
 */
export type NumberDriftunlinkedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of numbers that somebody should look at. */
export type NumberDriftConnection = {
  readonly __typename?: 'NumberDriftConnection';
  /** The numbers of this page, each with its cursor. */
  readonly edges: ReadonlyArray<NumberDriftEdge>;
  /** The numbers of this page. */
  readonly nodes: ReadonlyArray<NumberDriftItem>;
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where there are more than 10,000. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A number of a page, and where it stands. */
export type NumberDriftEdge = {
  readonly __typename?: 'NumberDriftEdge';
  /** For `after` and `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The number, and what is the matter with it. */
  readonly node: NumberDriftItem;
};

/** A number that somebody should look at, and why. */
export type NumberDriftItem = {
  readonly __typename?: 'NumberDriftItem';
  /** The number, as this service knows it. */
  readonly phoneNumber: PhoneNumber;
  /** Why it is here. */
  readonly reason: NumberDriftReason;
  /** Since when, as this service has seen it; null where it was so before this service kept account of it. */
  readonly since?: Maybe<Scalars['DateTime']['output']>;
};

/** Why somebody should look at a number. */
export type NumberDriftReason =
  /** It is no longer in the account, and this service did not release it. */
  | 'GONE_THERE'
  /** A vendor has it, and no operation of this service has had to do with it. */
  | 'UNKNOWN_HERE'
  /** It costs, as far as this service knows, and is linked to no agent. */
  | 'UNLINKED';

/** What a vendor can tell of drift, and how old it is. */
export type NumberDriftVendor = {
  readonly __typename?: 'NumberDriftVendor';
  /** When all of its numbers were last read; null if never, and where it cannot be asked for all. */
  readonly lastReadAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Whether it can be asked for all of its numbers. Where not, none of them can be `UNKNOWN_HERE` or `GONE_THERE`, and that says
   * nothing.
   */
  readonly listsNumbers: Scalars['Boolean']['output'];
  /** Why it fails at the moment; null while it answers. */
  readonly outage?: Maybe<NumberVendorOutage>;
  /** Which vendor. */
  readonly vendor: NumberVendor;
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

/** One change that was asked for: written down before the vendor is called, and kept. */
export type NumberOperation = {
  readonly __typename?: 'NumberOperation';
  /** Who asked, from the credentials; null where callers are not told apart. */
  readonly actor?: Maybe<Scalars['String']['output']>;
  /** How many calls that change something were sent to the vendor for it. */
  readonly attempts: Scalars['Int']['output'];
  /** The bulk it is an item of; null where it was asked for by itself. */
  readonly bulk?: Maybe<NumberOperationBulk>;
  /** When it began. */
  readonly createdAt: Scalars['DateTime']['output'];
  /**
   * Changes of status and calls that were sent, with time and reason: the last ones, oldest first. Where a history has grown long,
   * as by many repeats of a key, its first 50 steps and its last 250 are kept.
   */
  readonly history: ReadonlyArray<NumberOperationStep>;
  /** Identifies the operation for life. */
  readonly id: Scalars['ID']['output'];
  /** The key it was asked for with; null where there was none, for an item of a bulk, which `bulk` tells, and for a step, which `stepOf` tells. */
  readonly idempotencyKey?: Maybe<Scalars['IdempotencyKey']['output']>;
  /** What was asked for. */
  readonly kind: NumberOperationKind;
  /** The number it concerns, or that came of it; null while there is none. */
  readonly phoneNumber?: Maybe<PhoneNumber>;
  /** How far it has come. */
  readonly status: NumberOperationStatus;
  /** What it is a step of; null where it is none. */
  readonly stepOf?: Maybe<NumberOperation>;
  /**
   * What was done for it so far, each step as an operation of its own, where it is done in steps: by `connectNumber`,
   * `disconnectNumber` and `moveNumber`. A step that was refused for good, and was tried anew, is there once for each try.
   */
  readonly steps: ReadonlyArray<NumberOperation>;
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** What is wrong or still open; empty once all that was asked for has been done. */
  readonly userErrors: ReadonlyArray<NumberUserError>;
  /** The vendor it concerns. */
  readonly vendor: NumberVendor;
};


/** One change that was asked for: written down before the vendor is called, and kept. */
export type NumberOperationhistoryArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** Which item of which bulk an operation is. */
export type NumberOperationBulk = {
  readonly __typename?: 'NumberOperationBulk';
  /** The key of the bulk. `numberOperations(filter: { bulkKey })` lists its items. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['output'];
  /** The item's place in the input of the bulk, from 0. */
  readonly index: Scalars['Int']['output'];
};

/** One page of operations. */
export type NumberOperationConnection = {
  readonly __typename?: 'NumberOperationConnection';
  /** The operations of this page, each with its cursor. */
  readonly edges: ReadonlyArray<NumberOperationEdge>;
  /** The operations of this page, without cursors. */
  readonly nodes: ReadonlyArray<NumberOperation>;
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo;
  /** How many operations the whole list holds, on all pages. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An operation at its place in a list. */
export type NumberOperationEdge = {
  readonly __typename?: 'NumberOperationEdge';
  /** Marks this place; hand it to `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The operation. */
  readonly node: NumberOperation;
};

/** Which operations to list. Members left out do not narrow the list; those given must all hold. */
export type NumberOperationFilter = {
  /** Items of the bulk with this key. Narrows the list without its being looked through. */
  readonly bulkKey?: InputMaybe<Scalars['IdempotencyKey']['input']>;
  /** Of one of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<NumberOperationKind>>;
  /** Concerning this number. */
  readonly phoneNumberId?: InputMaybe<Scalars['ID']['input']>;
  /** In one of these states. */
  readonly statuses?: InputMaybe<ReadonlyArray<NumberOperationStatus>>;
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

/** One step of an operation's history. */
export type NumberOperationStep = {
  readonly __typename?: 'NumberOperationStep';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** What happened, and why, for people. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** The status from then on. */
  readonly status: NumberOperationStatus;
};

/** What a mutation did. Always an answer, never an HTTP error: gateways repeat what fails, and these spend money. */
export type NumberPayload = {
  readonly __typename?: 'NumberPayload';
  /** The receipt: what was asked, what was done, what is still open. Null only where the input never got as far as the ledger. */
  readonly operation?: Maybe<NumberOperation>;
  /** The number as it is now; null while the outcome is not known, or where nothing came of it. */
  readonly phoneNumber?: Maybe<PhoneNumber>;
  /** Whether this key had been carried out before: this is the answer to that, and nothing was sent for this call. */
  readonly replayed: Scalars['Boolean']['output'];
  /** What is wrong or still open. Empty exactly when all that was asked for has been done. */
  readonly userErrors: ReadonlyArray<NumberUserError>;
};

/** What a number costs, as its vendor tells it. */
export type NumberPrice = {
  readonly __typename?: 'NumberPrice';
  /** Decimal, with a point, e.g. `1.15`. */
  readonly amount: Scalars['String']['output'];
  /** By its ISO 4217 code, e.g. `USD`. */
  readonly currency: Scalars['String']['output'];
  /** What is paid for. */
  readonly period: NumberPricePeriod;
};

/** For how long a price is paid. */
export type NumberPricePeriod =
  /** A month. */
  | 'MONTH';

/** How many purchases there were on one day. */
export type NumberPurchaseDay = {
  readonly __typename?: 'NumberPurchaseDay';
  /** Purchases that were sent to a vendor on it, and have not certainly failed: what the limit counts. */
  readonly count: Scalars['Int']['output'];
  /** The day, in UTC. */
  readonly day: Scalars['Date']['output'];
};

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

/** What there is, and what needs somebody. */
export type NumberSummary = {
  readonly __typename?: 'NumberSummary';
  /** The same for each vendor that this service has an account with. */
  readonly byVendor: ReadonlyArray<NumberVendorCount>;
  /** How many of them are linked to an agent. */
  readonly linked: Scalars['Int']['output'];
  /** How many operations are in `NEEDS_ATTENTION`: `settleNumberOperation` ends them. */
  readonly needAttention: Scalars['Int']['output'];
  /** When the oldest of both began; null where there is none. */
  readonly oldestOpenAt?: Maybe<Scalars['DateTime']['output']>;
  /** How many operations are `PENDING`: what came of them is not known yet. */
  readonly openOperations: Scalars['Int']['output'];
  /** How many purchases a day (UTC) are sent; null where there is no limit. */
  readonly purchaseLimitPerDay?: Maybe<Scalars['Int']['output']>;
  /** Purchases on each of the last days, today included, oldest first. Days are those of UTC; those without purchases are there too. */
  readonly purchasesByDay: ReadonlyArray<NumberPurchaseDay>;
  /** How many numbers there are; released ones are not counted. */
  readonly total: Scalars['Int']['output'];
  /** How many of them are linked to none. */
  readonly unlinked: Scalars['Int']['output'];
};


/** What there is, and what needs somebody. */
export type NumberSummarypurchasesByDayArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
};

/** Something the caller should know or mend. */
export type NumberUserError = {
  readonly __typename?: 'NumberUserError';
  /** Has money moved? */
  readonly charged: NumberCharge;
  /** What kind of trouble, for programs. */
  readonly code: NumberErrorCode;
  /** Path into the arguments, e.g. `["input", "areaCode"]`; null where no single one is to blame. */
  readonly field?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** What is wrong and what to do, for people. Contains no secrets. */
  readonly message: Scalars['String']['output'];
  /** May the same call, with the same key, be sent again as it is? */
  readonly retryable: Scalars['Boolean']['output'];
  /** What would do instead, e.g. other area codes that have stock; empty where nothing is known. */
  readonly suggestions: ReadonlyArray<Scalars['String']['output']>;
};

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

/** This service's account with a vendor. */
export type NumberVendorAccount = {
  readonly __typename?: 'NumberVendorAccount';
  /** Whether the vendor answers. False while `outages` of its numbers name it: from the first call that fails until one goes well. */
  readonly available: Scalars['Boolean']['output'];
  /** Since when it is as `available` says, as far as this service has seen; null before the first answer. */
  readonly availableSince?: Maybe<Scalars['DateTime']['output']>;
  /** What can be done with the vendor's numbers through this service. */
  readonly capabilities: ReadonlyArray<NumberVendorCapability>;
  /** When the vendor's numbers were last read completely; null if never. */
  readonly lastSyncedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it asks of its input, so that a form can ask for it before it is sent. */
  readonly rules: NumberVendorRules;
  /** Its name as people write it. */
  readonly title: Scalars['String']['output'];
  /** Which vendor. */
  readonly vendor: NumberVendor;
};

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

/** What a vendor's stock can be searched for. */
export type NumberVendorContains = {
  readonly __typename?: 'NumberVendorContains';
  /** In how many numbers of an area code it is looked for, where the vendor itself cannot be asked for it; null: in all. */
  readonly lookedForIn?: Maybe<Scalars['Int']['output']>;
  /** A regular expression that the text to look for matches. */
  readonly pattern: Scalars['String']['output'];
};

/** How many numbers a vendor carries. */
export type NumberVendorCount = {
  readonly __typename?: 'NumberVendorCount';
  /** How many of them are linked to an agent. */
  readonly linked: Scalars['Int']['output'];
  /** How many there are; released ones are not counted. */
  readonly total: Scalars['Int']['output'];
  /** Which vendor. */
  readonly vendor: NumberVendor;
};

/** How long a text may be, in characters. */
export type NumberVendorLength = {
  readonly __typename?: 'NumberVendorLength';
  /** At most; null where there is no limit. */
  readonly max?: Maybe<Scalars['Int']['output']>;
  /** At least. */
  readonly min: Scalars['Int']['output'];
};

/** A vendor that failed when it was asked. One that is slow is none: it is `refreshing`. */
export type NumberVendorOutage = {
  readonly __typename?: 'NumberVendorOutage';
  /** What is the matter, for people. */
  readonly message: Scalars['String']['output'];
  /** Since when it has failed. */
  readonly since: Scalars['DateTime']['output'];
  /** Which vendor. */
  readonly vendor: NumberVendor;
};

/** What a vendor asks of its input. Whatever breaks a rule is answered with an `INVALID_INPUT` user error that names the field. */
export type NumberVendorRules = {
  readonly __typename?: 'NumberVendorRules';
  /** A regular expression that ids of its agents match; null where it does not say. */
  readonly agentIdPattern?: Maybe<Scalars['String']['output']>;
  /** Whether every number needs an agent from the start. */
  readonly agentRequired: Scalars['Boolean']['output'];
  /** Whether a search, or a purchase without an exact number, needs an area code. */
  readonly areaCode: NumberVendorAreaCode;
  /** Whether a number can be chosen; false where the vendor picks the number itself. */
  readonly choosesNumber: Scalars['Boolean']['output'];
  /** What `contains` may be; null where the vendor picks the number itself. */
  readonly contains?: Maybe<NumberVendorContains>;
  /** The only countries that it sells numbers of; null where it does not say. */
  readonly countries?: Maybe<ReadonlyArray<Scalars['CountryCode']['output']>>;
  /** The carriers that numbers can be imported from, one of which has to be named; null where it does not ask. */
  readonly importCarriers?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The longest label that it keeps, in characters; null where it keeps none or does not say. This service takes 255 at most. */
  readonly labelMaxLength?: Maybe<Scalars['Int']['output']>;
  /** How long the user name, and the password, of a user on its SIP domain may be. */
  readonly sipLoginLength: NumberVendorLength;
  /** Whether it tells what a number costs, so that `maxMonthlyPrice` can be given. */
  readonly tellsPrices: Scalars['Boolean']['output'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last edge of this page; null if the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether the list goes on after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether the list goes on before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge of this page; null if the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/**
 * A number callers can reach an agent on: by telephone, or by SIP address. Spread `... on PhoneNumberRecord` to read what
 * both kinds have.
 */
export type PhoneNumber = PstnNumber | SipNumber;

/** One page of phone numbers. */
export type PhoneNumberConnection = {
  readonly __typename?: 'PhoneNumberConnection';
  /** The numbers of this page, each with its cursor. */
  readonly edges: ReadonlyArray<PhoneNumberEdge>;
  /** The numbers of this page, without cursors. */
  readonly nodes: ReadonlyArray<PhoneNumber>;
  /** Vendors that failed when they were asked: what is shown of them may be old. Empty when all is well. */
  readonly outages: ReadonlyArray<NumberVendorOutage>;
  /** Where this page stands in the list. */
  readonly pageInfo: PageInfo;
  /** Vendors that are being read at this moment and have not failed: what is shown of them is about to be fresher. */
  readonly refreshing: ReadonlyArray<NumberVendor>;
  /** How many numbers the whole list holds, on all pages. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A phone number at its place in a list. */
export type PhoneNumberEdge = {
  readonly __typename?: 'PhoneNumberEdge';
  /** Marks this place; hand it to `after` or `before`. */
  readonly cursor: Scalars['String']['output'];
  /** The number. */
  readonly node: PhoneNumber;
};

/** Which phone numbers to list. Members left out, null or empty do not narrow the list; those given must all hold. */
export type PhoneNumberFilter = {
  /** At exactly one of these addresses, 500 at most, however they are written: `+1 (415) 555-0100` is `+14155550100`. */
  readonly addresses?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Linked to this agent, alone or with others. A UUID may be in letters of either case. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** With this anywhere in the address or the label, 255 characters at most. Letter case does not matter; `(415) 555-2001` finds the number with these digits. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** Belonging to this country. SIP addresses belong to none. A code that is no country's, such as `USA`, is no error: it fits nothing. */
  readonly country?: InputMaybe<Scalars['CountryCode']['input']>;
  /** Telephone numbers only, or SIP addresses only. */
  readonly kind?: InputMaybe<PhoneNumberKind>;
  /** True: linked to any agent, or to several. False: linked to none. */
  readonly linked?: InputMaybe<Scalars['Boolean']['input']>;
  /** With an address that starts with this, e.g. `+1415`, `+44 (0)20` or `sip:acme`. Letter case does not matter. */
  readonly startsWith?: InputMaybe<Scalars['String']['input']>;
  /** In one of these states. Released numbers are left out unless `RELEASED` is named here. */
  readonly statuses?: InputMaybe<ReadonlyArray<NumberStatus>>;
  /** Carried by one of these vendors. */
  readonly vendors?: InputMaybe<ReadonlyArray<NumberVendor>>;
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

/**
 * What every phone number has, whichever network reaches it. Spread `... on PhoneNumberRecord` to read it off the union.
 * Other subgraphs refer to a number by its id, by its vendor and the vendor's id, or by the address that is in an account now, and
 * need not know its kind. A released number is not found by its address; where two vendors hold one address, it means the number
 * that is linked to an agent, then the one that came in last.
 */
export type PhoneNumberRecord = {
  /** How the number came into the account. */
  readonly acquisition: NumberAcquisition;
  /** What a caller dials: the E.164 number or the SIP address. */
  readonly address: Scalars['String']['output'];
  /** The agent the number is linked to; null while it has none, and while several share its calls: see `agents`. */
  readonly agent?: Maybe<Agent>;
  /** All agents that take the number's calls, those that take most first: the one in `agent`, or several, each by its weight. */
  readonly agents: ReadonlyArray<WeightedAgent>;
  /** When the number came into the account; null where nobody tells. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** The telephone number or SIP address that calls go to where no agent answers; null where none is set, or the vendor has no such thing. */
  readonly fallbackAddress?: Maybe<Scalars['String']['output']>;
  /** Identifies the number for life, across vendors. Opaque: do not take it apart. */
  readonly id: Scalars['ID']['output'];
  /** Who answers inbound calls where that differs from `agent`; null where nothing is set. */
  readonly inboundRouting?: Maybe<InboundRouting>;
  /** A name for people, such as `Front desk`. Kept by this service where the vendor has none. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Whether the number is locked. A locked number is never released by this service. */
  readonly locked: Scalars['Boolean']['output'];
  /** Whether calls can reach the number, as far as the vendor tells. */
  readonly status: NumberStatus;
  /** When the vendor last confirmed what is shown here. */
  readonly syncedAt: Scalars['DateTime']['output'];
  /** When the number last changed; null where nobody tells. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The vendor that carries the number. */
  readonly vendor: NumberVendor;
  /** The vendor's own id of the number, as its dashboard and its support know it. */
  readonly vendorId: Scalars['ID']['output'];
};

/** A number on the public telephone network. */
export type PstnNumber = PhoneNumberRecord & {
  readonly __typename?: 'PstnNumber';
  /** How the number came into the account. */
  readonly acquisition: NumberAcquisition;
  /** What a caller dials: the same as `number`. */
  readonly address: Scalars['String']['output'];
  /** The agent the number is linked to; null while it has none, and while several share its calls: see `agents`. */
  readonly agent?: Maybe<Agent>;
  /** All agents that take the number's calls, those that take most first: the one in `agent`, or several, each by its weight. */
  readonly agents: ReadonlyArray<WeightedAgent>;
  /** The carrier behind the number, in the vendor's words, e.g. `twilio`; null where it does not tell. */
  readonly carrier?: Maybe<Scalars['String']['output']>;
  /** The country the number belongs to, derived from its digits; null where they belong to none, as with +800. */
  readonly country?: Maybe<Scalars['CountryCode']['output']>;
  /** When the number came into the account; null where nobody tells. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** The telephone number or SIP address that calls go to where no agent answers; null where none is set, or the vendor has no such thing. */
  readonly fallbackAddress?: Maybe<Scalars['String']['output']>;
  /** Identifies the number for life, across vendors. Opaque: do not take it apart. */
  readonly id: Scalars['ID']['output'];
  /** Who answers inbound calls where that differs from `agent`; null where nothing is set. */
  readonly inboundRouting?: Maybe<InboundRouting>;
  /** A name for people, such as `Front desk`. Kept by this service where the vendor has none. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Whether the number is locked. A locked number is never released by this service. */
  readonly locked: Scalars['Boolean']['output'];
  /** The telephone number itself. */
  readonly number: Scalars['E164']['output'];
  /** Whether the number can send and receive text messages; null where the vendor does not tell. */
  readonly smsCapable?: Maybe<Scalars['Boolean']['output']>;
  /** Whether calls can reach the number, as far as the vendor tells. */
  readonly status: NumberStatus;
  /** When the vendor last confirmed what is shown here. */
  readonly syncedAt: Scalars['DateTime']['output'];
  /** The SIP trunk behind a number that came in over its owner's trunk, or that the vendor runs on one. */
  readonly trunk?: Maybe<SipTrunk>;
  /** When the number last changed; null where nobody tells. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The vendor that carries the number. */
  readonly vendor: NumberVendor;
  /** The vendor's own id of the number, as its dashboard and its support know it. */
  readonly vendorId: Scalars['ID']['output'];
};

/** What to buy, and what it is for. */
export type PurchaseNumberInput = {
  /** The agent to link the number to. `numberVendors { rules { agentRequired } }` says which vendors need one. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** The area code to choose a number from, 3 digits in the US and Canada. `numberVendors { rules { areaCode } }` says which vendors need one where `number` is left out. */
  readonly areaCode?: InputMaybe<Scalars['String']['input']>;
  /** Digits the chosen number should contain; at some vendors letters too, as on a keypad. See `numberVendors { rules { contains } }`. */
  readonly contains?: InputMaybe<Scalars['String']['input']>;
  /** The country to choose a number from, where `number` is left out. */
  readonly country?: InputMaybe<Scalars['CountryCode']['input']>;
  /** A repeat with the same key never buys twice. */
  readonly idempotencyKey: Scalars['IdempotencyKey']['input'];
  /** Who answers inbound calls, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InputMaybe<InboundRoutingInput>;
  /** A name for people, 255 characters at most; some, such as emoji, count for two or more. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /**
   * What the number may cost a month at most. Checked against what the vendor itself tells right before it is asked for the number;
   * where it tells nothing, nothing is bought. `numberVendors { rules { tellsPrices } }` says which vendors tell prices.
   */
  readonly maxMonthlyPrice?: InputMaybe<MaxPriceInput>;
  /** Exactly this number, as `availableNumbers` showed it. Left out, the first in stock that fits the rest is bought. */
  readonly number?: InputMaybe<Scalars['E164']['input']>;
  /** Who sells the number. */
  readonly vendor: NumberVendor;
};

/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type Query = {
  readonly __typename?: 'Query';
  /** Numbers a vendor offers for sale right now. Nothing is reserved: a number may be gone by the time it is bought. */
  readonly availableNumbers?: Maybe<AvailableNumbersPayload>;
  /** Who asks, and what they may do; null where nobody signs in. */
  readonly numberCaller?: Maybe<NumberCaller>;
  /** Where the vendors' accounts and this service's records say different things, and which numbers cost and serve nobody. */
  readonly numberDrift?: Maybe<NumberDrift>;
  /**
   * What became of one change: by the operation's id, or by the idempotency key it was asked for with. Give exactly one.
   * Null too where it is somebody else's, and the scope `numbers:operate` is missing.
   */
  readonly numberOperation?: Maybe<NumberOperation>;
  /**
   * Changes that were asked for, newest first, a page at a time: what is still running, what failed, what needs a person.
   * Where callers are told apart, only one's own without the scope `numbers:operate`.
   */
  readonly numberOperations?: Maybe<NumberOperationConnection>;
  /** What an operator wants to see first: how many numbers there are, and what is open or needs a person, whoever asked for it. */
  readonly numberSummary?: Maybe<NumberSummary>;
  /** The vendors this service has an account with: what each can do, whether it answers, when its numbers were last read. */
  readonly numberVendors?: Maybe<ReadonlyArray<NumberVendorAccount>>;
  /**
   * One number by its id, or by its address, or null if this service does not know it. Give exactly one of the two. By its address,
   * a number is found that is in an account now; where two vendors hold it, the one that is linked to an agent, then the one that
   * came in last.
   */
  readonly phoneNumber?: Maybe<PhoneNumber>;
  /**
   * The numbers of every vendor as one list, a page at a time. One vendor being down never hides another's numbers:
   * its last known ones are shown and `outages` says so.
   */
  readonly phoneNumbers?: Maybe<PhoneNumberConnection>;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QueryavailableNumbersArgs = {
  input: AvailableNumbersInput;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QuerynumberDriftArgs = {
  maxAge?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QuerynumberOperationArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  idempotencyKey?: InputMaybe<Scalars['IdempotencyKey']['input']>;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QuerynumberOperationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<NumberOperationFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QueryphoneNumberArgs = {
  address?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  maxAge?: InputMaybe<Scalars['Int']['input']>;
  vendor?: InputMaybe<NumberVendor>;
};


/**
 * What can be read of phone numbers and of changes to them. Reading never changes anything at a vendor. A field is null where
 * it fails, or where the credentials do not allow it (`FORBIDDEN`), and takes nothing else of the answer with it.
 */
export type QueryphoneNumbersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PhoneNumberFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  maxAge?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<PhoneNumberOrder>;
};

/** Which number to give back. */
export type ReleaseNumberInput = {
  /** The number's `address`, typed back, so that no other number is released by mistake. */
  readonly confirmAddress: Scalars['String']['input'];
  /** A repeat with the same key is done once. */
  readonly idempotencyKey?: InputMaybe<Scalars['IdempotencyKey']['input']>;
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/**
 * What a person found of an operation that the service cannot reconcile, or that was settled wrongly before. Give exactly one of
 * `vendorId`, `done` and `failed`.
 */
export type SettleNumberOperationInput = {
  /** True if a link, a change or a release was done: the vendor's dashboard shows the number as it should be, or no more. */
  readonly done?: InputMaybe<Scalars['Boolean']['input']>;
  /** True if nothing came of it: the vendor's dashboard shows no such number and no charge. */
  readonly failed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Who looked where and saw what. Becomes part of the operation's history; 1 to 1000 characters. */
  readonly note: Scalars['String']['input'];
  /** The `id` of the operation, which is in `NEEDS_ATTENTION`, or which a person has settled: that corrects it. */
  readonly operationId: Scalars['ID']['input'];
  /** The vendor's own id of the number that was obtained. It is read from the vendor before it is believed. */
  readonly vendorId?: InputMaybe<Scalars['ID']['input']>;
};

/** A user on a vendor's SIP domain, reached by SIP address and not by telephone. */
export type SipNumber = PhoneNumberRecord & {
  readonly __typename?: 'SipNumber';
  /** How the number came into the account. */
  readonly acquisition: NumberAcquisition;
  /** What a caller dials: the same as `uri`. */
  readonly address: Scalars['String']['output'];
  /** The agent the number is linked to; null while it has none, and while several share its calls: see `agents`. */
  readonly agent?: Maybe<Agent>;
  /** All agents that take the number's calls, those that take most first: the one in `agent`, or several, each by its weight. */
  readonly agents: ReadonlyArray<WeightedAgent>;
  /** When the number came into the account; null where nobody tells. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** The telephone number or SIP address that calls go to where no agent answers; null where none is set, or the vendor has no such thing. */
  readonly fallbackAddress?: Maybe<Scalars['String']['output']>;
  /** Identifies the number for life, across vendors. Opaque: do not take it apart. */
  readonly id: Scalars['ID']['output'];
  /** Who answers inbound calls where that differs from `agent`; null where nothing is set. */
  readonly inboundRouting?: Maybe<InboundRouting>;
  /** A name for people, such as `Front desk`. Kept by this service where the vendor has none. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Whether the number is locked. A locked number is never released by this service. */
  readonly locked: Scalars['Boolean']['output'];
  /** Whether calls can reach the number, as far as the vendor tells. */
  readonly status: NumberStatus;
  /** When the vendor last confirmed what is shown here. */
  readonly syncedAt: Scalars['DateTime']['output'];
  /** When the number last changed; null where nobody tells. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The SIP address, e.g. `sip:acme-desk@sip.example.com`. */
  readonly uri: Scalars['String']['output'];
  /** The part before the `@`, e.g. `acme-desk`. */
  readonly username: Scalars['String']['output'];
  /** The vendor that carries the number. */
  readonly vendor: NumberVendor;
  /** The vendor's own id of the number, as its dashboard and its support know it. */
  readonly vendorId: Scalars['ID']['output'];
};

/** The SIP trunk a number's calls travel over. Its login is never shown. */
export type SipTrunk = {
  readonly __typename?: 'SipTrunk';
  /** The vendor's id of the rule that hands calls to an agent. */
  readonly dispatchRuleId?: Maybe<Scalars['ID']['output']>;
  /** The vendor's id of the trunk for inbound calls. */
  readonly inboundTrunkId?: Maybe<Scalars['ID']['output']>;
  /** The vendor's id of the trunk for outbound calls. */
  readonly outboundTrunkId?: Maybe<Scalars['ID']['output']>;
  /** Host of the owner's trunk, e.g. `example.pstn.twilio.com`; null where it is not known. */
  readonly terminationUri?: Maybe<Scalars['String']['output']>;
};

/** A SIP trunk of the number's owner, with its login. */
export type SipTrunkInput = {
  /** The carrier that has the number, at vendors that ask for it: one of `numberVendors { rules { importCarriers } }`. */
  readonly carrier?: InputMaybe<Scalars['String']['input']>;
  /** Password of the trunk's login. Passes through once: it is never stored, logged, traced, echoed or returned. */
  readonly password: Scalars['String']['input'];
  /** Host of the SIP trunk, without `sip:`, e.g. `example.pstn.twilio.com`: a name or an IPv4 address, and a port if need be. */
  readonly terminationUri: Scalars['String']['input'];
  /** User name of the trunk's login. */
  readonly username: Scalars['String']['input'];
};

/** Which number to leave without an agent. */
export type UnlinkNumberFromAgentInput = {
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/** What to change about a number. Members left out stay as they are; at least one must be given. */
export type UpdateNumberInput = {
  /** Who answers inbound calls from now on, at vendors that can tell it apart from the agent. */
  readonly inboundRouting?: InputMaybe<InboundRoutingInput>;
  /**
   * A new name for people, 255 characters at most; some, such as emoji, count for two or more. Null takes the name away
   * where the vendor allows it.
   */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** True keeps this service from ever releasing the number; false allows it again. */
  readonly locked?: InputMaybe<Scalars['Boolean']['input']>;
  /** The `id` of the number. */
  readonly phoneNumberId: Scalars['ID']['input'];
};

/** An agent, and how much of a number's calls it takes. */
export type WeightedAgent = {
  readonly __typename?: 'WeightedAgent';
  /** The agent; null where the agents subgraph does not know it any more. */
  readonly agent?: Maybe<Agent>;
  /** Its part of the calls, more than 0: 1 is all of them. */
  readonly weight: Scalars['Float']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Agent: Agent;
  NumberOperation: NumberOperation;
  PhoneNumberRecord: PhoneNumberRecord;
  PstnNumber: PstnNumber;
  SipNumber: SipNumber;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Agent:
    ( { __typename: 'Agent' }
    & GraphQLRecursivePick<FederationTypes['Agent'], {"id":true}> );
  NumberOperation:
    ( { __typename: 'NumberOperation' }
    & GraphQLRecursivePick<FederationTypes['NumberOperation'], {"id":true}> );
  PhoneNumberRecord:
    ( { __typename: 'PhoneNumberRecord' }
    & ( GraphQLRecursivePick<FederationTypes['PhoneNumberRecord'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['PhoneNumberRecord'], {"vendor":true,"vendorId":true}>
        | GraphQLRecursivePick<FederationTypes['PhoneNumberRecord'], {"address":true}> ) );
  PstnNumber:
    ( { __typename: 'PstnNumber' }
    & ( GraphQLRecursivePick<FederationTypes['PstnNumber'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['PstnNumber'], {"vendor":true,"vendorId":true}>
        | GraphQLRecursivePick<FederationTypes['PstnNumber'], {"address":true}> ) );
  SipNumber:
    ( { __typename: 'SipNumber' }
    & ( GraphQLRecursivePick<FederationTypes['SipNumber'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['SipNumber'], {"vendor":true,"vendorId":true}>
        | GraphQLRecursivePick<FederationTypes['SipNumber'], {"address":true}> ) );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  PhoneNumber:
    | ( PstnNumberMapper )
    | ( SipNumberMapper )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  PhoneNumberRecord:
    | ( PstnNumberMapper )
    | ( SipNumberMapper )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AdoptNumberInput: AdoptNumberInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Agent: ResolverTypeWrapper<AgentMapper>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AvailableNumber: ResolverTypeWrapper<Omit<AvailableNumber, 'price' | 'vendor'> & { price?: Maybe<ResolversTypes['NumberPrice']>, vendor: ResolversTypes['NumberVendor'] }>;
  AvailableNumbersInput: AvailableNumbersInput;
  AvailableNumbersPayload: ResolverTypeWrapper<Omit<AvailableNumbersPayload, 'numbers' | 'outages' | 'userErrors'> & { numbers: ReadonlyArray<ResolversTypes['AvailableNumber']>, outages: ReadonlyArray<ResolversTypes['NumberVendorOutage']>, userErrors: ReadonlyArray<ResolversTypes['NumberUserError']> }>;
  BulkLinkInput: BulkLinkInput;
  BulkLinkItemInput: BulkLinkItemInput;
  BulkNumberCounts: ResolverTypeWrapper<BulkNumberCounts>;
  BulkNumberItem: ResolverTypeWrapper<BulkNumberItemMapper>;
  BulkNumberPayload: ResolverTypeWrapper<BulkNumberPayloadMapper>;
  BulkPurchaseInput: BulkPurchaseInput;
  BulkPurchaseItemInput: BulkPurchaseItemInput;
  BulkReleaseInput: BulkReleaseInput;
  BulkReleaseItemInput: BulkReleaseItemInput;
  CacheControlScope: ResolverTypeWrapper<'PUBLIC' | 'PRIVATE'>;
  ConnectNumberInput: ConnectNumberInput;
  CountryCode: ResolverTypeWrapper<Scalars['CountryCode']['output']>;
  CreateSipNumberInput: CreateSipNumberInput;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DisconnectNumberInput: DisconnectNumberInput;
  E164: ResolverTypeWrapper<Scalars['E164']['output']>;
  IdempotencyKey: ResolverTypeWrapper<Scalars['IdempotencyKey']['output']>;
  ImportSipNumberInput: ImportSipNumberInput;
  InboundRouting: ResolverTypeWrapper<InboundRoutingMapper>;
  InboundRoutingInput: InboundRoutingInput;
  LinkNumberToAgentInput: LinkNumberToAgentInput;
  MaxPriceInput: MaxPriceInput;
  MoveNumberInput: MoveNumberInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NumberAcquisition: ResolverTypeWrapper<'PURCHASED' | 'SIP_IMPORTED' | 'SIP_CREATED' | 'DISCOVERED'>;
  NumberCaller: ResolverTypeWrapper<NumberCaller>;
  NumberCharge: ResolverTypeWrapper<'NO' | 'YES' | 'UNKNOWN'>;
  NumberDrift: ResolverTypeWrapper<NumberDriftMapper>;
  NumberDriftConnection: ResolverTypeWrapper<NumberDriftConnectionMapper>;
  NumberDriftEdge: ResolverTypeWrapper<Omit<NumberDriftEdge, 'node'> & { node: ResolversTypes['NumberDriftItem'] }>;
  NumberDriftItem: ResolverTypeWrapper<Omit<NumberDriftItem, 'phoneNumber' | 'reason'> & { phoneNumber: ResolversTypes['PhoneNumber'], reason: ResolversTypes['NumberDriftReason'] }>;
  NumberDriftReason: ResolverTypeWrapper<'UNLINKED' | 'UNKNOWN_HERE' | 'GONE_THERE'>;
  NumberDriftVendor: ResolverTypeWrapper<Omit<NumberDriftVendor, 'outage' | 'vendor'> & { outage?: Maybe<ResolversTypes['NumberVendorOutage']>, vendor: ResolversTypes['NumberVendor'] }>;
  NumberErrorCode: ResolverTypeWrapper<'INVALID_INPUT' | 'NOT_FOUND' | 'NUMBER_UNAVAILABLE' | 'NO_MATCHING_NUMBER' | 'NOT_SUPPORTED_BY_VENDOR' | 'VENDOR_REJECTED' | 'VENDOR_UNAVAILABLE' | 'OUTCOME_UNKNOWN' | 'AGENT_LINK_FAILED' | 'HELD_TWICE' | 'IDEMPOTENCY_KEY_REUSED' | 'CONFIRMATION_MISMATCH' | 'NUMBER_LOCKED' | 'LIMIT_REACHED' | 'FORBIDDEN'>;
  NumberOperation: ResolverTypeWrapper<NumberOperationMapper>;
  NumberOperationBulk: ResolverTypeWrapper<NumberOperationBulk>;
  NumberOperationConnection: ResolverTypeWrapper<NumberOperationConnectionMapper>;
  NumberOperationEdge: ResolverTypeWrapper<Omit<NumberOperationEdge, 'node'> & { node: ResolversTypes['NumberOperation'] }>;
  NumberOperationFilter: NumberOperationFilter;
  NumberOperationKind: ResolverTypeWrapper<'PURCHASE' | 'SIP_IMPORT' | 'SIP_CREATE' | 'ADOPT' | 'LINK' | 'UNLINK' | 'UPDATE' | 'RELEASE' | 'REROUTE' | 'CONNECT' | 'DISCONNECT' | 'MOVE'>;
  NumberOperationStatus: ResolverTypeWrapper<'PENDING' | 'SUCCEEDED' | 'FAILED' | 'NEEDS_ATTENTION'>;
  NumberOperationStep: ResolverTypeWrapper<Omit<NumberOperationStep, 'status'> & { status: ResolversTypes['NumberOperationStatus'] }>;
  NumberPayload: ResolverTypeWrapper<NumberPayloadMapper>;
  NumberPrice: ResolverTypeWrapper<Omit<NumberPrice, 'period'> & { period: ResolversTypes['NumberPricePeriod'] }>;
  NumberPricePeriod: ResolverTypeWrapper<'MONTH'>;
  NumberPurchaseDay: ResolverTypeWrapper<NumberPurchaseDay>;
  NumberStatus: ResolverTypeWrapper<'ACTIVE' | 'INACTIVE' | 'RELEASED' | 'UNKNOWN'>;
  NumberSummary: ResolverTypeWrapper<NumberSummaryMapper>;
  NumberUserError: ResolverTypeWrapper<Omit<NumberUserError, 'charged' | 'code'> & { charged: ResolversTypes['NumberCharge'], code: ResolversTypes['NumberErrorCode'] }>;
  NumberVendor: ResolverTypeWrapper<VendorName>;
  NumberVendorAccount: ResolverTypeWrapper<Omit<NumberVendorAccount, 'capabilities' | 'rules' | 'vendor'> & { capabilities: ReadonlyArray<ResolversTypes['NumberVendorCapability']>, rules: ResolversTypes['NumberVendorRules'], vendor: ResolversTypes['NumberVendor'] }>;
  NumberVendorAreaCode: ResolverTypeWrapper<'REQUIRED' | 'OPTIONAL' | 'NONE'>;
  NumberVendorCapability: ResolverTypeWrapper<'SEARCH' | 'PURCHASE' | 'SIP_IMPORT' | 'SIP_CREATE' | 'LIST' | 'LINK' | 'UNLINK' | 'LABEL' | 'INBOUND_ROUTING' | 'RELEASE' | 'CONNECT'>;
  NumberVendorContains: ResolverTypeWrapper<NumberVendorContains>;
  NumberVendorCount: ResolverTypeWrapper<Omit<NumberVendorCount, 'vendor'> & { vendor: ResolversTypes['NumberVendor'] }>;
  NumberVendorLength: ResolverTypeWrapper<NumberVendorLength>;
  NumberVendorOutage: ResolverTypeWrapper<Omit<NumberVendorOutage, 'vendor'> & { vendor: ResolversTypes['NumberVendor'] }>;
  NumberVendorRules: ResolverTypeWrapper<NumberVendorRulesMapper>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PhoneNumber: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['PhoneNumber']>;
  PhoneNumberConnection: ResolverTypeWrapper<PhoneNumberConnectionMapper>;
  PhoneNumberEdge: ResolverTypeWrapper<Omit<PhoneNumberEdge, 'node'> & { node: ResolversTypes['PhoneNumber'] }>;
  PhoneNumberFilter: PhoneNumberFilter;
  PhoneNumberKind: ResolverTypeWrapper<'PSTN' | 'SIP'>;
  PhoneNumberOrder: ResolverTypeWrapper<'CREATED_AT_ASC' | 'CREATED_AT_DESC' | 'ADDRESS_ASC' | 'ADDRESS_DESC' | 'LABEL_ASC' | 'LABEL_DESC'>;
  PhoneNumberRecord: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['PhoneNumberRecord']>;
  PstnNumber: ResolverTypeWrapper<PstnNumberMapper>;
  PurchaseNumberInput: PurchaseNumberInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReleaseNumberInput: ReleaseNumberInput;
  SettleNumberOperationInput: SettleNumberOperationInput;
  SipNumber: ResolverTypeWrapper<SipNumberMapper>;
  SipTrunk: ResolverTypeWrapper<SipTrunk>;
  SipTrunkInput: SipTrunkInput;
  UnlinkNumberFromAgentInput: UnlinkNumberFromAgentInput;
  UpdateNumberInput: UpdateNumberInput;
  WeightedAgent: ResolverTypeWrapper<WeightedAgentMapper>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AdoptNumberInput: AdoptNumberInput;
  ID: Scalars['ID']['output'];
  Agent: AgentMapper;
  String: Scalars['String']['output'];
  AvailableNumber: Omit<AvailableNumber, 'price'> & { price?: Maybe<ResolversParentTypes['NumberPrice']> };
  AvailableNumbersInput: AvailableNumbersInput;
  AvailableNumbersPayload: Omit<AvailableNumbersPayload, 'numbers' | 'outages' | 'userErrors'> & { numbers: ReadonlyArray<ResolversParentTypes['AvailableNumber']>, outages: ReadonlyArray<ResolversParentTypes['NumberVendorOutage']>, userErrors: ReadonlyArray<ResolversParentTypes['NumberUserError']> };
  BulkLinkInput: BulkLinkInput;
  BulkLinkItemInput: BulkLinkItemInput;
  BulkNumberCounts: BulkNumberCounts;
  BulkNumberItem: BulkNumberItemMapper;
  BulkNumberPayload: BulkNumberPayloadMapper;
  BulkPurchaseInput: BulkPurchaseInput;
  BulkPurchaseItemInput: BulkPurchaseItemInput;
  BulkReleaseInput: BulkReleaseInput;
  BulkReleaseItemInput: BulkReleaseItemInput;
  ConnectNumberInput: ConnectNumberInput;
  CountryCode: Scalars['CountryCode']['output'];
  CreateSipNumberInput: CreateSipNumberInput;
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DisconnectNumberInput: DisconnectNumberInput;
  E164: Scalars['E164']['output'];
  IdempotencyKey: Scalars['IdempotencyKey']['output'];
  ImportSipNumberInput: ImportSipNumberInput;
  InboundRouting: InboundRoutingMapper;
  InboundRoutingInput: InboundRoutingInput;
  LinkNumberToAgentInput: LinkNumberToAgentInput;
  MaxPriceInput: MaxPriceInput;
  MoveNumberInput: MoveNumberInput;
  Mutation: Record<PropertyKey, never>;
  NumberCaller: NumberCaller;
  NumberDrift: NumberDriftMapper;
  NumberDriftConnection: NumberDriftConnectionMapper;
  NumberDriftEdge: Omit<NumberDriftEdge, 'node'> & { node: ResolversParentTypes['NumberDriftItem'] };
  NumberDriftItem: Omit<NumberDriftItem, 'phoneNumber'> & { phoneNumber: ResolversParentTypes['PhoneNumber'] };
  NumberDriftVendor: Omit<NumberDriftVendor, 'outage'> & { outage?: Maybe<ResolversParentTypes['NumberVendorOutage']> };
  NumberOperation: NumberOperationMapper;
  NumberOperationBulk: NumberOperationBulk;
  NumberOperationConnection: NumberOperationConnectionMapper;
  NumberOperationEdge: Omit<NumberOperationEdge, 'node'> & { node: ResolversParentTypes['NumberOperation'] };
  NumberOperationFilter: NumberOperationFilter;
  NumberOperationStep: NumberOperationStep;
  NumberPayload: NumberPayloadMapper;
  NumberPrice: NumberPrice;
  NumberPurchaseDay: NumberPurchaseDay;
  NumberSummary: NumberSummaryMapper;
  NumberUserError: NumberUserError;
  NumberVendorAccount: Omit<NumberVendorAccount, 'rules'> & { rules: ResolversParentTypes['NumberVendorRules'] };
  NumberVendorContains: NumberVendorContains;
  NumberVendorCount: NumberVendorCount;
  NumberVendorLength: NumberVendorLength;
  NumberVendorOutage: NumberVendorOutage;
  NumberVendorRules: NumberVendorRulesMapper;
  PageInfo: PageInfo;
  PhoneNumber: ResolversUnionTypes<ResolversParentTypes>['PhoneNumber'];
  PhoneNumberConnection: PhoneNumberConnectionMapper;
  PhoneNumberEdge: Omit<PhoneNumberEdge, 'node'> & { node: ResolversParentTypes['PhoneNumber'] };
  PhoneNumberFilter: PhoneNumberFilter;
  PhoneNumberRecord: ResolversInterfaceTypes<ResolversParentTypes>['PhoneNumberRecord'];
  PstnNumber: PstnNumberMapper;
  PurchaseNumberInput: PurchaseNumberInput;
  Query: Record<PropertyKey, never>;
  ReleaseNumberInput: ReleaseNumberInput;
  SettleNumberOperationInput: SettleNumberOperationInput;
  SipNumber: SipNumberMapper;
  SipTrunk: SipTrunk;
  SipTrunkInput: SipTrunkInput;
  UnlinkNumberFromAgentInput: UnlinkNumberFromAgentInput;
  UpdateNumberInput: UpdateNumberInput;
  WeightedAgent: WeightedAgentMapper;
  Float: Scalars['Float']['output'];
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type cacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
};

export type cacheControlDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = cacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AgentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Agent'] = ResolversParentTypes['Agent'], FederationReferenceType extends FederationReferenceTypes['Agent'] = FederationReferenceTypes['Agent']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Agent']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  phoneNumbers?: Resolver<Maybe<ResolversTypes['PhoneNumberConnection']>, ParentType, ContextType, RequireFields<AgentphoneNumbersArgs, 'orderBy'>>;
};

export type AvailableNumberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AvailableNumber'] = ResolversParentTypes['AvailableNumber']> = {
  country?: Resolver<Maybe<ResolversTypes['CountryCode']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['E164'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['NumberPrice']>, ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type AvailableNumbersPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['AvailableNumbersPayload'] = ResolversParentTypes['AvailableNumbersPayload']> = {
  numbers?: Resolver<ReadonlyArray<ResolversTypes['AvailableNumber']>, ParentType, ContextType>;
  outages?: Resolver<ReadonlyArray<ResolversTypes['NumberVendorOutage']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['NumberUserError']>, ParentType, ContextType>;
};

export type BulkNumberCountsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BulkNumberCounts'] = ResolversParentTypes['BulkNumberCounts']> = {
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  needsAttention?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pending?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  succeeded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BulkNumberItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BulkNumberItem'] = ResolversParentTypes['BulkNumberItem']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['NumberOperation']>, ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['PhoneNumber']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['NumberUserError']>, ParentType, ContextType>;
};

export type BulkNumberPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BulkNumberPayload'] = ResolversParentTypes['BulkNumberPayload']> = {
  counts?: Resolver<ResolversTypes['BulkNumberCounts'], ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['BulkNumberItem']>, ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['NumberUserError']>, ParentType, ContextType>;
};

export type CacheControlScopeResolvers = EnumResolverSignature<{ PRIVATE?: any, PUBLIC?: any }, ResolversTypes['CacheControlScope']>;

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface E164ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['E164'], any> {
  name: 'E164';
}

export interface IdempotencyKeyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['IdempotencyKey'], any> {
  name: 'IdempotencyKey';
}

export type InboundRoutingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InboundRouting'] = ResolversParentTypes['InboundRouting']> = {
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  fallbackAgent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  voicemailMessage?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  adoptNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationadoptNumberArgs, 'input'>>;
  bulkLink?: Resolver<Maybe<ResolversTypes['BulkNumberPayload']>, ParentType, ContextType, RequireFields<MutationbulkLinkArgs, 'input'>>;
  bulkPurchase?: Resolver<Maybe<ResolversTypes['BulkNumberPayload']>, ParentType, ContextType, RequireFields<MutationbulkPurchaseArgs, 'input'>>;
  bulkRelease?: Resolver<Maybe<ResolversTypes['BulkNumberPayload']>, ParentType, ContextType, RequireFields<MutationbulkReleaseArgs, 'input'>>;
  connectNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationconnectNumberArgs, 'input'>>;
  createSipNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationcreateSipNumberArgs, 'input'>>;
  disconnectNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationdisconnectNumberArgs, 'input'>>;
  importSipNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationimportSipNumberArgs, 'input'>>;
  linkNumberToAgent?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationlinkNumberToAgentArgs, 'input'>>;
  moveNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationmoveNumberArgs, 'input'>>;
  purchaseNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationpurchaseNumberArgs, 'input'>>;
  releaseNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationreleaseNumberArgs, 'input'>>;
  settleNumberOperation?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationsettleNumberOperationArgs, 'input'>>;
  unlinkNumberFromAgent?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationunlinkNumberFromAgentArgs, 'input'>>;
  updateNumber?: Resolver<Maybe<ResolversTypes['NumberPayload']>, ParentType, ContextType, RequireFields<MutationupdateNumberArgs, 'input'>>;
};

export type NumberAcquisitionResolvers = EnumResolverSignature<{ DISCOVERED?: any, PURCHASED?: any, SIP_CREATED?: any, SIP_IMPORTED?: any }, ResolversTypes['NumberAcquisition']>;

export type NumberCallerResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberCaller'] = ResolversParentTypes['NumberCaller']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NumberChargeResolvers = EnumResolverSignature<{ NO?: any, UNKNOWN?: any, YES?: any }, ResolversTypes['NumberCharge']>;

export type NumberDriftResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberDrift'] = ResolversParentTypes['NumberDrift']> = {
  goneThere?: Resolver<ResolversTypes['NumberDriftConnection'], ParentType, ContextType, Partial<NumberDriftgoneThereArgs>>;
  unknownAgents?: Resolver<Maybe<ResolversTypes['NumberDriftConnection']>, ParentType, ContextType>;
  unknownHere?: Resolver<ResolversTypes['NumberDriftConnection'], ParentType, ContextType, Partial<NumberDriftunknownHereArgs>>;
  unlinked?: Resolver<ResolversTypes['NumberDriftConnection'], ParentType, ContextType, Partial<NumberDriftunlinkedArgs>>;
  vendors?: Resolver<ReadonlyArray<ResolversTypes['NumberDriftVendor']>, ParentType, ContextType>;
};

export type NumberDriftConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberDriftConnection'] = ResolversParentTypes['NumberDriftConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NumberDriftEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['NumberDriftItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type NumberDriftEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberDriftEdge'] = ResolversParentTypes['NumberDriftEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NumberDriftItem'], ParentType, ContextType>;
};

export type NumberDriftItemResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberDriftItem'] = ResolversParentTypes['NumberDriftItem']> = {
  phoneNumber?: Resolver<ResolversTypes['PhoneNumber'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['NumberDriftReason'], ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type NumberDriftReasonResolvers = EnumResolverSignature<{ GONE_THERE?: any, UNKNOWN_HERE?: any, UNLINKED?: any }, ResolversTypes['NumberDriftReason']>;

export type NumberDriftVendorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberDriftVendor'] = ResolversParentTypes['NumberDriftVendor']> = {
  lastReadAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  listsNumbers?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  outage?: Resolver<Maybe<ResolversTypes['NumberVendorOutage']>, ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type NumberErrorCodeResolvers = EnumResolverSignature<{ AGENT_LINK_FAILED?: any, CONFIRMATION_MISMATCH?: any, FORBIDDEN?: any, HELD_TWICE?: any, IDEMPOTENCY_KEY_REUSED?: any, INVALID_INPUT?: any, LIMIT_REACHED?: any, NOT_FOUND?: any, NOT_SUPPORTED_BY_VENDOR?: any, NO_MATCHING_NUMBER?: any, NUMBER_LOCKED?: any, NUMBER_UNAVAILABLE?: any, OUTCOME_UNKNOWN?: any, VENDOR_REJECTED?: any, VENDOR_UNAVAILABLE?: any }, ResolversTypes['NumberErrorCode']>;

export type NumberOperationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberOperation'] = ResolversParentTypes['NumberOperation'], FederationReferenceType extends FederationReferenceTypes['NumberOperation'] = FederationReferenceTypes['NumberOperation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['NumberOperation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  bulk?: Resolver<Maybe<ResolversTypes['NumberOperationBulk']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['NumberOperationStep']>, ParentType, ContextType, RequireFields<NumberOperationhistoryArgs, 'last'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  idempotencyKey?: Resolver<Maybe<ResolversTypes['IdempotencyKey']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['NumberOperationKind'], ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['PhoneNumber']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NumberOperationStatus'], ParentType, ContextType>;
  stepOf?: Resolver<Maybe<ResolversTypes['NumberOperation']>, ParentType, ContextType>;
  steps?: Resolver<ReadonlyArray<ResolversTypes['NumberOperation']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['NumberUserError']>, ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type NumberOperationBulkResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberOperationBulk'] = ResolversParentTypes['NumberOperationBulk']> = {
  idempotencyKey?: Resolver<ResolversTypes['IdempotencyKey'], ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NumberOperationConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberOperationConnection'] = ResolversParentTypes['NumberOperationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NumberOperationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['NumberOperation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NumberOperationEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberOperationEdge'] = ResolversParentTypes['NumberOperationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['NumberOperation'], ParentType, ContextType>;
};

export type NumberOperationKindResolvers = EnumResolverSignature<{ ADOPT?: any, CONNECT?: any, DISCONNECT?: any, LINK?: any, MOVE?: any, PURCHASE?: any, RELEASE?: any, REROUTE?: any, SIP_CREATE?: any, SIP_IMPORT?: any, UNLINK?: any, UPDATE?: any }, ResolversTypes['NumberOperationKind']>;

export type NumberOperationStatusResolvers = EnumResolverSignature<{ FAILED?: any, NEEDS_ATTENTION?: any, PENDING?: any, SUCCEEDED?: any }, ResolversTypes['NumberOperationStatus']>;

export type NumberOperationStepResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberOperationStep'] = ResolversParentTypes['NumberOperationStep']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NumberOperationStatus'], ParentType, ContextType>;
};

export type NumberPayloadResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberPayload'] = ResolversParentTypes['NumberPayload']> = {
  operation?: Resolver<Maybe<ResolversTypes['NumberOperation']>, ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['PhoneNumber']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<ReadonlyArray<ResolversTypes['NumberUserError']>, ParentType, ContextType>;
};

export type NumberPriceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberPrice'] = ResolversParentTypes['NumberPrice']> = {
  amount?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['NumberPricePeriod'], ParentType, ContextType>;
};

export type NumberPricePeriodResolvers = EnumResolverSignature<{ MONTH?: any }, ResolversTypes['NumberPricePeriod']>;

export type NumberPurchaseDayResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberPurchaseDay'] = ResolversParentTypes['NumberPurchaseDay']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
};

export type NumberStatusResolvers = EnumResolverSignature<{ ACTIVE?: any, INACTIVE?: any, RELEASED?: any, UNKNOWN?: any }, ResolversTypes['NumberStatus']>;

export type NumberSummaryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberSummary'] = ResolversParentTypes['NumberSummary']> = {
  byVendor?: Resolver<ReadonlyArray<ResolversTypes['NumberVendorCount']>, ParentType, ContextType>;
  linked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  needAttention?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  oldestOpenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  openOperations?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  purchaseLimitPerDay?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  purchasesByDay?: Resolver<ReadonlyArray<ResolversTypes['NumberPurchaseDay']>, ParentType, ContextType, RequireFields<NumberSummarypurchasesByDayArgs, 'days'>>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unlinked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NumberUserErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberUserError'] = ResolversParentTypes['NumberUserError']> = {
  charged?: Resolver<ResolversTypes['NumberCharge'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['NumberErrorCode'], ParentType, ContextType>;
  field?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  suggestions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type NumberVendorResolvers = EnumResolverSignature<{ ELEVENLABS?: any, ONEINBOX?: any, RETELL?: any, TELNYX?: any, TWILIO?: any, VAPI?: any, VOGENT?: any }, ResolversTypes['NumberVendor']>;

export type NumberVendorAccountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorAccount'] = ResolversParentTypes['NumberVendorAccount']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  availableSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  capabilities?: Resolver<ReadonlyArray<ResolversTypes['NumberVendorCapability']>, ParentType, ContextType>;
  lastSyncedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rules?: Resolver<ResolversTypes['NumberVendorRules'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type NumberVendorAreaCodeResolvers = EnumResolverSignature<{ NONE?: any, OPTIONAL?: any, REQUIRED?: any }, ResolversTypes['NumberVendorAreaCode']>;

export type NumberVendorCapabilityResolvers = EnumResolverSignature<{ CONNECT?: any, INBOUND_ROUTING?: any, LABEL?: any, LINK?: any, LIST?: any, PURCHASE?: any, RELEASE?: any, SEARCH?: any, SIP_CREATE?: any, SIP_IMPORT?: any, UNLINK?: any }, ResolversTypes['NumberVendorCapability']>;

export type NumberVendorContainsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorContains'] = ResolversParentTypes['NumberVendorContains']> = {
  lookedForIn?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  pattern?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NumberVendorCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorCount'] = ResolversParentTypes['NumberVendorCount']> = {
  linked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type NumberVendorLengthResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorLength'] = ResolversParentTypes['NumberVendorLength']> = {
  max?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  min?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NumberVendorOutageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorOutage'] = ResolversParentTypes['NumberVendorOutage']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
};

export type NumberVendorRulesResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['NumberVendorRules'] = ResolversParentTypes['NumberVendorRules']> = {
  agentIdPattern?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  agentRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  areaCode?: Resolver<ResolversTypes['NumberVendorAreaCode'], ParentType, ContextType>;
  choosesNumber?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contains?: Resolver<Maybe<ResolversTypes['NumberVendorContains']>, ParentType, ContextType>;
  countries?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CountryCode']>>, ParentType, ContextType>;
  importCarriers?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  labelMaxLength?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sipLoginLength?: Resolver<ResolversTypes['NumberVendorLength'], ParentType, ContextType>;
  tellsPrices?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PhoneNumberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PhoneNumber'] = ResolversParentTypes['PhoneNumber']> = {
  __resolveType?: TypeResolveFn<'PstnNumber' | 'SipNumber', ParentType, ContextType>;
};

export type PhoneNumberConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PhoneNumberConnection'] = ResolversParentTypes['PhoneNumberConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PhoneNumberEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['PhoneNumber']>, ParentType, ContextType>;
  outages?: Resolver<ReadonlyArray<ResolversTypes['NumberVendorOutage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  refreshing?: Resolver<ReadonlyArray<ResolversTypes['NumberVendor']>, ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PhoneNumberEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PhoneNumberEdge'] = ResolversParentTypes['PhoneNumberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PhoneNumber'], ParentType, ContextType>;
};

export type PhoneNumberKindResolvers = EnumResolverSignature<{ PSTN?: any, SIP?: any }, ResolversTypes['PhoneNumberKind']>;

export type PhoneNumberOrderResolvers = EnumResolverSignature<{ ADDRESS_ASC?: any, ADDRESS_DESC?: any, CREATED_AT_ASC?: any, CREATED_AT_DESC?: any, LABEL_ASC?: any, LABEL_DESC?: any }, ResolversTypes['PhoneNumberOrder']>;

export type PhoneNumberRecordResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PhoneNumberRecord'] = ResolversParentTypes['PhoneNumberRecord'], FederationReferenceType extends FederationReferenceTypes['PhoneNumberRecord'] = FederationReferenceTypes['PhoneNumberRecord']> = {
  __resolveType?: TypeResolveFn<'PstnNumber' | 'SipNumber', ParentType, ContextType>;
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PhoneNumberRecord']> | FederationReferenceType, FederationReferenceType, ContextType>;
};

export type PstnNumberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PstnNumber'] = ResolversParentTypes['PstnNumber'], FederationReferenceType extends FederationReferenceTypes['PstnNumber'] = FederationReferenceTypes['PstnNumber']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PstnNumber']> | FederationReferenceType, FederationReferenceType, ContextType>;
  acquisition?: Resolver<ResolversTypes['NumberAcquisition'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  agents?: Resolver<ReadonlyArray<ResolversTypes['WeightedAgent']>, ParentType, ContextType>;
  carrier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['CountryCode']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fallbackAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inboundRouting?: Resolver<Maybe<ResolversTypes['InboundRouting']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  locked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['E164'], ParentType, ContextType>;
  smsCapable?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NumberStatus'], ParentType, ContextType>;
  syncedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  trunk?: Resolver<Maybe<ResolversTypes['SipTrunk']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
  vendorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  availableNumbers?: Resolver<Maybe<ResolversTypes['AvailableNumbersPayload']>, ParentType, ContextType, RequireFields<QueryavailableNumbersArgs, 'input'>>;
  numberCaller?: Resolver<Maybe<ResolversTypes['NumberCaller']>, ParentType, ContextType>;
  numberDrift?: Resolver<Maybe<ResolversTypes['NumberDrift']>, ParentType, ContextType, Partial<QuerynumberDriftArgs>>;
  numberOperation?: Resolver<Maybe<ResolversTypes['NumberOperation']>, ParentType, ContextType, Partial<QuerynumberOperationArgs>>;
  numberOperations?: Resolver<Maybe<ResolversTypes['NumberOperationConnection']>, ParentType, ContextType, Partial<QuerynumberOperationsArgs>>;
  numberSummary?: Resolver<Maybe<ResolversTypes['NumberSummary']>, ParentType, ContextType>;
  numberVendors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['NumberVendorAccount']>>, ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['PhoneNumber']>, ParentType, ContextType, Partial<QueryphoneNumberArgs>>;
  phoneNumbers?: Resolver<Maybe<ResolversTypes['PhoneNumberConnection']>, ParentType, ContextType, RequireFields<QueryphoneNumbersArgs, 'orderBy'>>;
};

export type SipNumberResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SipNumber'] = ResolversParentTypes['SipNumber'], FederationReferenceType extends FederationReferenceTypes['SipNumber'] = FederationReferenceTypes['SipNumber']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['SipNumber']> | FederationReferenceType, FederationReferenceType, ContextType>;
  acquisition?: Resolver<ResolversTypes['NumberAcquisition'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  agents?: Resolver<ReadonlyArray<ResolversTypes['WeightedAgent']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  fallbackAddress?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inboundRouting?: Resolver<Maybe<ResolversTypes['InboundRouting']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  locked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['NumberStatus'], ParentType, ContextType>;
  syncedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  uri?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  username?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  vendor?: Resolver<ResolversTypes['NumberVendor'], ParentType, ContextType>;
  vendorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SipTrunkResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['SipTrunk'] = ResolversParentTypes['SipTrunk']> = {
  dispatchRuleId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  inboundTrunkId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  outboundTrunkId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  terminationUri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type WeightedAgentResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WeightedAgent'] = ResolversParentTypes['WeightedAgent']> = {
  agent?: Resolver<Maybe<ResolversTypes['Agent']>, ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  Agent?: AgentResolvers<ContextType>;
  AvailableNumber?: AvailableNumberResolvers<ContextType>;
  AvailableNumbersPayload?: AvailableNumbersPayloadResolvers<ContextType>;
  BulkNumberCounts?: BulkNumberCountsResolvers<ContextType>;
  BulkNumberItem?: BulkNumberItemResolvers<ContextType>;
  BulkNumberPayload?: BulkNumberPayloadResolvers<ContextType>;
  CacheControlScope?: CacheControlScopeResolvers;
  CountryCode?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  E164?: GraphQLScalarType;
  IdempotencyKey?: GraphQLScalarType;
  InboundRouting?: InboundRoutingResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NumberAcquisition?: NumberAcquisitionResolvers;
  NumberCaller?: NumberCallerResolvers<ContextType>;
  NumberCharge?: NumberChargeResolvers;
  NumberDrift?: NumberDriftResolvers<ContextType>;
  NumberDriftConnection?: NumberDriftConnectionResolvers<ContextType>;
  NumberDriftEdge?: NumberDriftEdgeResolvers<ContextType>;
  NumberDriftItem?: NumberDriftItemResolvers<ContextType>;
  NumberDriftReason?: NumberDriftReasonResolvers;
  NumberDriftVendor?: NumberDriftVendorResolvers<ContextType>;
  NumberErrorCode?: NumberErrorCodeResolvers;
  NumberOperation?: NumberOperationResolvers<ContextType>;
  NumberOperationBulk?: NumberOperationBulkResolvers<ContextType>;
  NumberOperationConnection?: NumberOperationConnectionResolvers<ContextType>;
  NumberOperationEdge?: NumberOperationEdgeResolvers<ContextType>;
  NumberOperationKind?: NumberOperationKindResolvers;
  NumberOperationStatus?: NumberOperationStatusResolvers;
  NumberOperationStep?: NumberOperationStepResolvers<ContextType>;
  NumberPayload?: NumberPayloadResolvers<ContextType>;
  NumberPrice?: NumberPriceResolvers<ContextType>;
  NumberPricePeriod?: NumberPricePeriodResolvers;
  NumberPurchaseDay?: NumberPurchaseDayResolvers<ContextType>;
  NumberStatus?: NumberStatusResolvers;
  NumberSummary?: NumberSummaryResolvers<ContextType>;
  NumberUserError?: NumberUserErrorResolvers<ContextType>;
  NumberVendor?: NumberVendorResolvers;
  NumberVendorAccount?: NumberVendorAccountResolvers<ContextType>;
  NumberVendorAreaCode?: NumberVendorAreaCodeResolvers;
  NumberVendorCapability?: NumberVendorCapabilityResolvers;
  NumberVendorContains?: NumberVendorContainsResolvers<ContextType>;
  NumberVendorCount?: NumberVendorCountResolvers<ContextType>;
  NumberVendorLength?: NumberVendorLengthResolvers<ContextType>;
  NumberVendorOutage?: NumberVendorOutageResolvers<ContextType>;
  NumberVendorRules?: NumberVendorRulesResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PhoneNumber?: PhoneNumberResolvers<ContextType>;
  PhoneNumberConnection?: PhoneNumberConnectionResolvers<ContextType>;
  PhoneNumberEdge?: PhoneNumberEdgeResolvers<ContextType>;
  PhoneNumberKind?: PhoneNumberKindResolvers;
  PhoneNumberOrder?: PhoneNumberOrderResolvers;
  PhoneNumberRecord?: PhoneNumberRecordResolvers<ContextType>;
  PstnNumber?: PstnNumberResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SipNumber?: SipNumberResolvers<ContextType>;
  SipTrunk?: SipTrunkResolvers<ContextType>;
  WeightedAgent?: WeightedAgentResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  cacheControl?: cacheControlDirectiveResolver<any, any, ContextType>;
};
