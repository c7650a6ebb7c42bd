import { z } from 'zod';

const number = z.object({
  phone_number_id: z.string(),
  phone_number: z.string(),
  label: z.string(),
  provider: z.enum(['twilio', 'exotel', 'sip_trunk']),
  agentId: z.string().nullable(),
  /** Host of the owner's trunk; null where calls only come in, or behind another provider. */
  trunkAddress: z.string().nullable(),
  hasLogin: z.boolean(),
});

/** The shape of the fake workspace. It has no place for a login. */
export const workspaceState = z.object({
  /** `order` counts up for the life of the workspace, so that pages stay in step while numbers come and go. */
  rows: z.array(z.object({ order: z.int(), number })),
  lastOrder: z.int(),
});

/** The fake workspace. */
export type WorkspaceState = z.infer<typeof workspaceState>;

/** What is kept of a number. */
export type NumberRecord = z.infer<typeof number>;
