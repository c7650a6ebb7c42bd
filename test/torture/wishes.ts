import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { Random } from './random.ts';

/** A change that a client wants, under one key for as long as it takes. */
export type Wish = {
  readonly key: string | null;
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What a client knows of a number it got. */
export type OwnedNumber = { readonly id: string; readonly address: string; readonly vendor: VendorName };

const agents = new Map<VendorName, readonly string[]>();
for (const { name, sandbox } of builtInVendors) {
  agents.set(
    name,
    ((await sandbox?.())?.agents ?? []).map(({ id }) => id),
  );
}
const agentsOf = (vendor: VendorName): readonly string[] => agents.get(vendor) ?? [];

/** Every area code of the US that the sandbox has stock in. */
const areaCodes = Array.from({ length: 800 }, (_, index) => String(200 + index)).filter(
  (area) => area !== '555' && parsePhoneNumberFromString(`+1${area}5550100`)?.country === 'US',
);
/** Where clients get in each other's way. */
const crowdedAreaCodes = areaCodes.slice(0, 3);

const trunk = { terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'torture-password' };

/** Makes up what a client wants next; `serial` is different each time. */
export function makeWish(random: Random, serial: string, owned: readonly OwnedNumber[]): Wish {
  const dice = random.next();
  if (dice < 0.6 || owned.length === 0) return purchase(random, serial);
  if (dice < 0.7) return sipImport(random, serial);
  if (dice < 0.75) {
    const input = { vendor: 'VOGENT', sipPrefix: `user-${serial}`, username: 'sip-user', password: 'torture-password' };
    return { key: serial, mutation: 'createSipNumber', input };
  }
  return changeOf(random, serial, random.pick(owned));
}

function purchase(random: Random, serial: string): Wish {
  const vendor = random.pick(['ONEINBOX', 'VOGENT'] as const);
  const areaCode = random.pick(random.chance(0.15) ? crowdedAreaCodes : areaCodes);
  const line = vendor === 'ONEINBOX' ? random.between(100, 149) : random.between(150, 199);
  const what = random.chance(0.2) ? { number: `+1${areaCode}5550${line}` } : { areaCode };
  const isLinked = vendor === 'ONEINBOX' || random.chance(0.5);
  const input = {
    vendor,
    ...what,
    ...(isLinked && { agentId: random.pick(agentsOf(vendor)) }),
    ...(random.chance(0.3) && { label: `Label ${serial}` }),
  };
  return { key: serial, mutation: 'purchaseNumber', input };
}

function sipImport(random: Random, serial: string): Wish {
  const vendor = random.pick(['ONEINBOX', 'VOGENT'] as const);
  const number = `+4420794${String(random.between(0, 99_999)).padStart(5, '0')}`;
  const extra = vendor === 'ONEINBOX' ? { carrier: 'twilio', agentId: random.pick(agentsOf(vendor)) } : {};
  return { key: serial, mutation: 'importSipNumber', input: { vendor, number, ...trunk, ...extra } };
}

function changeOf(random: Random, serial: string, { id, address, vendor }: OwnedNumber): Wish {
  const kind = random.pick(vendor === 'VOGENT' ? ['release', 'link', 'unlink', 'update'] : ['link', 'update']);
  const phoneNumberId = id;
  if (kind === 'release') {
    return { key: serial, mutation: 'releaseNumber', input: { phoneNumberId, confirmAddress: address } };
  }
  if (kind === 'link') {
    const input = { phoneNumberId, agentId: random.pick(agentsOf(vendor)) };
    return { key: null, mutation: 'linkNumberToAgent', input };
  }
  if (kind === 'unlink') return { key: null, mutation: 'unlinkNumberFromAgent', input: { phoneNumberId } };
  return { key: null, mutation: 'updateNumber', input: { phoneNumberId, label: `Renamed ${serial}` } };
}
