import { z } from 'zod';

const E164 = /^\+[1-9]\d{1,14}$/;

const credentials = z.object({ username: z.string(), password: z.string().optional() });
const outboundTrunk = z.object({ address: z.string().min(1), credentials: credentials.optional() });
const text = z.string().nullish();
const base = { phone_number: z.string().regex(E164), label: z.string(), agent_id: text };

/** Body of an import. The login is checked and then forgotten. */
export const importInput = z.discriminatedUnion('provider', [
  z.object({ provider: z.literal('twilio'), ...base, sid: z.string(), token: z.string() }),
  z.object({
    provider: z.literal('exotel'),
    ...base,
    account_sid: z.string(),
    api_key: z.string(),
    api_token: z.string(),
    api_subdomain: z.enum(['api.in.exotel.com', 'api.exotel.com']),
    app_id: z.string(),
  }),
  z.object({ provider: z.literal('sip_trunk'), ...base, outbound_trunk_config: outboundTrunk.optional() }),
]);

/** Body of an update; what is left out stays, and a null takes the agent away. A label cannot be taken away. */
export const updateInput = z.object({ agent_id: text, label: text, outbound_trunk_config: outboundTrunk.optional() });

const DEFAULT_PAGE = 30;
const filters = { provider: z.enum(['twilio', 'sip_trunk', 'exotel']).optional(), agent_id: z.string().optional() };

/** Query of the list without pages. */
export const listInput = z.object(filters);

/** Query of the paged list. Its default size is ours: no page states one. */
export const pageInput = z.object({
  ...filters,
  label: z.string().optional(),
  phone_number: z.string().optional(),
  page_size: z.coerce.number().int().min(1).default(DEFAULT_PAGE),
  cursor: z.string().optional().transform(toOrder).pipe(z.int()),
});

/** What to show of the workspace. */
export type Filter = Partial<z.infer<typeof listInput>> & Pick<z.infer<typeof pageInput>, 'label' | 'phone_number'>;

function toOrder(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  return Number(/^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]);
}

/** The cursor of a page that ends with this entry. */
export function toCursor(order: number): string {
  return Buffer.from(`after:${order}`).toString('base64url');
}
