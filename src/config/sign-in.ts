import type { Environment } from './variables.ts';

/** Whose tokens are good here; see `.env.example`. */
type SignIn = { readonly jwksUrl: string; readonly issuer: string; readonly audience: string };

const variables = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;

/** The sign-in that is set; null where none is. */
export function toSignIn({ AUTH_JWKS_URL, AUTH_ISSUER, AUTH_AUDIENCE }: Environment): SignIn | null {
  if (AUTH_JWKS_URL === undefined || AUTH_ISSUER === undefined || AUTH_AUDIENCE === undefined) return null;
  return { jwksUrl: AUTH_JWKS_URL, issuer: AUTH_ISSUER, audience: AUTH_AUDIENCE };
}

/** What is missing of a sign-in that is half set: it would not be on, and nobody would notice. */
export function findHalfSignIn(given: ReadonlyMap<string, string>): string[] {
  const present = variables.filter((name) => given.has(name));
  if (present.length === 0) return [];
  return variables
    .filter((name) => !given.has(name))
    .map((name) => `${name} is missing: set it too, since ${present.join(' and ')} is set`);
}

/** A limit for each actor where there are none to tell apart: it would be one for all of them together. */
export function findLimitOfNobody(values: Environment): string[] {
  const limit = values.PURCHASE_LIMIT_PER_DAY_AND_ACTOR ?? Number.POSITIVE_INFINITY;
  if (limit === Number.POSITIVE_INFINITY || values.AUTH_JWKS_URL !== undefined) return [];
  return ['PURCHASE_LIMIT_PER_DAY_AND_ACTOR needs callers that are told apart: set AUTH_JWKS_URL too, or remove it'];
}
