import { z } from 'zod';

const shares = z.array(z.object({ agent_id: z.string(), weight: z.number() })).nullable();

const number = z.object({
  phone_number: z.string(),
  phone_number_type: z.enum(['retell-twilio', 'retell-telnyx', 'custom']),
  phone_number_pretty: z.string(),
  nickname: z.string().nullable(),
  inbound_agents: shares,
  outbound_agents: shares,
  fallback_number: z.string().nullable(),
  sip_outbound_trunk_config: z.object({ termination_uri: z.string(), auth_username: z.string().nullable() }).nullable(),
  last_modification_timestamp: z.int(),
});

/** The shape of the fake account. It has no place for the password of a trunk, and keeps no user name either. */
export const accountState = z.object({
  /** `order` counts up for the life of the account, so that pages stay in step while numbers come and go. */
  rows: z.array(z.object({ order: z.int(), number })),
  lastOrder: z.int(),
});

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A number as Retell answers it. */
export type NumberRecord = z.infer<typeof number>;
