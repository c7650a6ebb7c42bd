/** What a Relay connection was asked for, checked: exactly one direction, a size of 0 to 500. */
export type Paging = {
  /** `backward` takes the page from the end of the list, and still shows it in the list's order. */
  readonly direction: 'forward' | 'backward';
  readonly size: number;
  readonly after: ListPosition | null;
  readonly before: ListPosition | null;
};

/** A position in an ordered list: the value it is ordered by, and the id that breaks ties. */
export type ListPosition = { readonly value: string; readonly id: string };

/** One page of a list. */
export type Page<Node> = {
  readonly edges: readonly { readonly position: ListPosition; readonly node: Node }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};
