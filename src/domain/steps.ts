import type { OperationKind } from './operation.ts';

/** The kinds that send nothing themselves: each consists of steps, which are operations of their own. */
export const steppedKinds: readonly OperationKind[] = ['CONNECT', 'DISCONNECT', 'MOVE'];

/** The kinds of the steps, in the order in which they are shown. */
const stepKinds = ['SIP_IMPORT', 'REROUTE', 'RELEASE'] as const satisfies readonly OperationKind[];

/** What a step does. There is one of each kind at most, tried anew where it was refused for good. */
export type StepKind = (typeof stepKinds)[number];

/** How often a step may be tried anew. */
export const MAX_TRIES = 9;

/** Which step of which operation an operation is: the n-th try of it, from 1. */
export type StepPlace = { readonly key: string; readonly kind: StepKind; readonly attempt: number };

/**
 * The key of a step: a space, the key of what it is a step of, a space, and which step it is. No key that a caller gives has a
 * space in it, and no key of a bulk's item begins with one.
 */
export function toStepKey({ key, kind, attempt }: StepPlace): string {
  return ` ${key} ${kind}${attempt}`;
}

/** The key of the operation that a key's operation is a step of; null where it is no step. */
export function parentKeyOf(idempotencyKey: string | null): string | null {
  return /^ (\S+) [A-Z_]+\d$/.exec(idempotencyKey ?? '')?.[1] ?? null;
}

/** The keys that steps of an operation may have, in their order. */
export function stepKeysOf(key: string): string[] {
  const attempts = Array.from({ length: MAX_TRIES }, (_, index) => index + 1);
  return stepKinds.flatMap((kind) => attempts.map((attempt) => toStepKey({ key, kind, attempt })));
}
