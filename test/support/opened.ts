import { Secret } from '../../src/domain/secret.ts';

/** A copy with every secret in it opened: closed, they are all equal to a test. */
export function opened(value: unknown): unknown {
  if (value instanceof Secret) return opened(value.reveal());
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opened(member)]));
}
