import { z } from 'zod';

const number = z.object({
  id: z.string(),
  number: z.string(),
  type: z.enum(['PSTN', 'SIP_USERNAME']),
  agentId: z.string().nullable(),
});

/** The shape of the fake workspace. It has no place for a login. */
export const workspaceState = z.object({
  /** `order` counts up for the life of the workspace, so that pages stay in step while numbers come and go. */
  rows: z.array(z.object({ order: z.int(), number })),
  lastOrder: z.int(),
});

/** The fake workspace. */
export type WorkspaceState = z.infer<typeof workspaceState>;

/** A number record as Vogent answers it. */
export type NumberRecord = z.infer<typeof number>;
