import { createHash } from 'node:crypto';
import { z } from 'zod';
import { hasSafeWay } from '../domain/loopback.ts';
import type { VendorName } from '../domain/phone-number.ts';
import { Secret } from '../domain/secret.ts';
import { whyNoTrunkHost } from '../domain/trunk-host.ts';
import type { HttpOptions } from './connect.ts';
import type { Dialect } from './error-reading.ts';
import type { Trunk } from './vendor.ts';

const keyText = z.string().regex(/^[\x21-\x7e]+$/, 'must be the key alone, without spaces or line breaks');
const hide = (key: string) => new Secret(key);

/** A secret in a header: no spaces, no line breaks. */
export const apiKey = keyText.transform(hide);

/** The same of a vendor that has keys of which not all will do; `message` says which. */
export function apiKeyThat(willDo: (key: string) => boolean, message: string) {
  return keyText.refine(willDo, message).transform(hide);
}

/** An API that asks for its key as most do. */
export function bearerApi(
  { API_KEY, BASE_URL }: { readonly API_KEY: Secret<string>; readonly BASE_URL: string },
  dialect: Dialect,
): HttpOptions {
  const authorization = API_KEY.within((text) => `Bearer ${text}`);
  return { baseUrl: BASE_URL, headers: async () => ({ authorization }), secrets: [API_KEY], dialect };
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

const trunk = z.strictObject({
  id: z.string().min(1),
  terminationUri: z
    .string()
    .transform((text) => text.toLowerCase())
    .refine((text) => whyNoTrunkHost(text) === null),
  username: z.string().min(1).max(255),
  password: z.string().min(1).max(255).transform(hide),
});
const trunksByVendor = z.record(z.string(), trunk);
const TRUNKS_LOOK_LIKE =
  'must be JSON such as {"<VENDOR>": {"id": "…", "terminationUri": "acme.pstn.example.com", "username": "…", "password": "…"}}';

/** The trunks of a carrier, by the platform that each leads to. Says of a mistake what it should look like, and never a value. */
export function trunks(title: string) {
  const byVendor = z.string().transform((text, { addIssue }): ReadonlyMap<VendorName, Trunk> => {
    const parsed = trunksByVendor.safeParse(parseJson(text));
    if (parsed.success) return new Map(Object.entries(parsed.data));
    addIssue({ code: 'custom', message: TRUNKS_LOOK_LIKE });
    return z.NEVER;
  });
  return byVendor.optional().meta({
    description:
      'Its SIP trunks to agent platforms, with their logins, as JSON: see "Move a number" in docs/operate.md.',
    unset: `${title} is connected to no platform`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Names an account by its credentials without giving them away. */
export function digestOf(...credentials: readonly Secret<string>[]): string {
  const texts = credentials.map((credential) => credential.reveal());
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
