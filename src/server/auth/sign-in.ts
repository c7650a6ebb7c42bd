import { errors, type JWTPayload, jwtVerify } from 'jose';
import { createIssuerKeys, IssuerAwayError } from './issuer-keys.ts';

/** Whose tokens are good here. */
export type SignInSettings = {
  /** Where the issuer publishes the keys that it signs with. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
};

/** What a token is found to be. */
export type VerifiedToken =
  | { readonly state: 'good'; readonly actor: string; readonly scopes: ReadonlySet<string> }
  | { readonly state: 'bad'; readonly reason: string }
  | { readonly state: 'issuer-away'; readonly error: IssuerAwayError };

/** Signed with a key of the issuer's own. Neither `none` nor a secret that both sides would have to keep. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** By how much the clocks of issuer and service may differ. */
const SKEW_SECONDS = 30;
/** What the ledger's column is made for. */
const MAX_SUBJECT_LENGTH = 255;

/** Tells what the tokens of one issuer, for this service, say of their bearers. */
export function createSignIn({ jwksUrl, issuer, audience }: SignInSettings): (token: string) => Promise<VerifiedToken> {
  const keys = createIssuerKeys(new URL(jwksUrl));
  const options = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ['exp', 'sub'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, options);
      const actor = toActor(payload);
      return actor === null
        ? { state: 'bad', reason: 'sub is not a text of 1 to 255 characters' }
        : { state: 'good', actor, scopes: scopesOf(payload) };
    } catch (error) {
      if (error instanceof IssuerAwayError) return { state: 'issuer-away', error };
      return { state: 'bad', reason: reasonOf(error) };
    }
  };
}

function toActor({ sub }: JWTPayload): string | null {
  const isFine = typeof sub === 'string' && sub !== '' && sub.length <= MAX_SUBJECT_LENGTH && sub.isWellFormed();
  return isFine && !sub.includes('\u0000') ? sub : null;
}

/** Issuers write them as one text with spaces, or as a list, under one of these names. */
function scopesOf(payload: JWTPayload): ReadonlySet<string> {
  const claims = [payload['scope'], payload['scp'], payload['scopes']].flat();
  return new Set(claims.flatMap((claim) => (typeof claim === 'string' ? claim.split(' ') : [])));
}

/** In words that hold nothing of the token. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return `${error.code} ${error.claim}`;
  }
  return error instanceof errors.JOSEError ? error.code : 'unreadable';
}
