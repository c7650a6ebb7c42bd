import { z } from 'phone-numbers-subgraph/vendor';

/** A line of the account; its number is its id. */
export const lineBody = z.object({
  line: z.string().min(1),
  name: z.string().nullish().catch(null),
  assistant: z.string().nullish().catch(null),
  since: z.iso.datetime().nullish().catch(null),
});

/** What `lineBody` gives. */
export type LineBody = z.infer<typeof lineBody>;

/** All lines; null in place of one that cannot be read. */
export const linesBody = z.array(lineBody.nullable().catch(null));

/** The answer to an order. */
export const orderedBody = z.object({ line: z.string().min(1) });

/** The answer to a removal says nothing that is not known. */
export const removalBody = z.unknown();
