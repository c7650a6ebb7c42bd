import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hasSafeWay } from '../domain/loopback.ts';
import { Secret } from '../domain/secret.ts';

const keyText = z.string().regex(/^[\x21-\x7e]+$/, 'must be the key alone, without spaces or line breaks');
const hide = (key: string) => new Secret(key);

/** A secret in a header: no spaces, no line breaks. */
export const apiKey = keyText.transform(hide);

/** The same of a vendor that has keys of which not all will do; `message` says which. */
export function apiKeyThat(willDo: (key: string) => boolean, message: string) {
  return keyText.refine(willDo, message).transform(hide);
}

/** A key as most APIs ask for it. */
export function bearer(key: Secret<string>): Secret<string> {
  return key.within((text) => `Bearer ${text}`);
}

/** A name and a password as HTTP's basic authentication asks for them. */
export function basicLogin(user: string, password: Secret<string>): Secret<string> {
  return password.within((text) => `Basic ${Buffer.from(`${user}:${text}`).toString('base64')}`);
}

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
export function digestOf(...credentials: readonly Secret<string>[]): string {
  const texts = credentials.map((credential) => credential.reveal());
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
