/** What a Relay connection was asked for, checked: exactly one direction, a size of 0 to 500. */
export type Paging = {
  /** `backward` takes the page from the end of the list, and still shows it in the list's order. */
  readonly direction: 'forward' | 'backward';
  readonly size: number;
  readonly after: CursorPlace | null;
  readonly before: CursorPlace | null;
};

/** A place in an ordered list: the value it is ordered by, and the id that breaks ties. */
export type CursorPlace = { readonly value: string; readonly id: string };

/** One page of a list. */
export type Page<Node> = {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

/** A cursor is bound to its order: in another one its place would mean something else. */
export function encodeCursor(order: string, place: CursorPlace): string {
  return Buffer.from(JSON.stringify([order, place.value, place.id])).toString('base64url');
}

/** The place a cursor names, or null if the text is no cursor of this order. */
export function decodeCursor(order: string, cursor: string): CursorPlace | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) return null;
    const [, value, id]: unknown[] = parts;
    return typeof value === 'string' && typeof id === 'string' ? { value, id } : null;
  } catch {
    return null;
  }
}
