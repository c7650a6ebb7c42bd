import { randomUUID } from 'node:crypto';
import { toNumberId } from '../domain/number-id.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Capability } from '../vendors/capabilities.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';
import type { VendorRules } from '../vendors/vendor-rules.ts';
import { EXAMPLE_PASSWORD, type Examples, type GraphiqlInfo, type Variables } from '../web/graphiql/info.ts';

/** The accounts at the fake vendors, as far as examples need them. */
type FakeAccounts = {
  readonly controlUrl: string;
  agentsOf(vendor: VendorName): readonly { readonly id: string }[];
  readonly control: {
    numbers(vendor: VendorName): readonly FakeNumber[];
  };
};

type FakeNumber = { readonly id: string; readonly number: string; readonly kind: 'PSTN' | 'SIP' };

/** What the examples are filled with. A member that is undefined is left out of the input. */
type Values = {
  readonly idempotencyKey: string;
  readonly agentId: string | undefined;
  readonly areaCode: string | undefined;
  readonly label: string | undefined;
  readonly number: string;
  readonly carrier: string | undefined;
  readonly terminationUri: string;
  readonly sipPrefix: string;
  readonly username: string;
  readonly password: string;
  /** The vendor's own id of a number in the account, and this service's; and what a caller dials. */
  readonly vendorId: string;
  readonly numberId: string;
  readonly address: string;
  /** A number that may go. */
  readonly spare: { readonly numberId: string; readonly address: string };
};

/**
 * What GraphiQL shows of these vendors. On the sandbox, every example works as it is, with what the fake accounts have
 * now. With real vendors (`fakes` is null), an example that changes something has placeholders, which the service
 * refuses before it calls a vendor: nobody buys a number by trying one.
 */
export function createGraphiqlInfo(vendors: readonly VoiceVendor[], fakes: FakeAccounts | null): GraphiqlInfo {
  const valuesOf = (vendor: VoiceVendor) => (fakes === null ? toPlaceholders(vendor) : toValues(vendor, fakes));
  return {
    mode: fakes === null ? 'live' : 'sandbox',
    server: 'subgraph',
    controlUrl: fakes?.controlUrl ?? null,
    vendors: vendors.map(({ title }) => title),
    examples: createExamples(vendors, valuesOf),
  };
}

const AN_AGENT = '<id of an agent>';

function createExamples(vendors: readonly VoiceVendor[], valuesOf: (vendor: VoiceVendor) => Values): Examples {
  const searched = vendors.find(can('SEARCH'));
  const bought = vendors.find(can('PURCHASE'));
  const imported = vendors.find(can('SIP_IMPORT'));
  const created = vendors.find(can('SIP_CREATE'));
  // Adoption is for numbers that no list tells of; entities are numbers that one has told of.
  const adopted = vendors.find((vendor) => !can('LIST')(vendor)) ?? vendors[0];
  const listing = vendors.find(can('LIST'));
  const listed = listing ?? vendors[0];
  // Of numbers that are known without anybody taking them in.
  const changed = (capability: Capability) => {
    const able = vendors.filter(can(capability));
    const vendor = able.find(can('LIST')) ?? able[0];
    return vendor ? valuesOf(vendor) : null;
  };
  const purchase = bought ? toPurchase(bought, valuesOf(bought)) : null;
  return {
    findNumber: listing ? { address: valuesOf(listing).address } : null,
    searchStock: searched ? { input: { ...toPlace(searched, valuesOf(searched)), limit: 5 } } : null,
    buyNumber: purchase ? { input: purchase } : null,
    importOverSip: imported ? { input: toImport(imported, valuesOf(imported)) } : null,
    createSip: created ? { input: toSip(created, valuesOf(created)) } : null,
    linkToAgent: toChange(changed('LINK'), ({ numberId, agentId = AN_AGENT }) => ({
      phoneNumberId: numberId,
      agentId,
    })),
    unlink: toChange(changed('UNLINK'), ({ numberId }) => ({ phoneNumberId: numberId })),
    rename: toChange(changed('LABEL') ?? changed('LIST'), ({ numberId }) => ({
      phoneNumberId: numberId,
      label: 'Front desk',
    })),
    release: toChange(changed('RELEASE'), ({ idempotencyKey, spare }) => ({
      idempotencyKey,
      phoneNumberId: spare.numberId,
      confirmAddress: spare.address,
    })),
    followPurchase: purchase ? { idempotencyKey: purchase.idempotencyKey } : null,
    settle: {
      input: {
        operationId: '<id of an operation in NEEDS_ATTENTION>',
        failed: true,
        note: 'What I saw at the vendor.',
      },
    },
    adoptNumber: adopted ? { input: { vendor: adopted.name, vendorId: valuesOf(adopted).vendorId } } : null,
    entities: listed ? { representations: toRepresentations(valuesOf(listed)) } : null,
  };
}

