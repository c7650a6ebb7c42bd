/**
 * A vendor's name, the same as its value of the GraphQL enum `NumberVendor`. A text, since vendors can be given at start;
 * `defineVendor` checks it.
 */
export type VendorName = string;

/** What a vendor last reported of a number's use; the same names as the GraphQL enum `NumberStatus`, which explains each. */
export type NumberStatus = 'ACTIVE' | 'INACTIVE' | 'RELEASED' | 'UNKNOWN';

/** How a number came into the account; the same names as the GraphQL enum `NumberAcquisition`. */
export type Acquisition = 'PURCHASED' | 'SIP_IMPORTED' | 'SIP_CREATED' | 'DISCOVERED';

/** Who answers inbound calls, in which order. Agents are named by their vendor's id. */
export type InboundRouting = {
  readonly agentId: string;
  readonly fallbackAgentId: string | null;
  readonly voicemailMessage: string | null;
};

/** A change of the inbound routing: a member left out stays as it is, `fallbackAgentId: null` removes the fallback. */
export type InboundRoutingChange = {
  readonly agentId: string;
  readonly fallbackAgentId?: string | null;
  readonly voicemailMessage?: string;
};

/** An agent, and how much of a number's calls it takes: of 1, which is all of them. */
export type WeightedAgent = { readonly agentId: string; readonly weight: number };

/** The SIP trunk behind a number; holds no login. */
export type SipTrunk = {
  readonly terminationUri: string | null;
  readonly inboundTrunkId: string | null;
  readonly outboundTrunkId: string | null;
  readonly dispatchRuleId: string | null;
};

type PhoneNumberRecord = {
  /** See `number-id.ts`. */
  readonly id: string;
  readonly vendor: VendorName;
  readonly vendorId: string;
  /** What a caller dials: the E.164 number or the SIP address. */
  readonly address: string;
  readonly label: string | null;
  readonly status: NumberStatus;
  /** Null where several share its calls. */
  readonly agentId: string | null;
  /** All who share its calls; the one who takes them all is one of them. */
  readonly agents: readonly WeightedAgent[];
  /** Where calls go that no agent answers. */
  readonly fallbackAddress: string | null;
  readonly inboundRouting: InboundRouting | null;
  readonly acquisition: Acquisition;
  readonly locked: boolean;
  /** RFC 3339 in UTC with milliseconds, as are all times here: such texts sort as the times they name. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** When the vendor last confirmed this record. */
  readonly syncedAt: string;
  /** When this service first knew of it. */
  readonly firstSeenAt: string;
};

/** A number on the public telephone network. */
export type PstnNumber = PhoneNumberRecord & {
  readonly kind: 'PSTN';
  readonly number: string;
  readonly country: string | null;
  readonly carrier: string | null;
  readonly smsCapable: boolean | null;
  readonly trunk: SipTrunk | null;
};

/** A user on a vendor's SIP domain. */
export type SipNumber = PhoneNumberRecord & {
  readonly kind: 'SIP';
  readonly username: string;
  readonly uri: string;
};

/** A number of the registry. */
export type PhoneNumber = PstnNumber | SipNumber;
