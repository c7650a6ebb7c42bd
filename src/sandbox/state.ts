import { z } from 'zod';
import { vendorNames } from '../domain/phone-number.ts';
import { MOST_PER_AREA_CODE } from './stock.ts';

const oneInboxRouting = z.object({
  agent_id: z.string(),
  fallback: z.object({ agent_id: z.string() }).nullable(),
  voicemail_message: z.string().nullable(),
});

const oneInboxNumber = z.object({
  id: z.string(),
  phone_number: z.string(),
  friendly_name: z.string().nullable(),
  provider: z.string(),
  agent_id: z.string(),
  status: z.string(),
  inbound_trunk_id: z.string().nullable(),
  outbound_trunk_id: z.string().nullable(),
  dispatch_rule_id: z.string().nullable(),
  inbound_routing: oneInboxRouting.nullable(),
  sms_capable: z.boolean().nullable().optional(),
  created_at: z.string(),
  updated_at: z.string(),
});

const vogentNumber = z.object({
  id: z.string(),
  number: z.string(),
  type: z.enum(['PSTN', 'SIP_USERNAME']),
  agentId: z.string().nullable(),
});

const vendor = z.enum(vendorNames);

/** The shape of all that the sandbox remembers. It has no place for a password, so none can be kept. */
export const sandboxState = z.object({
  version: z.literal(1),
  /** Numbers for sale per vendor and area code. */
  perAreaCode: z.int().min(0).max(MOST_PER_AREA_CODE),
  oneInbox: z.array(oneInboxNumber),
  /** `order` counts up for the life of the account, so that pages stay in step while numbers come and go. */
  vogent: z.array(z.object({ order: z.int(), number: vogentNumber })),
  lastOrder: z.int(),
  soldToOthers: z.array(z.object({ vendor, number: z.string() })),
  sales: z.array(z.object({ vendor, number: z.string(), at: z.string() })),
});

/** All that the sandbox remembers, and what its state file holds. */
export type SandboxState = z.infer<typeof sandboxState>;

/** A number record as OneInbox answers it. */
export type OneInboxNumber = z.infer<typeof oneInboxNumber>;

/** Inbound routing as OneInbox answers it. */
export type OneInboxRouting = z.infer<typeof oneInboxRouting>;

/** A number record as Vogent answers it. */
export type VogentNumber = z.infer<typeof vogentNumber>;

/** One act of buying in the account, kept even after the number is gone again. `at` is RFC 3339 in UTC. */
export type Sale = SandboxState['sales'][number];
