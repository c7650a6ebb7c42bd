import { z } from 'zod';

const number = z.object({
  id: z.string(),
  orgId: z.string(),
  provider: z.enum(['vapi', 'byo-phone-number', 'twilio']),
  number: z.string().optional(),
  sipUri: z.string().optional(),
  credentialId: z.string().optional(),
  twilioAccountSid: z.string().optional(),
  name: z.string().optional(),
  assistantId: z.string().nullable().optional(),
  status: z.enum(['active', 'activating', 'blocked']),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const gateway = z.object({
  ip: z.string(),
  port: z.int().optional(),
  inboundEnabled: z.boolean().optional(),
  outboundEnabled: z.boolean().optional(),
});

const credential = z.object({
  id: z.string(),
  orgId: z.string(),
  provider: z.literal('byo-sip-trunk'),
  name: z.string().optional(),
  gateways: z.array(gateway),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** The shape of the fake account, the oldest number first. It has no place for a login. */
export const accountState = z.object({ numbers: z.array(number), credentials: z.array(credential) });

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A number as Vapi answers it, but for the secrets that it would add. */
export type NumberRecord = z.infer<typeof number>;

/** What a SIP trunk is reached at. */
export const gatewayInput = gateway;
