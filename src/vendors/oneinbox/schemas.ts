import { z } from 'zod';

// A member that is not what it should be counts as absent: a number that was bought must not be lost over its label.
const text = z.string().nullish().catch(null);
const inboundRoutingBody = z.object({
  agent_id: z.string(),
  fallback: z.object({ agent_id: text }).nullish().catch(null),
  voicemail_message: text,
});

/** A number of the account. Only what makes it one is demanded. */
export const numberBody = z.object({
  id: z.string().min(1),
  phone_number: z.string().min(1),
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
const candidates = z.array(z.object({ phone_number: z.string() }).nullable().catch(null));

/** Numbers for sale; null in place of a candidate that cannot be read. */
export const searchBody = z.union([candidates, z.object({ items: candidates }).transform(({ items }) => items)]);

/** What `searchBody` gives. */
export type SearchBody = z.infer<typeof searchBody>;
