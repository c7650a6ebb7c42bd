import { z } from 'zod';

const number = z.object({
  sid: z.string(),
  number: z.string(),
  friendlyName: z.string(),
  voiceUrl: z.string(),
  voiceApplicationSid: z.string(),
  trunkSid: z.string(),
  /** RFC 3339. */
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** The shape of the fake account. */
export const accountState = z.object({
  /** `order` counts up for the life of the account, so that pages stay in step while numbers come and go. */
  rows: z.array(z.object({ order: z.int(), number })),
  lastOrder: z.int(),
});

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A number of the account. */
export type NumberRecord = z.infer<typeof number>;