function can(capability: Capability): (vendor: VoiceVendor) => boolean {
  return ({ capabilities }) => capabilities.includes(capability);
}

function toPlace({ name, rules }: VoiceVendor, { areaCode }: Values) {
  return { vendor: name, country: countryOf(rules), areaCode };
}

function toPurchase(vendor: VoiceVendor, values: Values) {
  const { idempotencyKey, agentId, label } = values;
  return { idempotencyKey, ...toPlace(vendor, values), agentId, label };
}

function toImport({ name }: VoiceVendor, values: Values) {
  const { idempotencyKey, number, carrier, terminationUri, username, password, agentId } = values;
  return { idempotencyKey, vendor: name, number, carrier, terminationUri, username, password, agentId };
}

function toSip({ name }: VoiceVendor, { idempotencyKey, sipPrefix, username, password }: Values) {
  return { idempotencyKey, vendor: name, sipPrefix, username, password };
}

function toChange(values: Values | null, inputOf: (values: Values) => Variables): Variables | null {
  return values === null ? null : { input: inputOf(values) };
}

function toRepresentations({ agentId = AN_AGENT, numberId }: Values) {
  return [
    { __typename: 'Agent', id: agentId },
    { __typename: 'PstnNumber', id: numberId },
  ];
}

/** The first country that the vendor sells numbers of, where it is not the one that searches are for by default. */
function countryOf({ countries }: VendorRules): string | undefined {
  return countries === null || countries.includes('US') ? undefined : countries[0];
}

/** What works at the fake of this vendor. */
function toValues(vendor: VoiceVendor, { agentsOf, control }: FakeAccounts): Values {
  const { name, rules } = vendor;
  const numbers = control.numbers(name);
  const ofLines = numbers.filter(({ kind }) => kind === 'PSTN');
  const [number, ...others] = ofLines;
  const spare = others.at(-1) ?? number;
  const placeholders = toPlaceholders(vendor);
  return {
    idempotencyKey: randomUUID(),
    agentId: agentsOf(name)[0]?.id,
    areaCode: toAreaCode(rules),
    label: 'Front desk',
    number: toImportable(numbers),
    carrier: rules.importCarriers?.[0],
    terminationUri: 'trunk.example.com',
    sipPrefix: toSipPrefix(numbers),
    // As long as any vendor asks.
    username: 'example-user-of-a-trunk',
    password: EXAMPLE_PASSWORD,
    vendorId: number?.id ?? placeholders.vendorId,
    numberId: number === undefined ? placeholders.numberId : toNumberId(name, number.id),
    address: number?.number ?? placeholders.address,
    spare: spare === undefined ? placeholders.spare : { numberId: toNumberId(name, spare.id), address: spare.number },
  };
}

const exampleAreaCodes: Readonly<Record<string, string>> = { US: '415', CA: '416' };

function toAreaCode(rules: VendorRules): string | undefined {
  const country = countryOf(rules) ?? 'US';
  const isKnown = rules.areaCodeCountries?.includes(country) ?? true;
  if (rules.areaCode === 'NONE' || !isKnown) return undefined;
  return exampleAreaCodes[country] ?? '20';
}

/** A number that the account does not have yet, of those that the United Kingdom reserves for fiction. */
function toImportable(numbers: readonly FakeNumber[]): string {
  const reserved = Array.from({ length: 100 }, (_, index) => `+44207946${String(999 - index).padStart(4, '0')}`);
  const isNew = (candidate: string) => numbers.every(({ number }) => number !== candidate);
  return reserved.find(isNew) ?? '+442079460999';
}

/** A name that the account does not have yet. */
function toSipPrefix(numbers: readonly FakeNumber[]): string {
  const names = Array.from({ length: numbers.length + 1 }, (_, index) => `front-desk-${index + 1}`);
  return names.find((name) => numbers.every(({ number }) => !number.includes(name))) ?? 'front-desk';
}

/** What a person has to fill in for this vendor. The spaces in it keep each from being taken for a value. */
function toPlaceholders({ title, rules }: VoiceVendor): Values {
  return {
    idempotencyKey: '<a new key for every number>',
    agentId: rules.agentRequired ? `<id of an agent at ${title}>` : undefined,
    areaCode: rules.areaCode === 'REQUIRED' ? '<area code>' : undefined,
    label: undefined,
    number: '<number to import>',
    carrier: rules.importCarriers === null ? undefined : `<${rules.importCarriers.join(' or ')}>`,
    terminationUri: '<host of your SIP trunk>',
    sipPrefix: '<name before the @>',
    username: '<user of your SIP trunk>',
    password: '',
    vendorId: `<id of the number at ${title}>`,
    numberId: '<id of a phone number>',
    address: '<phone number>',
    spare: { numberId: '<id of a phone number>', address: '<the phone number, typed once more>' },
  };
}
