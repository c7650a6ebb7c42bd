import type { UserError } from './operation.ts';

/** Which item of which bulk an operation is. */
export type BulkPlace = { readonly key: string; readonly index: number };

/** The most items that a bulk has. */
export const MAX_BULK_ITEMS = 100;

/**
 * The key of an item: that of its bulk, a space and its place. No key that a caller gives has a space in it, so none is an
 * item's.
 */
export function toItemKey({ key, index }: BulkPlace): string {
  return `${key} ${index}`;
}

/** The place that a key is of; null where it is no item's. */
export function placeOf(idempotencyKey: string | null): BulkPlace | null {
  const [, key, index] = /^(\S+) (\d+)$/.exec(idempotencyKey ?? '') ?? [];
  return key === undefined ? null : { key, index: Number(index) };
}

/** Between these two, both left out, lie the keys of all items of a bulk, compared by their bytes. */
export function rangeOfItems(key: string): { readonly after: string; readonly before: string } {
  return { after: `${key} `, before: `${key}!` };
}

/** The error of one change, as it is told of an item: its path begins at the input of the bulk. */
export function inItem(error: UserError, index: number): UserError {
  const [root, ...members] = error.field ?? [];
  return root === 'input' ? { ...error, field: ['input', 'items', String(index), ...members] } : error;
}
