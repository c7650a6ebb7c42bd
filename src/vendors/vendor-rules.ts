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
