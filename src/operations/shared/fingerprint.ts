import { createHash } from 'node:crypto';
import type { NewOperation } from '../../ledger/ledger.ts';

/** What makes two requests the same, without secrets: the same input with a corrected password is the same input. */
export type Identity = Readonly<Record<string, unknown>>;

type Identified = Pick<NewOperation, 'kind'> & { readonly identity: Identity; readonly identityOfVersion1?: Identity };

/**
 * What a key's input is told by. A fingerprint begins with the version of its rule, and is compared by that rule: what
 * counts as the same input must not change for a key that was used before.
 * - Version 2, `2:`: the input in canonical texts.
 * - Version 1, without a prefix: the input as it was sent, but for formatting in telephone numbers.
 * - `any`, of a key that was written back: its input is lost, and any is taken for it. See `restore.ts` of the ledger.
 */
export function fingerprintsOf({
  kind,
  identity,
  identityOfVersion1 = identity,
}: Identified): Pick<NewOperation, 'fingerprint' | 'olderFingerprints'> {
  return {
    fingerprint: `2:${digestOf({ kind, ...identity })}`,
    olderFingerprints: [digestOf({ kind, ...identityOfVersion1 })],
  };
}

/** The formatting that version 1 took out of telephone numbers; what it left in, such as the 0 of `+44 (0)20`, counted. */
export function spellingOfVersion1(number: string): string {
  return number.replace(/[\s().\-\u2010-\u2015]/g, '');
}

/** The same for the same input: members in any order, members left out, undefined or null alike. */
function digestOf(input: Identity): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]);
}
