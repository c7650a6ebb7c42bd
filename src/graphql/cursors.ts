import type { ListPosition } from '../domain/paging.ts';

/** A cursor holds a label and an id, both of which may be a vendor's. */
const MAX_LENGTH = 16_000;

/** A cursor is bound to the order of its list: in another one its position would mean something else. */
export function encodeCursor(order: string, { value, id }: ListPosition): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url');
}

/** The position that a cursor names, or null if the text is no cursor of this order. */
export function decodeCursor(order: string, cursor: string): ListPosition | null {
  if (cursor.length > MAX_LENGTH) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== order) return null;
    const [, value, id]: unknown[] = parts;
    if (typeof value !== 'string' || typeof id !== 'string') return null;
    // No cursor of ours has a NUL in it, which no stored text has.
    return `${value}${id}`.includes('\u0000') ? null : { value, id };
  } catch {
    return null;
  }
}
