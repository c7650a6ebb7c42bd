/** What the server tells the page, as `/graphiql/info.json`. */
export type GraphiqlInfo = {
  /** Whether the vendors are fakes or real ones. */
  readonly mode: 'sandbox' | 'live';
  /** Whether `/graphql` is this subgraph, or a gateway over it and others. */
  readonly server: 'subgraph' | 'gateway';
  /** The vendors that there are accounts with, as people write them. */
  readonly vendors: readonly string[];
  /** Where the fake vendors are steered; null where there are none. */
  readonly controlUrl: string | null;
  readonly examples: Examples;
};

/** The variables of each example; null where no vendor can do what it shows. */
export type Examples = {
  readonly findNumber: Variables | null;
  readonly searchStock: Variables | null;
  readonly buyNumber: Variables | null;
  readonly importOverSip: Variables | null;
  readonly createSip: Variables | null;
  readonly adoptNumber: Variables | null;
  readonly linkToAgent: Variables | null;
  readonly unlink: Variables | null;
  readonly rename: Variables | null;
  readonly release: Variables | null;
  readonly followPurchase: Variables | null;
  readonly settle: Variables | null;
  /** Null at a gateway, which alone asks subgraphs for entities. */
  readonly entities: Variables | null;
};

/** Variables of an operation; a member that is undefined is left out. */
export type Variables = Readonly<Record<string, unknown>>;

/** The password of the examples. It opens nothing, so it is the only one that the page may remember. */
export const EXAMPLE_PASSWORD = 'example-password-of-a-trunk';
