import type {
  InboundRouting,
  InboundRoutingChange,
  NumberStatus,
  SipTrunk,
  VendorName,
  WeightedAgent,
} from '../domain/phone-number.ts';
import type { Price } from '../domain/price.ts';
import type { Secret } from '../domain/secret.ts';
import type { SentCall } from '../domain/sent-call.ts';

/** What can be done with a vendor's numbers; the same names as the GraphQL enum `NumberVendorCapability`. */
export type Capability =
  | 'SEARCH'
  | 'PURCHASE'
  | 'SIP_IMPORT'
  | 'SIP_CREATE'
  | 'LIST'
  | 'LINK'
  | 'UNLINK'
  | 'LABEL'
  | 'INBOUND_ROUTING'
  | 'RELEASE'
  | 'CONNECT';

/**
 * A number as its vendor describes it now. A member that is absent is one the vendor does not tell: what the registry
 * knows of it stays.
 */
export type VendorNumber = {
  /** May be the number itself, and may come back after a release. */
  readonly vendorId: string;
  readonly kind: 'PSTN' | 'SIP';
  /** E.164, or the SIP address with its `sip:`. Absent while the vendor has not assigned it yet, or masks it. */
  readonly address?: string;
  /** The number as the vendor writes it, where that names no country: `address` is its likeliest reading then. */
  readonly spelling?: string;
  /** Null where it has none, and where several share its calls. */
  readonly agentId: string | null;
  /** All who share its calls, the one who takes them all too; absent where a number has one agent at most. */
  readonly agents?: readonly WeightedAgent[];
  /** Where calls go that no agent answers: a telephone number or a SIP address. */
  readonly fallbackAddress?: string | null;
  readonly status: NumberStatus;
  readonly label?: string | null;
  /** The marker that one of this service's calls left on it; see `marker.ts`. */
  readonly marker?: string | null;
  readonly inboundRouting?: InboundRouting | null;
  readonly carrier?: string | null;
  readonly smsCapable?: boolean | null;
  readonly trunk?: SipTrunk | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
};

/** By how much a vendor's clock and ours may differ, where times of both are compared. */
export const CLOCKS_DIFFER_MS = 600_000;

/** What a call that obtains a number answered: the number, or its id alone, by which it is read afterwards. */
export type Obtained = VendorNumber | { readonly vendorId: string };

/** What to look for in a vendor's stock. `country` is ISO 3166-1 alpha-2 in upper case. */
export type StockQuery = {
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  /** 1 to 50; the vendor may give fewer. */
  readonly limit: number;
};

/** A number for sale, as E.164. */
export type Offer = {
  readonly number: string;
  /** For a month, without what calls cost; absent where the vendor does not tell it. */
  readonly monthlyPrice?: Price;
};

/** What goes with every call that obtains a number. */
export type Order = {
  readonly agentId: string | null;
  readonly label: string | null;
  /** Null unless `rules.marker` says that the vendor keeps one. */
  readonly marker: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** An exact number to buy. */
export type ExactOrder = Order & { readonly number: string };

/** A number of the vendor's own choice to buy. */
export type AnyOrder = Order & { readonly country: string; readonly areaCode: string | null };

/**
 * How the orders of one number and one marker stand, for a vendor whose purchases are orders that settle later. `words` are
 * for people: what is waited for, or why there is no number.
 * - `pending`: one of them may still bring the number.
 * - `done`: the vendor says of one that it is complete.
 * - `failed`: none of them ever brings it; `orders` says how many there are.
 */
export type OrderState =
  | { readonly state: 'pending'; readonly words: string }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly words: string; readonly orders: number };

/** Buys exactly the number it is told. Spends money. */
export type BuyingExact = {
  readonly choice: 'exact';
  /** What is for sale now, in the vendor's order. Some may not fit; callers drop those. Reserves nothing. */
  search(query: StockQuery): Promise<Offer[]>;
  /** Throws `ordered`, of unknown outcome, where the vendor has taken an order and says later what came of it. */
  buy(sent: SentCall, order: ExactOrder): Promise<Obtained>;
  /**
   * Where purchases are orders: what became of all orders with this marker for this number. Null where the vendor shows
   * none, which says nothing. `openVendor` refuses it without a marker, and without a list or `find`.
   */
  order?(lost: { readonly marker: string; readonly number: string }): Promise<OrderState | null>;
};

/**
 * Buys a number that the vendor picks. Spends money. `openVendor` refuses it without a marker, and without a list or
 * `find`: a purchase whose answer is lost could never be found again.
 */
export type BuyingAny = {
  readonly choice: 'any';
  buy(sent: SentCall, order: AnyOrder): Promise<Obtained>;
};

/** Where an imported number comes from. Never logged, never stored. */
export type ImportSource = {
  readonly kind: 'SIP_TRUNK';
  /** Host of the owner's trunk, without `sip:`. */
  readonly terminationUri: string;
  readonly username: string;
  readonly password: Secret<string>;
  readonly carrier: string | null;
};

/** A SIP trunk of a carrier that leads to one agent platform, with the login that the platform calls over it with. */
export type Trunk = {
  /** The carrier's own id of it. */
  readonly id: string;
  readonly terminationUri: string;
  readonly username: string;
  readonly password: Secret<string>;
};

/** A number to bring in, and from where. */
export type Import = ExactOrder & { readonly source: ImportSource };

/** A user to create on the vendor's SIP domain. Never logged, never stored. */
export type SipUser = Order & {
  readonly sipPrefix: string;
  readonly username: string;
  readonly password: Secret<string>;
};

/** What to change about a number; at least one member. */
export type NumberChange = {
  readonly agentId?: string;
  /** Null takes the label away; only where `rules.labelCanBeCleared`. */
  readonly label?: string | null;
  readonly inboundRouting?: InboundRoutingChange;
};

