import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { vendorOf, vendorsWith } from '../support/vendors.ts';
import type { Random } from './random.ts';

/** A change that a client wants, under one key for as long as it takes. */
export type Wish = {
  readonly key: string | null;
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What a client knows of a number it got. */
export type OwnedNumber = { readonly id: string; readonly address: string; readonly vendor: VendorName };

const agentsOf = (vendor: VendorName): readonly string[] => Object.values(vendorOf(vendor).agents);

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
    const vendor = random.pick(vendorsWith('SIP_CREATE'));
    const input = { vendor, sipPrefix: `user-${serial}`, ...vendorOf(vendor).sipLogin };
    return { key: serial, mutation: 'createSipNumber', input };
  }
  return changeOf(random, serial, random.pick(owned));
}

function purchase(random: Random, serial: string): Wish {
  const { name: vendor, rules, can, hasAgents, stockNumber } = vendorOf(random.pick(vendorsWith('PURCHASE')));
  const areaCode = random.pick(random.chance(0.15) ? crowdedAreaCodes : areaCodes);
  const what =
    random.chance(0.2) && can('SEARCH') ? { number: stockNumber(areaCode, random.between(0, 49)) } : { areaCode };
  const isLinked = rules.agentRequired || (random.chance(0.5) && hasAgents);
  const input = {
    vendor,
    ...what,
    ...(isLinked && { agentId: random.pick(agentsOf(vendor)) }),
    ...(random.chance(0.3) && { label: `Label ${serial}` }),
  };
  return { key: serial, mutation: 'purchaseNumber', input };
}

function sipImport(random: Random, serial: string): Wish {
  const { name: vendor, importMembers } = vendorOf(random.pick(vendorsWith('SIP_IMPORT')));
  const number = `+4420794${String(random.between(0, 99_999)).padStart(5, '0')}`;
  return { key: serial, mutation: 'importSipNumber', input: { vendor, number, ...trunk, ...importMembers } };
}

function changeOf(random: Random, serial: string, { id, address, vendor }: OwnedNumber): Wish {
  const { can } = vendorOf(vendor);
  const link = can('LINK') ? 'link' : 'update';
  const kind = random.pick(['update', link, can('UNLINK') ? 'unlink' : link, can('RELEASE') ? 'release' : 'update']);
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
