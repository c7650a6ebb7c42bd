import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

// Users' names are shown to nobody, and no password ever comes back (reference, 2026-09): neither is read.
const trunkBody = z.object({ address: optionalText() }).nullish().catch(null);

/** A number of the workspace. */
export const numberBody = z.object({
  phone_number_id: recordId,
  phone_number: requiredText(),
  label: optionalText(),
  provider: optionalText(),
  assigned_agent: z.object({ agent_id: optionalText() }).nullish().catch(null),
  outbound_trunk: trunkBody,
  // Where older answers have it.
  provider_config: trunkBody,
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

/** The answer to an import. */
export const importedBody = z.object({ phone_number_id: recordId });

/**
 * One page of the list; null in place of a number that cannot be read. Its cursor is null on the last page, as documented,
 * unless it has more all the same; or left out, where it says that it has no more. Else it says nothing (undefined).
 */
export const pageBody = z
  .object({
    phone_numbers: listOf(numberBody),
    next_cursor: z.string().nullish(),
    has_more: z.boolean().nullish(),
  })
  .transform(({ phone_numbers: data, next_cursor, has_more }) => {
    if (next_cursor) return { data, cursor: next_cursor };
    const isLast = has_more === false || (next_cursor === null && has_more !== true);
    return { data, ...(isLast && { cursor: null }) };
  });

/** The answer to a removal says nothing that is not known. */
export const removalBody = z.unknown();
