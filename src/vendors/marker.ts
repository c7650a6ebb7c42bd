import { createHash } from 'node:crypto';
import type { VendorRules } from './vendor-rules.ts';

const PREFIX = 'pns-';
const MARKER = /^pns-[\da-f]{16,32}$/;

/** The shortest that is still no other operation's: the prefix and 64 bits in hexadecimal. */
export const MIN_MARKER_LENGTH = 20;

/** The marker of one operation, to be left on the number that comes of it: the same at every call, and no other's. */
export function createMarker(operationId: string, maxLength: number): string {
  const digest = createHash('sha256').update(operationId).digest('hex').slice(0, 32);
  return `${PREFIX}${digest}`.slice(0, maxLength);
}

/** The marker that an operation leaves at this vendor; null where that keeps none. */
export function markerOf(operationId: string, { marker }: Pick<VendorRules, 'marker'>): string | null {
  return marker === null ? null : createMarker(operationId, marker.maxLength);
}

/** Takes a text apart that a vendor keeps for people and for markers alike: it is the one or the other. */
export function splitMarker(text: string | null): { readonly label: string | null; readonly marker: string | null } {
  return text !== null && MARKER.test(text) ? { label: null, marker: text } : { label: text, marker: null };
}
