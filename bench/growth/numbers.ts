import type { PhoneNumberRow } from '../../src/database/tables.ts';
import { toNumberId } from '../../src/domain/number-id.ts';

/** Calling codes with their share of all numbers: a few countries have most, and many have some. */
const countries: readonly (readonly [country: string, code: string, share: number])[] = [
  ['US', '1212', 0.4],
  ['US', '1415', 0.2],
  ['CA', '1416', 0.1],
  ['GB', '4420', 0.08],
  ['DE', '4930', 0.06],
  ['FR', '331', 0.04],
  ['AU', '612', 0.03],
  ['NL', '3120', 0.025],
  ['ES', '3491', 0.02],
  ['IE', '3531', 0.015],
  ['SE', '468', 0.01],
  ['IT', '3906', 0.008],
  ['CH', '4143', 0.005],
  ['AT', '431', 0.003],
  ['PT', '3512', 0.002],
  ['FI', '3589', 0.001],
  ['LU', '352', 0.0005],
  ['MT', '356', 0.0003],
  ['IS', '354', 0.0002],
];

const words =
  `front desk support sales billing night shift clinic north south east west harbour garden station market studio lab
  office reception booking returns claims intake survey renewal onboarding pilot legal payroll warehouse delivery fleet
  dental optics pharmacy school library hotel airport bakery museum theatre bridge valley river mountain lake forest`.split(
    /\s+/,
  );

/** A word that one label in ten thousand has, and no other text. */
export const RARE_WORD = 'quetzal';

/** As many numbers as a company may have, made from a seed: the same each time. */
export function* makeNumbers(count: number, seed = 1): Generator<PhoneNumberRow> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const agents = Math.max(3, Math.floor(count / 100));
  for (let index = 0; index < count; index += 1) {
    const vendor = random() < 0.7 ? 'VOGENT' : 'ONEINBOX';
    const isSip = random() < 0.05;
    const [country, code] = isSip ? [null, ''] : countryAt(random());
    const digits = String(Math.floor(random() * 10 ** 9)).padStart(9, '0');
    const address = isSip
      ? `sip:desk-${index.toString(36)}@sip.example`
      : `+${code}${digits.slice(0, 11 - code.length)}`;
    const label = labelAt(random(), () => pick(words) ?? '', index);
    const createdAt = new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 9e10)).toISOString();
    const linkedTo = random();
    const agent = linkedTo < 0.01 ? 0 : Math.floor(random() * agents);
    const vendorId = `number-${index.toString(36).padStart(6, '0')}`;
    yield {
      id: toNumberId(vendor, vendorId),
      vendor,
      vendor_id: vendorId,
      agents: null,
      fallback_address: null,
      kind: isSip ? 'SIP' : 'PSTN',
      address,
      address_folded: address.toLowerCase(),
      label,
      label_folded: label?.toLowerCase() ?? '',
      status: statusAt(random()),
      agent_id: linkedTo < 0.3 ? `agent-${agent}` : null,
      inbound_routing: null,
      acquisition: 'DISCOVERED',
      locked: 0,
      country,
      carrier: isSip ? null : 'twilio',
      sms_capable: isSip ? null : 1,
      trunk: null,
      marker: null,
      created_at: createdAt,
      created_sort: createdAt,
      updated_at: createdAt,
      synced_at: createdAt,
      first_seen_at: createdAt,
      written_seq: 0,
      seen_seq: 1,
      obtained_at: null,
      unlinked_at: null,
      gone_at: null,
    };
  }
}

function countryAt(share: number): readonly [string, string] {
  let rest = share;
  for (const [country, code, part] of countries) {
    rest -= part;
    if (rest < 0) return [country, code];
  }
  return ['US', '1646'];
}

function labelAt(share: number, word: () => string, index: number): string | null {
  if (index % 10_000 === 777) return `${word()} ${RARE_WORD}`;
  if (share < 0.3) return null;
  const label = share < 0.6 ? `${word()} ${word()}` : `${word()} ${word()} ${index % 1000}`;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function statusAt(share: number): PhoneNumberRow['status'] {
  if (share < 0.02) return 'RELEASED';
  if (share < 0.07) return 'INACTIVE';
  return share < 0.08 ? 'UNKNOWN' : 'ACTIVE';
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
