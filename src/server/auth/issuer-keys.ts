import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

/** Older keys are read anew, beside the request that noticed. A key that was taken back is refused from then on. */
const RENEW_MS = 10 * 60_000;
/** For so long the last known keys are good while their issuer does not answer. */
const KEPT_MS = 60 * 60_000;
/** Between two reads that strangers can cause, with keys that nobody has, or that fail. */
const COOLDOWN_MS = 30_000;
const TIMEOUT_MS = 5_000;

/** The issuer does not answer, and what is known of its keys is too old or too little. */
export class IssuerAwayError extends Error {
  constructor(cause: unknown) {
    super('The issuer of tokens does not answer with its keys.', { cause });
    this.name = 'IssuerAwayError';
  }
}

/**
 * The keys that an issuer signs with: read at the first token, kept, and read again for a key that is not known. Throws
 * `IssuerAwayError` where the key of a token cannot be known.
 */
export function createIssuerKeys(url: URL): JWTVerifyGetKey {
  const fetchKeys = withCooldown((...request) => fetch(...request));
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: KEPT_MS,
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: fetchKeys,
  });
  let renewedAt = Date.now();
  return async (header, token) => {
    if (Date.now() >= renewedAt + RENEW_MS) {
      renewedAt = Date.now();
      // What is known goes on being good where this fails.
      keys.reload().catch(() => undefined);
    }
    try {
      return await keys(header, token);
    } catch (error) {
      throw isAboutToken(error) ? error : new IssuerAwayError(error);
    }
  };
}

type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** Does not ask an issuer again that has just failed to answer. */
function withCooldown(fetchKeys: Fetch): Fetch {
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (url, options) => {
    if (Date.now() < failedAt + COOLDOWN_MS) throw new Error('It has not answered a moment ago.');
    const response = await fetchKeys(url, options).catch((error: unknown) => {
      failedAt = Date.now();
      throw error;
    });
    if (!response.ok) failedAt = Date.now();
    return response;
  };
}

/** Whether the keys are there, and the token is of none of them, or not of one alone. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
