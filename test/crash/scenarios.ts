import { toNumberId } from '../../src/domain/number-id.ts';
import type { SandboxControl, SandboxNumber } from '../../src/sandbox/control.ts';
import { listStock } from '../../src/sandbox/stock.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { loadSubject, type Subject } from '../support/vendor-contract/subject.ts';
import { sipLoginOf } from '../support/vendors.ts';
import { pickwick } from '../vendors/pickwick/pickwick.ts';

/** The vendors whose changes are interrupted: those of the service, and one that picks its numbers itself. */
export const vendors: readonly VendorDefinition[] = [...builtInVendors, pickwick];

/** A change to be interrupted, with a number of its own for each time. */
export type Scenario = {
  readonly name: string;
  readonly subject: Subject;
  readonly mutation: string;
  /** The call to the vendor that carries it out. */
  readonly call: string;
  /** Prepares the vendor's account for the n-th time, from 1, and tells what to ask for. */
  prepare(control: SandboxControl, n: number): Wish;
};

export type Wish = {
  readonly input: Readonly<Record<string, unknown>>;
  /** The vendor's id of a number that must be in the registry beforehand. */
  readonly knownId?: string;
  /** The number of the account that is meant, or that came of it. */
  readonly find: () => SandboxNumber | undefined;
  /** Whether the account is as it was asked to be, apart from what follows in a later call. */
  readonly isDone: (found: SandboxNumber | undefined) => boolean;
};

/** Area codes of the US that no number of a seed has. */
const areaCodes = `
  201 202 203 205 207 208 209 210 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253
  254 256 260 262 267 269 270 276 281 301 302 303 304 307 308 309 310 313 314 315 316 317 318 319 320 321 323 330 331`
  .trim()
  .split(/\s+/);
/** No scenario is prepared more often than this. */
export const MOST_TIMES = 10;

const login = { terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'crash-password' };
const isThere = (found: SandboxNumber | undefined) => found !== undefined;

/** Everything that a vendor can be asked for. */
async function scenariosOf(definition: VendorDefinition): Promise<Scenario[]> {
  const subject = await loadSubject(definition);
  const { fake, members, capabilities } = subject;
  const { name: vendor, title, rules } = definition;
  const [first, second] = fake.agents;
  const linked = first === undefined ? {} : { agentId: first.id };
  const can = (capability: (typeof capabilities)[number]) => capabilities.includes(capability);
  const findById = (control: SandboxControl, id: string) => () => control.numbers(vendor).find((one) => one.id === id);
  const findByEnd = (control: SandboxControl, end: string) => () =>
    control.numbers(vendor).find(({ number }) => number.endsWith(end));

  /** Buys in an area of its own, so that a number found there came of this wish. */
  const purchase = (from: number, toInput: (areaCode: string) => object): Scenario['prepare'] =>
    function prepare(control, n) {
      const areaCode = areaCodes[from + n] ?? '';
      const bought = () =>
        control.sales().find((sale) => sale.vendor === vendor && sale.number.startsWith(`+1${areaCode}`));
      return {
        input: { vendor, ...linked, ...toInput(areaCode) },
        find: () => control.numbers(vendor).find(({ number }) => number === bought()?.number),
        isDone: isThere,
      };
    };

  /** Changes a number that is in the account. */
  const change = (toInput: (number: string) => object, isDone: Wish['isDone']): Scenario['prepare'] =>
    function prepare(control) {
      const number = `+1310551${1000 + control.numbers(vendor).length}`;
      const { id } = control.addNumber({ vendor, number, ...linked });
      const phoneNumberId = toNumberId(vendor, id);
      return { input: { phoneNumberId, ...toInput(number) }, knownId: id, find: findById(control, id), isDone };
    };

  const exactly = (areaCode: string) => {
    const search = { country: 'US', prefix: areaCode, contains: null, perAreaCode: 1 };
    const [number] = fake.stock ? listStock(fake.stock, search) : [];
    return { number };
  };
  const isExact = members.buying?.choice === 'exact';
  const all: readonly (Omit<Scenario, 'subject'> & { readonly isThere: boolean })[] = [
    {
      name: `buying at ${title} by area code`,
      isThere: can('PURCHASE'),
      mutation: 'purchaseNumber',
      call: 'buying.buy',
      prepare: purchase(0, (areaCode) => ({ areaCode, label: 'Kept' })),
    },
    {
      name: `buying one number at ${title}`,
      isThere: isExact,
      mutation: 'purchaseNumber',
      call: 'buying.buy',
      prepare: purchase(MOST_TIMES, exactly),
    },
    {
      name: `importing at ${title}`,
      isThere: can('SIP_IMPORT'),
      mutation: 'importSipNumber',
      call: 'importing.run',
      prepare(control, n) {
        const number = `+44207946${1000 + n}`;
        const carrier = rules.importCarriers === null ? {} : { carrier: rules.importCarriers[0] };
        const input = { vendor, number, ...login, ...carrier, ...linked };
        return { input, find: findByEnd(control, number), isDone: isThere };
      },
    },
    {
      name: `creating a SIP user at ${title}`,
      isThere: can('SIP_CREATE'),
      mutation: 'createSipNumber',
      call: 'sip.create',
      prepare(control, n) {
        const sipPrefix = `desk-${n}-x`;
        const input = { vendor, sipPrefix, ...sipLoginOf(rules, 'desk-user', login.password) };
        return { input, find: findByEnd(control, sipPrefix), isDone: isThere };
      },
    },
    {
      name: `releasing at ${title}`,
      isThere: can('RELEASE'),
      mutation: 'releaseNumber',
      call: 'release',
      prepare: change(
        (confirmAddress) => ({ confirmAddress }),
        (found) => found === undefined,
      ),
    },
    {
      name: `linking at ${title}`,
      isThere: can('LINK'),
      mutation: 'linkNumberToAgent',
      call: 'updating.run',
      prepare: change(
        () => ({ agentId: second?.id }),
        (found) => found?.agentId === second?.id,
      ),
    },
    {
      name: `unlinking at ${title}`,
      isThere: can('UNLINK'),
      mutation: 'unlinkNumberFromAgent',
      call: 'unlink',
      prepare: change(
        () => ({}),
        (found) => found?.agentId === null,
      ),
    },
    {
      name: `renaming at ${title}`,
      isThere: can('LABEL'),
      mutation: 'updateNumber',
      call: 'updating.run',
      prepare: change(
        () => ({ label: 'Renamed' }),
        (found) => found?.label === 'Renamed',
      ),
    },
    {
      name: `adopting at ${title}`,
      isThere: true,
      mutation: 'adoptNumber',
      call: 'get',
      prepare(control, n) {
        const { id: vendorId } = control.addNumber({ vendor, number: `+1310553${1000 + n}`, ...linked });
        return { input: { vendor, vendorId }, find: findById(control, vendorId), isDone: isThere };
      },
    },
  ];
  return all.filter((scenario) => scenario.isThere).map((scenario) => ({ ...scenario, subject }));
}

export const scenarios: readonly Scenario[] = (await Promise.all(vendors.map(scenariosOf))).flat();
