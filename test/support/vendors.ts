import type { VendorName } from '../../src/domain/phone-number.ts';
import { listStock, MAX_PER_AREA_CODE } from '../../src/sandbox/stock.ts';
import type { Capability } from '../../src/vendors/capabilities.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import type { AccountNumber, FakeAccount, FakeVendor } from '../../src/vendors/fake-kit/fake-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { VendorRules } from '../../src/vendors/vendor-rules.ts';
import { loadSubject, type Subject } from './vendor-contract/subject.ts';

/** A built-in vendor as tests choose it: by what it can do and asks for, not by its name. */
export type TestVendor = {
  readonly name: VendorName;
  /** As people write it. */
  readonly title: string;
  readonly rules: VendorRules;
  /** Two agents of its sandbox account. Throws where it has none: see `hasAgents`. */
  readonly agents: { readonly first: string; readonly second: string };
  readonly hasAgents: boolean;
  /** Whether a purchase is an order that settles later. */
  readonly sellsByOrder: boolean;
  can(capability: Capability): boolean;
  /** The address of a user on its SIP domain. Throws where it has none. */
  sipAddress(user: string): string;
  /** The address of a number that its sandbox account has. */
  addressOf(number: Pick<AccountNumber, 'kind' | 'number'>): string;
  /** A number that it sells in an area code of the US: the first that a search shows, or one of those behind it. */
  stockNumber(areaCode: string, index?: number): string;
  /** A number that its sandbox account has from the start. Throws if none fits. */
  seededNumber(fits: (number: AccountNumber) => boolean): AccountNumber;
  /** A login that is long enough for a user on its SIP domain. */
  readonly sipLogin: { readonly username: string; readonly password: string };
  /** What an import needs at this vendor beyond the number and its trunk. */
  readonly importMembers: { readonly carrier?: string; readonly agentId?: string };
};

const vendors: readonly TestVendor[] = await Promise.all(builtInVendors.map(load));

/** The built-in vendors, in their order. */
export const vendorNames: readonly VendorName[] = vendors.map(({ name }) => name);

/** Finds a built-in vendor by its name. Throws if there is none. */
export function vendorOf(name: VendorName): TestVendor {
  return vendorThat(`is called ${name}`, (vendor) => vendor.name === name);
}

/** The first built-in vendor that fits. Throws if there is none, so that no test is skipped in silence. */
export function vendorThat(what: string, fits: (vendor: TestVendor) => boolean): TestVendor {
  const found = vendors.find(fits);
  if (found === undefined) throw new Error(`No built-in vendor ${what}.`);
  return found;
}

/** The first built-in vendor that can do all of these. */
export function vendorWith(...capabilities: Capability[]): TestVendor {
  return vendorThat(`can ${capabilities.join(' and ')}`, ({ can }) => capabilities.every(can));
}

/** The first built-in vendor that cannot do this. */
export function vendorWithout(capability: Capability): TestVendor {
  return vendorThat(`lacks ${capability}`, ({ can }) => !can(capability));
}

/** All built-in vendors that can do all of these. */
export function vendorsWith(...capabilities: Capability[]): VendorName[] {
  return vendors.filter(({ can }) => capabilities.every(can)).map(({ name }) => name);
}

/** All built-in vendors that cannot do this: what is asked of them is refused with NOT_SUPPORTED_BY_VENDOR. */
export function vendorsWithout(capability: Capability): VendorName[] {
  return vendors.filter(({ can }) => !can(capability)).map(({ name }) => name);
}

/** The first that lists its numbers: a purchase whose answer is lost is found without a person. */
export const listed = vendorThat(
  'sells chosen numbers, lists, releases, and links in a call of its own',
  ({ can, rules }) => can('SEARCH') && can('LIST') && can('RELEASE') && can('LINK') && !rules.linksWhenObtaining.bought,
);

/** The first that does not: a purchase whose answer is lost waits for a person. */
export const unlisted = vendorThat(
  'sells chosen numbers with their agents, and lists none',
  ({ can, rules }) => can('SEARCH') && !can('LIST') && can('LINK') && rules.linksWhenObtaining.bought,
);

/** The first whose purchases are orders that settle later. */
export const ordering = vendorThat('sells by order', ({ sellsByOrder }) => sellsByOrder);

async function load(definition: VendorDefinition): Promise<TestVendor> {
  const { fake, members, capabilities }: Subject = await loadSubject(definition);
  const { name, title, rules } = definition;
  const seeded = readSeed(fake);
  const [first, second] = fake.agents;
  const sipAddress = (user: string): string => {
    if (members.sip === undefined) throw new Error(`${name} has no SIP domain.`);
    return members.sip.address(user);
  };
  return {
    ...{ name, title, rules, sipAddress, sipLogin: sipLoginOf(rules, 'sip-user', 'torture-password') },
    hasAgents: first !== undefined,
    sellsByOrder: members.buying?.choice === 'exact' && members.buying.order !== undefined,
    get agents() {
      if (!first || !second) throw new Error(`${name} has no agents.`);
      return { first: first.id, second: second.id };
    },
    can: (capability) => capabilities.includes(capability),
    addressOf: ({ kind, number }) => (kind === 'SIP' ? sipAddress(number) : number),
    stockNumber(areaCode, index = 0) {
      const search = { country: 'US', prefix: areaCode, contains: null, perAreaCode: MAX_PER_AREA_CODE };
      let left = index;
      for (const number of fake.stock ? listStock(fake.stock, search) : []) {
        if (left === 0) return number;
        left -= 1;
      }
      throw new Error(`${name} sells no ${index + 1} numbers in ${areaCode}.`);
    },
    seededNumber(fits) {
      const found = seeded.find(fits);
      if (found === undefined) throw new Error(`The account of ${name} has no such number from the start.`);
      return found;
    },
    importMembers: {
      ...(rules.importCarriers?.[0] !== undefined && { carrier: rules.importCarriers[0] }),
      ...(rules.agentRequired && first && { agentId: first.id }),
    },
  };
}

/** A login of these words, as long as a vendor asks for. */
export function sipLoginOf({ sipLogin: { minLength } }: VendorRules, username: string, password: string) {
  return { username: username.padEnd(minLength, '-'), password: password.padEnd(minLength, '-') };
}

function readSeed(fake: FakeVendor): AccountNumber[] {
  const state = fake.seed();
  const account: FakeAccount<unknown> = {
    read: () => state,
    change: (act) => act(state),
    findForSale: () => [],
    isForSale: () => false,
    recordSale: () => undefined,
    now: () => '2026-07-01T09:00:00Z',
  };
  return fake.create(account).numbers();
}
