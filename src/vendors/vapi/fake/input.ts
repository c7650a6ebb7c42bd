import { STATUS_CODES } from 'node:http';
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { type Answer, type Call, parseJson, Refusal } from '../../fake-kit/http.ts';
import { gatewayInput } from './state.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const MAX_NAME = 40;
const MAX_PAGE = 1_000;

const routing = {
  name: z.string().max(MAX_NAME).optional(),
  assistantId: z.string().nullable().optional(),
};
const loginPart = z.string().min(20).max(40);

const vapiInput = z.object({
  ...routing,
  provider: z.literal('vapi'),
  numberDesiredAreaCode: z
    .string()
    .regex(/^[2-9]\d\d$/)
    .optional(),
  sipUri: z
    .string()
    .regex(/^sip:[^@\s]+@[^@\s]+$/)
    .optional(),
  authentication: z.object({ username: loginPart, password: loginPart }).optional(),
});

const byoInput = z
  .object({
    ...routing,
    provider: z.literal('byo-phone-number'),
    number: z.string().min(3).max(40).optional(),
    credentialId: z.string(),
    numberE164CheckEnabled: z.boolean().default(true),
  })
  .refine(
    ({ number, numberE164CheckEnabled }) => !numberE164CheckEnabled || number === undefined || E164.test(number),
    {
      path: ['number'],
      message: 'must be in E.164',
    },
  );

/** Body of the create operation. The sandbox takes what this service sends: no import from a carrier's account. */
export const createInput = z.discriminatedUnion('provider', [vapiInput, byoInput]);

/** The part of it that buys a number, or creates a SIP address. */
export type VapiInput = z.infer<typeof vapiInput>;

/** The part of it that imports a number. */
export type ByoInput = z.infer<typeof byoInput>;

/** Body of an update. */
export const updateInput = z.object({ ...routing, provider: z.string().optional() });

/** Body that makes a trunk known. The login is forgotten. */
export const credentialInput = z.object({
  provider: z.literal('byo-sip-trunk').default('byo-sip-trunk'),
  name: z.string().min(1).max(MAX_NAME).optional(),
  gateways: z.array(
    gatewayInput.refine(({ ip, inboundEnabled = true }) => !inboundEnabled || isIPv4(ip), {
      path: ['ip'],
      message: 'must be an IPv4 address where inboundEnabled is true',
    }),
  ),
});

/** Query of a list. */
export const listInput = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(0).max(MAX_PAGE).default(100),
  sortOrder: z.enum(['ASC', 'DESC']).default('DESC'),
  search: z.string().max(100).default(''),
});

/** An error as clients in the wild parse it; no page describes one. */
export function vapiProblem(status: number, message: string | readonly string[]): Answer {
  return { status, body: { statusCode: status, error: STATUS_CODES[status] ?? 'Error', message } };
}

/** Reads a JSON body. Throws a `Refusal` with 400. */
export function readVapiBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  return readVapiValue(schema, parseJson(call.body));
}

/** Reads a value. Throws a `Refusal` with 400 that names the members, and repeats none of their values. */
export function readVapiValue<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const messages = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new Refusal(vapiProblem(400, messages));
}

/** What of a create body tells which operation it is. */
export function kindOnly(call: Call): { provider: string; isSip: boolean } {
  const shape = z.object({ provider: z.string(), sipUri: z.string().optional() });
  const { provider = '', sipUri } = shape.safeParse(parseJson(call.body)).data ?? {};
  return { provider, isSip: sipUri !== undefined };
}
