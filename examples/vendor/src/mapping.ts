import { type AnyOrder, type NumberChange, splitMarker, type VendorNumber } from 'phone-numbers-subgraph/vendor';
import type { LineBody } from './schemas.ts';

/** What to change about a line; null takes it away. */
export type LineChange = { readonly name?: string | null | undefined; readonly assistant?: string | null | undefined };

/** A line in the port's words. Its name is a label or a marker. */
export function toVendorNumber({ line, name, assistant, since }: LineBody): VendorNumber {
  return {
    vendorId: line,
    kind: 'PSTN',
    address: line,
    agentId: assistant || null,
    status: 'ACTIVE',
    ...splitMarker(name || null),
    ...(since && { createdAt: since }),
  };
}

/** An order carries the marker in place of the label. */
export function toLineOrder({ country, areaCode, marker }: AnyOrder) {
  return { country, area: areaCode ?? undefined, name: marker };
}

/** Names only what is to change. */
export function toLineChange({ agentId, label }: NumberChange): LineChange {
  return { name: label, assistant: agentId };
}