/** A text that has to look a certain way, for programs and for people. */
export type Shape = { readonly pattern: RegExp; readonly looksLike: string };

/** What a vendor asks of its input: data, checked before anything is written or sent, and shown to callers. */
export type VendorRules = {
  /** The longest marker that it keeps with a number and reports again; null where it keeps none. */
  readonly marker: { readonly maxLength: number } | null;
  /** Whether the marker is written into the label, so that the label is a follow-up. */
  readonly labelIsMarker: boolean;
  /** Null where the vendor keeps no label, or does not say how long one may be. */
  readonly labelMaxLength: number | null;
  /**
   * Whether `createdAt` is when the account obtained a number, so that one which is older than a call did not plainly come
   * of it, whatever stands on it. Left out where the vendor does not say.
   */
  readonly tellsWhenObtained?: boolean;
  readonly labelCanBeCleared: boolean;
  /** Whether the agent is part of the call that obtains a number. If not, linking is a follow-up. */
  readonly linksWhenObtaining: { readonly bought: boolean; readonly imported: boolean };
  /** Must every number have an agent from the start? */
  readonly agentRequired: boolean;
  /** What the vendor's ids of agents and of numbers look like; null where it does not say. */
  readonly agentId: Shape | null;
  readonly numberId: Shape | null;
  /** The only countries that it sells numbers of; null where it does not say. */
  readonly countries: readonly string[] | null;
  readonly areaCode: 'REQUIRED' | 'OPTIONAL' | 'NONE';
  /** The only countries whose numbers have area codes to search by; null where it does not matter. */
  readonly areaCodeCountries: readonly string[] | null;
  /**
   * What `contains` may be made of, and in how many numbers it is looked for: all that the vendor shows of an area code,
   * where the vendor cannot be asked for it. Null where it looks through its whole stock. The whole is null where the
   * vendor picks the number itself.
   */
  readonly contains: (Shape & { readonly lookedForIn: number | null }) | null;
  /** Whether a search tells what numbers cost. */
  readonly tellsPrices: boolean;
  /** The carriers that numbers can be imported from; null where the vendor does not ask. */
  readonly importCarriers: readonly string[] | null;
  /** Characters of the user name, and of the password, of a SIP user that it hosts. */
  readonly sipLogin: { readonly minLength: number; readonly maxLength: number };
};

/**
 * The port: all that the service needs of a vendor. Every method throws `VendorError` and nothing else. Methods that
 * change something take a `SentCall`; they are sent once and never repeated. A member that is missing is something the
 * vendor cannot do; its capabilities are derived from that.
 */
export type Vendor = {
  /** One number, or null if the vendor says that there is none. */
  get(vendorId: string): Promise<VendorNumber | null>;
  /** All numbers of the account, page by page. Throws where the documented end was not reached. */
  list?(): AsyncIterable<readonly VendorNumber[]>;
  /** Where there is no list, another way to the number of a call whose answer was lost; null is certain. */
  find?(lost: { readonly marker: string | null; readonly address: string | null }): Promise<VendorNumber | null>;

  readonly buying?: BuyingExact | BuyingAny;
  readonly importing?: {
    readonly sources: readonly ImportSource['kind'][];
    run(sent: SentCall, number: Import): Promise<Obtained>;
  };
  readonly sip?: {
    /** The SIP address that a user of this name would get. */
    address(sipPrefix: string): string;
    create(sent: SentCall, user: SipUser): Promise<Obtained>;
  };
  /** Changes any of these members in one call. The answer is the number as it is afterwards. */
  readonly updating?: {
    readonly members: readonly (keyof NumberChange)[];
    run(sent: SentCall, vendorId: string, change: NumberChange): Promise<VendorNumber>;
  };
  unlink?(sent: SentCall, vendorId: string): Promise<VendorNumber>;
  /** Of a carrier: says over which trunk calls to a number go, as `trunk.inboundTrunkId` tells it then. */
  readonly connecting?: {
    /** The trunks that the operator has set up, by the vendor that each leads to. */
    readonly trunks: ReadonlyMap<VendorName, Trunk>;
    /** Null for no trunk. The answer is the number as it is afterwards. */
    run(sent: SentCall, vendorId: string, trunkId: string | null): Promise<VendorNumber>;
  };
  /** Gives the number back. A number that is already gone is an error with reason `not-found`. */
  release?(sent: SentCall, vendorId: string): Promise<void>;
};

/** The ids of all agents that take a number's calls. */
export function agentsOf({ agentId, agents }: Pick<VendorNumber, 'agentId' | 'agents'>): string[] {
  if (agents !== undefined && agents.length > 0) return agents.map((each) => each.agentId);
  return agentId === null ? [] : [agentId];
}

/** What the vendor can do, told by the members that it has. */
export function capabilitiesOf({
  buying,
  importing,
  sip,
  list,
  updating,
  unlink,
  release,
  connecting,
}: Vendor): Capability[] {
  const can: readonly (readonly [Capability, boolean])[] = [
    ['SEARCH', buying?.choice === 'exact'],
    ['PURCHASE', buying !== undefined],
    ['SIP_IMPORT', importing !== undefined],
    ['SIP_CREATE', sip !== undefined],
    ['LIST', list !== undefined],
    ['LINK', updating?.members.includes('agentId') === true],
    ['UNLINK', unlink !== undefined],
    ['LABEL', updating?.members.includes('label') === true],
    ['INBOUND_ROUTING', updating?.members.includes('inboundRouting') === true],
    ['RELEASE', release !== undefined],
    ['CONNECT', connecting !== undefined],
  ];
  return can.filter(([, isSo]) => isSo).map(([capability]) => capability);
}
