import type { InboundRoutingChange, VendorName } from '../domain/phone-number.ts';
import type { Price } from '../domain/price.ts';
import type { Secret } from '../domain/secret.ts';
import type { SentCall } from '../domain/sent-call.ts';
import type { Obtained, VendorNumber } from './vendor-number.ts';

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
