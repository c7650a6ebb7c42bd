import { z } from 'zod';

/** A number of the workspace, or a user on the vendor's SIP domain. */
export const numberBody = z.object({
  id: z.string().min(1),
  number: z.string().min(1),
  type: z.string().nullish().catch(null),
  agentId: z.string().nullish().catch(null),
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

/** One page of the list; null in place of a number that cannot be read. */
export const pageBody = z.object({
  data: z.array(numberBody.nullable().catch(null)),
  cursor: z.string().nullish(),
});

/** Numbers for sale; null in place of a candidate that cannot be read. */
export const searchBody = z.array(z.object({ number: z.string() }).nullable().catch(null));

/** What `searchBody` gives. */
export type SearchBody = z.infer<typeof searchBody>;

/** The answer to a removal says nothing that is not known. */
export const removalBody = z.unknown();
