import { z } from 'phone-numbers-subgraph/vendor';

const line = z.object({
  line: z.string(),
  name: z.string().nullable(),
  assistant: z.string().nullable(),
  since: z.string(),
});
/** The shape of the fake account. */
export const accountState = z.object({ lines: z.array(line) });

/** The fake account. */
export type AccountState = z.infer<typeof accountState>;

/** A line as Pickwick answers it. */
export type Line = z.infer<typeof line>;

/** The agents of the account. */
export const assistants = [
  { id: 'asst_sam', name: 'Sam' },
  { id: 'asst_weller', name: 'Weller' },
] as const;
