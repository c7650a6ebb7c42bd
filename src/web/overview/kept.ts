import type { PurchaseNumberInput, ReleaseNumberInput } from './generated/documents.ts';

/** What was sent, or is about to be, and has not ended: all that a repeat needs. */
export type Kept =
  | { readonly kind: 'PURCHASE'; readonly input: PurchaseNumberInput; readonly begunAt: number }
  | {
      readonly kind: 'RELEASE';
      readonly input: ReleaseNumberInput & { readonly idempotencyKey: string };
      readonly begunAt: number;
    };

const PLACE = 'phone-numbers/kept';

/** What this tab has begun, the oldest first. */
export function readKept(): readonly Kept[] {
  return JSON.parse(sessionStorage.getItem(PLACE) ?? '[]');
}

/** Keeps it with its whole input, before it is sent. Throws where the browser keeps nothing; then nothing may be sent. */
export function keep(kept: Kept): void {
  write([...readKept().filter((other) => keyOf(other) !== keyOf(kept)), kept]);
}

/** Lets a key go, once what it was for has ended. */
export function forget(key: string): void {
  write(readKept().filter((other) => keyOf(other) !== key));
}

/** Under which key it is sent, and sent again. */
export function keyOf({ input }: Kept): string {
  return input.idempotencyKey;
}

/** A key for a new thing that a person wants. */
export function newKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return `page-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function write(all: readonly Kept[]): void {
  if (all.length === 0) sessionStorage.removeItem(PLACE);
  else sessionStorage.setItem(PLACE, JSON.stringify(all));
}
