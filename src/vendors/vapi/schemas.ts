import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

const text = optionalText();

/**
 * A number of any provider. Nothing is kept of what is secret in it: carrier tokens, the login of a SIP address, headers
 * of a server (reference, 2026-08). It may have neither `number` nor `sipUri` (changelog of 2026-06-01).
 */
export const numberBody = z.object({
  id: recordId,
  provider: text,
  number: text,
  sipUri: text,
  name: text,
  assistantId: text,
  credentialId: text,
  status: text,
  createdAt: text,
  updatedAt: text,
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

const count = z.int().nonnegative();

/** One page of the list; null in place of a number that cannot be read. */
export const pageBody = z
  .object({
    results: listOf(numberBody),
    metadata: z.object({ itemsPerPage: z.int().positive(), totalItems: count, currentPage: count }),
  })
  .transform(({ results: data, metadata: { currentPage: number, itemsPerPage: size, totalItems: total } }) => {
    return { data, number, size, total };
  });

/** A SIP trunk that numbers can be imported over: its id, and nothing of its login. */
export const trunkBody = z.object({ id: requiredText() });

/** The answer to a removal says nothing that is not known. */
export const removalBody = z.unknown();
