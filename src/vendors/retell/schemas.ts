import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

const share = z.object({ agent_id: requiredText(), weight: z.number().catch(1) });

/** A number of the account; it is its own id. There is no place here for the login of its trunk. */
export const numberBody = z.object({
  phone_number: recordId,
  phone_number_type: optionalText(),
  nickname: optionalText(),
  last_modification_timestamp: z.number().nullish().catch(null),
  inbound_agents: listOf(share).nullish().catch(null),
  fallback_number: optionalText(),
  sip_outbound_trunk_config: z.object({ termination_uri: optionalText() }).nullish().catch(null),
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

/**
 * A number that was bought or imported. Whatever else the text is, such as a masked number or a login that comes back, nobody
 * finds it again by that.
 */
export const obtainedBody = numberBody.refine(({ phone_number }) => /^\+[1-9]\d{6,14}$/.test(phone_number));

/** One page of the list; null in place of a number that cannot be read. */
export const pageBody = z
  .object({ items: listOf(numberBody), has_more: z.boolean(), pagination_key: z.string().nullish() })
  // A page with more behind it and no key to that says nothing that can be followed.
  .transform(({ items, has_more, pagination_key }) => ({
    data: items,
    cursor: has_more ? pagination_key || undefined : null,
  }));

/** The answer to a removal is empty. */
export const removalBody = z.unknown();
