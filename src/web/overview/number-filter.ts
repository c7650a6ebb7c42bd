import type {
  NumberStatus,
  PhoneNumberFilter,
  PhoneNumberKind,
  PhoneNumberOrder,
  VendorFragment,
} from './generated/documents.ts';
import type { Asked } from './url.ts';

/** A choice of a select: how the address of the page writes it, and how people do. */
type Choice<Value> = { readonly value: string; readonly words: string; readonly is: Value };

/** The kinds of numbers. */
export const kinds: readonly Choice<PhoneNumberKind>[] = [
  { value: 'phone', words: 'Phone', is: 'PSTN' },
  { value: 'sip', words: 'SIP', is: 'SIP' },
];
/** Whether an agent answers. */
export const links: readonly Choice<boolean>[] = [
  { value: 'yes', words: 'Linked', is: true },
  { value: 'no', words: 'Unlinked', is: false },
];
/** The states of numbers. */
export const statuses: readonly Choice<NumberStatus>[] = [
  { value: 'active', words: 'Active', is: 'ACTIVE' },
  { value: 'inactive', words: 'Inactive', is: 'INACTIVE' },
  { value: 'unknown', words: 'Unknown', is: 'UNKNOWN' },
  { value: 'released', words: 'Released', is: 'RELEASED' },
];
/** The orders of the list; the first is that of a list that nobody has ordered. */
export const orders: readonly Choice<PhoneNumberOrder>[] = [
  { value: '', words: 'Newest first', is: 'CREATED_AT_DESC' },
  { value: 'oldest', words: 'Oldest first', is: 'CREATED_AT_ASC' },
  { value: 'address', words: 'Address, up', is: 'ADDRESS_ASC' },
  { value: 'address-down', words: 'Address, down', is: 'ADDRESS_DESC' },
  { value: 'label', words: 'Label, A to Z', is: 'LABEL_ASC' },
  { value: 'label-down', words: 'Label, Z to A', is: 'LABEL_DESC' },
];

/** What narrows the list. */
export const filters = ['q', 'vendor', 'linked', 'country', 'kind', 'status'] as const;

/** What the address of the page asks of the list. What it cannot mean is left out, since links are edited by hand. */
export function toFilter(asked: Asked, vendors: readonly VendorFragment[]): PhoneNumberFilter {
  const vendor = vendors.find((known) => known.vendor === asked.vendor)?.vendor;
  const linked = isOf(links, asked.linked);
  const kind = isOf(kinds, asked.kind);
  const status = isOf(statuses, asked.status);
  return {
    ...(asked.q && { contains: asked.q }),
    ...(vendor && { vendors: [vendor] }),
    ...(linked !== undefined && { linked }),
    ...(asked.country && { country: asked.country.toUpperCase() }),
    ...(kind && { kind }),
    ...(status && { statuses: [status] }),
  };
}

/** The order that the address of the page asks for. */
export function toOrder({ order }: Asked): PhoneNumberOrder {
  return isOf(orders, order) ?? 'CREATED_AT_DESC';
}

function isOf<Value>(choices: readonly Choice<Value>[], value: string | undefined): Value | undefined {
  return choices.find((choice) => choice.value === value)?.is;
}
