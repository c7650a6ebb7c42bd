import { z } from 'zod';
import { listOf, optionalText, recordId, requiredText } from '../texts.ts';

const MAX_VOICEMAIL = 5_000;

// A member that is not what it should be counts as absent: a number that was bought must not be lost over its label.
const text = optionalText();
const inboundRoutingBody = z.object({
  agent_id: requiredText(),
  fallback: z.object({ agent_id: text }).nullish().catch(null),
  voicemail_message: optionalText(MAX_VOICEMAIL),
});

/** A number of the account. Only its id is demanded: by that it can be read until it shows the rest. */
export const numberBody = z.object({
  id: recordId,
  phone_number: text,
  friendly_name: text,
  provider: text,
  agent_id: text,
  status: text,
  inbound_trunk_id: text,
  outbound_trunk_id: text,
  dispatch_rule_id: text,
  inbound_routing: inboundRoutingBody.nullish().catch(null),
  sms_capable: z.boolean().nullish().catch(null),
  created_at: text,
  updated_at: text,
});

/** What `numberBody` gives. */
export type NumberBody = z.infer<typeof numberBody>;

// The vendor describes no container; its other lists are `{ items }` (reference and guide, 2026-07).
const candidates = listOf(z.object({ phone_number: requiredText() }));

/** Numbers for sale; null in place of a candidate that cannot be read. A null for all of them says that there is none. */
export const searchBody = z
  .union([candidates.nullish(), z.object({ items: candidates.nullable() }).transform(({ items }) => items)])
  .transform((found) => found ?? []);

/** What `searchBody` gives. */
export type SearchBody = z.infer<typeof searchBody>;
