import type {
  InboundRouting,
  InboundRoutingChange,
  NumberStatus,
  SipTrunk,
  VendorName,
} from '../domain/phone-number.ts';
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
  | 'RELEASE';

/**
 * A number as its vendor describes it now. A member that is absent is one the vendor does not tell: what the registry
 * knows of it stays.
 */
export type VendorNumber = {
  readonly vendorId: string;
  readonly kind: 'PSTN' | 'SIP';
  /** E.164, or the SIP address with its `sip:`. */
  readonly address: string;
  readonly agentId: string | null;
  readonly status: NumberStatus;
  readonly label?: string | null;
  readonly inboundRouting?: InboundRouting | null;
  readonly carrier?: string | null;
  readonly smsCapable?: boolean | null;
  readonly trunk?: SipTrunk | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
};

/** What to look for in a vendor's stock. `country` is ISO 3166-1 alpha-2 in upper case. */
export type StockQuery = {
  readonly country: string;
  readonly areaCode: string | null;
  readonly contains: string | null;
  /** 1 to 50; the vendor may give fewer. */
  readonly limit: number;
};

/** An exact number to buy, and what the vendor can be told along with it. */
export type PurchaseOrder = {
  readonly number: string;
  readonly agentId: string | null;
  readonly label: string | null;
  readonly inboundRouting: InboundRoutingChange | null;
};

/** A number at a carrier, with the login of its trunk. Never logged, never stored. */
export type SipImport = PurchaseOrder & {
  readonly terminationUri: string;
  readonly username: string;
  readonly password: string;
  readonly carrier: string | null;
};

/** A user to create on the vendor's SIP domain. Never logged, never stored. */
export type SipUser = {
  readonly sipPrefix: string;
  readonly username: string;
  readonly password: string;
};

/** What to change about a number; at least one member. */
export type NumberChange = {
  readonly agentId?: string;
  readonly label?: string;
  readonly inboundRouting?: InboundRoutingChange;
};

/** What a vendor asks of its input, checked before anything is written or sent. */
export type VendorRules = {
  /** Must every number have an agent from the start? */
  readonly agentRequired: boolean;
  /** What the vendor's agent ids look like, where it says so. */
  readonly agentId: { readonly pattern: RegExp; readonly looksLike: string } | null;
  /** What the vendor's ids of numbers look like, where it says so. */
  readonly numberId: { readonly pattern: RegExp; readonly looksLike: string } | null;
  /** Does a search without an area code make no sense to it? */
  readonly areaCodeRequired: boolean;
  /** The only countries whose numbers have area codes to search by; null where it does not matter. */
  readonly areaCodeCountries: readonly string[] | null;
  /**
   * What `contains` may be made of, and in how many numbers it is looked for: all that the vendor shows of an area code,
   * where the vendor cannot be asked for it. Null where the vendor looks through its whole stock.
   */
  readonly contains: { readonly pattern: RegExp; readonly looksLike: string; readonly lookedForIn: number | null };
  /** The carriers numbers can be imported from; null where the vendor does not ask. */
  readonly importCarriers: readonly string[] | null;
  /** Fewest characters of the user name and of the password of a SIP user it hosts. */
  readonly sipUserMinLength: number;
  /** Is the agent part of the call that obtains a number? If not, linking is a call of its own. */
  readonly linksWhenObtaining: boolean;
};

/** Whether a vendor answers at the moment. */
export type VendorHealth =
  | { readonly available: true; readonly failingSince: null; readonly message: null }
  | { readonly available: boolean; readonly failingSince: string; readonly message: string };

/**
 * The port: all that the service needs of a vendor. Every method throws `VendorError` and nothing else. Methods that
 * change something are sent once and never repeated by this layer. An optional method that is missing is something the
 * vendor cannot do; `capabilities` says the same to callers.
 */
export type VoiceVendor = {
  readonly name: VendorName;
  /** The name as people write it, for sentences. */
  readonly title: string;
  readonly capabilities: readonly Capability[];
  readonly rules: VendorRules;

  /** Numbers for sale now, as E.164, in the vendor's order; none known to be of another country. Reserves nothing. */
  search(query: StockQuery): Promise<string[]>;
  /** One number, or null if the vendor says that there is none. */
  get(vendorId: string): Promise<VendorNumber | null>;
  /** All numbers of the account, page by page. Throws where the walk cannot be completed. */
  list?(): AsyncIterable<VendorNumber[]>;

  /** Buys exactly this number. Spends money. */
  purchase(sent: SentCall, order: PurchaseOrder): Promise<VendorNumber>;
  importSip(sent: SentCall, number: SipImport): Promise<VendorNumber>;
  createSip?(sent: SentCall, user: SipUser): Promise<VendorNumber>;
  update(sent: SentCall, vendorId: string, change: NumberChange): Promise<VendorNumber>;
  unlink?(sent: SentCall, vendorId: string): Promise<VendorNumber>;
  /** Gives the number back. A number that is already gone is an error with reason `not-found`. */
  release?(sent: SentCall, vendorId: string): Promise<void>;

  /** The SIP address a user of this name would get. */
  sipAddress?(sipPrefix: string): string;
  health(): VendorHealth;
  close(): Promise<void>;
};

/** Makes a vendor from its account; the HTTP machinery comes from outside. */
export type VendorAccount = { readonly apiKey: string; readonly baseUrl: string };
