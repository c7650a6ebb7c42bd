import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Call, parseJson } from '../../fake-kit/http.ts';
import { refuse } from './answers.ts';

/** Reads a JSON body. Throws a `Refusal`: 400 for what is no JSON, 422 with a pointer for a wrong member. */
export function readBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  const body = parseJson(call.body);
  if (body === undefined) throw refuse(400, 'The body is not JSON.');
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refuse(422, issue?.message ?? 'Invalid value.', { pointer: `/${issue?.path.map(String).join('/') ?? ''}` });
}

/** A decimal id of 19 digits, as they are seen. */
export function createId(): string {
  const digits = BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 14)}`);
  return String(10n ** 18n + digits);
}
