import { z } from 'zod';

const routing = z.object({
  agent_id: z.string(),
  fallback: z.object({ agent_id: z.string() }).nullable(),
  voicemail_message: z.string().nullable(),
});

const number = z.object({
  id: z.string(),
  phone_number: z.string(),
  friendly_name: z.string().nullable(),
  provider: z.string(),
  agent_id: z.string(),
  status: z.string(),
  inbound_trunk_id: z.string().nullable(),
  outbound_trunk_id: z.string().nullable(),
  dispatch_rule_id: z.string().nullable(),
  inbound_routing: routing.nullable(),
  sms_capable: z.boolean().nullable().optional(),
  created_at: z.string(),
  updated_at: z.string(),
});

/** The shape of the fake account. It has no place for a trunk's login. */
export const accountState = z.object({ numbers: z.array(number) });

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A number record as OneInbox answers it. */
export type NumberRecord = z.infer<typeof number>;

/** Inbound routing as OneInbox answers it. */
export type RoutingRecord = z.infer<typeof routing>;
