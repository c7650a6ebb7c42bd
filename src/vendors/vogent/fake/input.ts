import { z } from 'zod';
import { type Answer, type Call, parseJson, Refusal } from '../../fake-kit/http.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
const FEWEST_LOGIN_CHARACTERS = 5;
const DEFAULT_PAGE = 100;

/** Body of the retired way to buy, and the part of the create operation that buys. */
export const purchaseInput = z.object({ number: z.string() });

const sipImportInput = z.object({
  phoneNumber: z.string().regex(E164),
  terminationUri: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1),
});

const sipUserInput = z.object({
  sipPrefix: z.string().min(1),
  username: z.string().min(FEWEST_LOGIN_CHARACTERS),
  password: z.string().min(FEWEST_LOGIN_CHARACTERS),
});

/** Body of the create operation; parts that belong to another mode are ignored. The login is checked and forgotten. */
export const createInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('purchase'), purchase: purchaseInput }),
  z.object({ type: z.literal('sip_import'), sipImport: sipImportInput }),
  z.object({ type: z.literal('vogent_sip'), vogentSip: sipUserInput }),
]);

/** Body of a search. */
export const searchInput = z.object({
  prefix: z.string(),
  country: z.string().default('US'),
  limit: z.int().min(1).max(10).default(5),
});

/** Body of an update; an empty agent id unlinks. */
export const updateInput = z.object({ agentId: z.string().optional() });

/** The part of the create operation that brings in a carrier's number. */
export type SipImportInput = z.infer<typeof sipImportInput>;

/** The part of the create operation that makes a user on the vendor's SIP domain. */
export type SipUserInput = z.infer<typeof sipUserInput>;

/** Which page of a list is asked for: `limit` entries that come after the order `after`. */
export type ListQuery = { readonly limit: number; readonly after: number };

/** An error; the shape is invented, since no page describes one. */
export function vogentProblem(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

/** Reads a JSON body. Throws a `Refusal`: 400 for what is no JSON object, 422 for wrong members. */
export function readVogentBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  const body = parseJson(call.body);
  if (typeof body !== 'object' || body === null) {
    throw new Refusal(vogentProblem(400, 'invalid input'));
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const members = result.error.issues.map((issue) => issue.path.join('.'));
  throw new Refusal(vogentProblem(422, `validation failed: ${members.join(', ')}`));
}

/** The `type` of a create body, or an empty text if it has none. */
export function typeOnly(call: Call): string {
  return z.object({ type: z.string() }).safeParse(parseJson(call.body)).data?.type ?? '';
}

/** Reads the paging of a list. Throws a `Refusal` with 400. */
export function readListQuery(query: URLSearchParams): ListQuery {
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  const cursor = query.get('cursor');
  const after = cursor === null ? 0 : orderOfCursor(cursor);
  if (!Number.isInteger(limit) || limit < 1 || after === null) {
    throw new Refusal(vogentProblem(400, 'invalid input'));
  }
  return { limit, after };
}

function orderOfCursor(cursor: string): number | null {
  const [, order] = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return order === undefined ? null : Number(order);
}
