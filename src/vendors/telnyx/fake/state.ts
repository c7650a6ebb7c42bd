import { z } from 'zod';

const number = z.object({
  id: z.string(),
  phone_number: z.string(),
  status: z.string(),
  customer_reference: z.string().nullable(),
  deletion_lock_enabled: z.boolean(),
  created_at: z.string(),
  /** A state file may be older than this member. */
  connection_id: z.string().nullable().default(null),
});

const order = z.object({
  id: z.string(),
  subId: z.string(),
  phone_number: z.string(),
  customer_reference: z.string().nullable(),
  status: z.enum(['pending', 'success', 'failure']),
  requirements_met: z.boolean(),
  /** When it settles, in RFC 3339; null for one that waits for people. */
  settlesAt: z.string().nullable(),
  created_at: z.string(),
});

/** The shape of the fake account. It has no place for a password. */
export const accountState = z.object({ numbers: z.array(number), orders: z.array(order) });

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A number of the account. */
export type NumberRecord = z.infer<typeof number>;

/** An order of one number. */
export type OrderRecord = z.infer<typeof order>;
