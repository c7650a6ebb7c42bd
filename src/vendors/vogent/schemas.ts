import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

/** A number of the workspace, or a user on the vendor's SIP domain. */
export const numberBody = z.object({
  id: recordId,
  number: requiredText(),
  type: optionalText(),
  agentId: optionalText(),
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

// An empty list may come as null.
const emptyIfNull = <Item>(items: readonly Item[] | null | undefined) => items ?? [];

/** One page of the list; null in place of a number that cannot be read. */
export const pageBody = z.object({
  data: listOf(numberBody).nullable().transform(emptyIfNull),
  cursor: z.string().nullish(),
});

/** Numbers for sale; null in place of a candidate that cannot be read. */
export const searchBody = listOf(z.object({ number: requiredText() }))
  .nullish()
  .transform(emptyIfNull);

/** What `searchBody` gives. */
export type SearchBody = z.infer<typeof searchBody>;

/** The answer to a removal says nothing that is not known. */
export const removalBody = z.unknown();
