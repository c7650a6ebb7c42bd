import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../domain/secret.ts';

/** What became of the secret in a request's header. `none` where this service has no secrets. */
export type SecretCheck = 'none' | 'missing' | 'wrong' | 'right';

/**
 * Compares what a caller gives with every secret, each time in full: neither how much of it is right nor which secret it
 * is shows in how long that takes.
 */
export function createSecretCheck(secrets: readonly Secret<string>[]): (given: string | undefined) => SecretCheck {
  // Of one length, as the comparison asks for, whatever was given.
  const expected = secrets.map((secret) => secret.judge(digest));
  return (given) => {
    if (expected.length === 0) return 'none';
    if (given === undefined) return 'missing';
    const found = digest(given);
    const matches = expected.filter((secret) => timingSafeEqual(secret, found));
    return matches.length > 0 ? 'right' : 'wrong';
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
