import { z } from 'zod';
import { type Answer, type Call, parseJson, Refusal } from '../../fake-kit/http.ts';

const MAX_PAGE = 1_000;
const DEFAULT_PAGE = 50;

const shares = z
  .array(z.object({ agent_id: z.string().min(1), weight: z.number().min(0).max(1) }))
  .refine((all) => all.length === 0 || Math.abs(all.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6, {
    message: 'the weights do not add up to 1',
  })
  .nullable();

const common = {
  nickname: z.string().optional(),
  inbound_agents: shares.optional(),
  outbound_agents: shares.optional(),
};

/** Body of a purchase. */
export const createInput = z.object({
  ...common,
  phone_number: z.string().min(1).optional(),
  area_code: z.int().min(200).max(999).optional(),
  country_code: z.enum(['US', 'CA']).default('US'),
  number_provider: z.enum(['twilio', 'telnyx']).default('twilio'),
  fallback_number: z.string().nullable().optional(),
});

/** Body of an import. The login is checked and forgotten. */
export const importInput = z.object({
  ...common,
  phone_number: z.string().min(1),
  termination_uri: z.string().min(1),
  ignore_e164_validation: z.boolean().default(true),
  sip_trunk_auth_username: z.string().optional(),
  sip_trunk_auth_password: z.string().optional(),
});

/** Body of an update: null takes away. */
export const updateInput = z.object({
  nickname: z.string().nullable().optional(),
  inbound_agents: shares.optional(),
  outbound_agents: shares.optional(),
  fallback_number: z.string().nullable().optional(),
});

/** Which page of a list is asked for. */
export type ListQuery = { readonly limit: number; readonly descending: boolean; readonly after: number | null };

/** An error in the one shape that there is. */
export function retellProblem(status: number, message: string): Answer {
  return { status, body: { status: 'error', message } };
}

/** Reads a JSON body. Throws a `Refusal` with 400. */
export function readBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  const result = schema.safeParse(parseJson(call.body));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal(retellProblem(400, `body/${issue?.path.join('/') ?? ''} ${issue?.message ?? 'is wrong'}`));
}

/** Reads the paging of a list. Throws a `Refusal` with 400. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  const order = query.get('sort_order') ?? 'descending';
  const key = query.get('pagination_key');
  const after = key === null ? null : Number(/^row-(\d+)$/.exec(key)?.[1] ?? Number.NaN);
  const isPossible = Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE && !Number.isNaN(after);
  if (!isPossible || !/^(a|de)scending$/.test(order)) throw new Refusal(retellProblem(400, 'querystring is wrong'));
  return { limit, descending: order === 'descending', after };
}
