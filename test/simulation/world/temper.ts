/** How the words, the list and the search of a vendor mislead in one life. Chances are 0 to 1, for each time it could. */
export type Temper = {
  /** How long after it came a number may be missing from the list, in ms; null for as long as the life lasts. */
  readonly listLagMs: number | null;
  /** Whether a number that the list does not show yet is not found by its id either. */
  readonly lagsById: boolean;
  /** Numbers on a page. */
  readonly pageSize: number;
  readonly missesOne: number;
  readonly emptyList: number;
  /** A page that has no cursor, since its name is another. */
  readonly renamesCursor: number;
  /** A number is missed since another one was removed between two pages. */
  readonly shiftsPages: number;
  /** For how long the search still offers what it has sold, in ms: less than a day, else nobody could tell. */
  readonly staleSearchMs: number;
  /** Whether a number that is bought again comes under the id that it had before. */
  readonly reusesIds: boolean;
  /** Whether numbers are written as within their country. */
  readonly spellsNationally: boolean;
  /** Whether a number can be imported twice. */
  readonly keepsTwins: boolean;
  /** How long an order may take to settle, in ms, where purchases are orders; and how many fail. */
  readonly orderLagMs: number;
  readonly ordersFail: number;
  readonly otherNumber: number;
  readonly otherId: number;
};

/** A vendor that tells the truth at once. */
export const truthful: Temper = {
  listLagMs: 0,
  lagsById: false,
  pageSize: 100,
  missesOne: 0,
  emptyList: 0,
  renamesCursor: 0,
  shiftsPages: 0,
  staleSearchMs: 0,
  reusesIds: false,
  spellsNationally: false,
  keepsTwins: false,
  orderLagMs: 0,
  ordersFail: 0,
  otherNumber: 0,
  otherId: 0,
};
