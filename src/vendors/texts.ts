import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The longest text kept of a vendor, in UTF-16 units: with three of these in one entry, an index of PostgreSQL holds it. */
const MAX_LENGTH = 255;

/** A text of a vendor as a database can keep it: no NUL, no half characters, and cut where it is too long. */
export function boundText(text: string, maxLength = MAX_LENGTH): string {
  return text.replaceAll('\u0000', '').slice(0, maxLength).toWellFormed();
}

/** A member that a number can be without: a text, cut where it is too long; anything else counts as absent. */
export function optionalText(maxLength = MAX_LENGTH) {
  return z
    .string()
    .transform((text) => boundText(text, maxLength))
    .nullish()
    .catch(null);
}

/** A member that makes a record what it is: a text that is not empty, cut where it is too long. */
export function requiredText(maxLength = MAX_LENGTH) {
  return z
    .string()
    .transform((text) => boundText(text, maxLength))
    .refine((text) => text !== '');
}

/** The most entries of one list in one answer; a vendor's own pages have a hundredth of it. */
const MAX_ENTRIES = 5_000;

/** A list in an answer; null in place of an entry that cannot be read. One that is too long counts as unreadable. */
export function listOf<Entry extends z.ZodType>(entry: Entry) {
  // Counted before any of them is looked at.
  return z
    .array(z.unknown())
    .max(MAX_ENTRIES)
    .pipe(z.array(entry.nullable().catch(null)));
}

const DIGEST_LENGTH = 64;

/**
 * The vendor's id of a record. One that is too long to be kept is cut, with a digest of the whole in place of its end:
 * nobody can be asked by that, but it is the same wherever the record is seen, so that a bought number is not lost.
 */
export const recordId = z
  .string()
  .min(1)
  .transform((id) => {
    const kept = boundText(id);
    if (kept === id) return id;
    const digest = createHash('sha256').update(id).digest('hex');
    return `${kept.slice(0, MAX_LENGTH - 1 - DIGEST_LENGTH)}~${digest}`;
  });

/** A time of a vendor as RFC 3339 in UTC; null where it is none. One without an offset is UTC, as Python services write it. */
export function toTime(text: string | null | undefined): string | null {
  if (!text) return null;
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
