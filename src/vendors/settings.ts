import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hasSafeWay } from '../domain/loopback.ts';

/** A secret in a header: no spaces, no line breaks. */
export const apiKey = z.string().regex(/^[\x21-\x7e]+$/, 'must be the key alone, without spaces or line breaks');

/** Where a vendor is called. Plain HTTP would expose the key; loopback is where sandboxes and tests are. */
export function baseUrl(fallback: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text), `must be a URL such as ${fallback}`)
    .refine(hasSafeWay, 'must begin with https:// (http:// is for loopback addresses only)')
    .transform((text) => text.replace(/\/+$/, ''))
    .default(fallback);
}

/** Names an account by its credentials without giving them away. */
export function digestOf(...credentials: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('hex').slice(0, 16);
}
