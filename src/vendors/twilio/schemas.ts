import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

const text = optionalText();
const yesOrNo = z.boolean().nullish().catch(null);

/** A number of the account. Only its id is demanded: by that it can be read until it shows the rest. */
export const numberBody = z.object({
  sid: recordId,
  phone_number: text,
  friendly_name: text,
  trunk_sid: text,
  date_created: text,
  date_updated: text,
  // The reference writes small letters, answers in the wild capitals (2026-07).
  capabilities: z.object({ sms: yesOrNo, SMS: yesOrNo }).nullish().catch(null),
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

/** One page of the list; null in place of a number that cannot be read. */
export const pageBody = z
  .object({ incoming_phone_numbers: listOf(numberBody), next_page_uri: z.string().nullish() })
  .transform(({ incoming_phone_numbers: data, next_page_uri: cursor }) => ({ data, cursor }));

/** Numbers for sale; null in place of a candidate that cannot be read. */
export const searchBody = z
  .object({ available_phone_numbers: listOf(z.object({ phone_number: requiredText() })) })
  .transform(({ available_phone_numbers: found }) => found);

/** What `searchBody` gives. */
export type SearchBody = z.infer<typeof searchBody>;

/** What numbers of one country cost a month, by their type. */
export const pricesBody = z.object({
  price_unit: z.string(),
  phone_number_prices: listOf(
    z.object({ number_type: z.string(), current_price: z.union([z.string(), z.number()]).transform(String) }),
  ),
});

/** What `pricesBody` gives. */
export type PricesBody = z.infer<typeof pricesBody>;

/** The answer to a removal has no body. */
export const removalBody = z.unknown();
