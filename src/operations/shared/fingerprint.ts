import { createHash } from 'node:crypto';

/**
 * A digest that is the same for the same input: members in any order, members left out or undefined alike. Never given
 * a password: the same input with a corrected password is the same input.
 */
export function toFingerprint(input: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(input)))
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(canonical);
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, canonical(member)]);
}
