import { toNumberId } from '../../src/domain/number-id.ts';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';

/** A change to be interrupted, with a number and a key of its own for each time. */
export type Scenario = {
  readonly name: string;
  readonly vendor: VendorName;
  readonly mutation: string;
  /** Prepares the vendor's account for the n-th time, and tells what to ask for. */
  prepare(control: SandboxControl, n: number): Wish;
};

export type Wish = {
  readonly input: Readonly<Record<string, unknown>>;
  /** The id of a number that must be in the registry beforehand. */
  readonly knownId?: string;
  /** Whether the vendor's account is as it was asked to be. */
  readonly isDone: () => boolean;
};

export const ONEINBOX_AGENT = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const OTHER_ONEINBOX_AGENT = '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922';
const VOGENT_AGENT = '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20';

const login = { terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'crash-password' };

/** Area codes of the US: the sandbox sells no others under that country. */
const unusedAreas = `
  201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253
  254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 314 315 316 317 318 319 320 321 323 330 331`
  .trim()
  .split(/\s+/);

/** Buys in an area of its own, so that a number found there came of this wish. */
function purchase(vendor: VendorName, wish: (area: string) => Record<string, unknown>): Scenario['prepare'] {
  return (control) => {
    const area = unusedAreas.pop();
    if (area === undefined) throw new Error('There are more purchases than areas.');
    return {
      input: { vendor, ...wish(area) },
      isDone: () => control.sales().some((sale) => sale.vendor === vendor && sale.number.startsWith(`+1${area}`)),
    };
  };
}

/** Changes a number that is in the account. */
function change(
  vendor: VendorName,
  wish: { readonly input?: Record<string, unknown>; readonly isDone: (held: Held | undefined) => boolean },
): Scenario['prepare'] {
  return (control, n) => {
    const number = `+1${512 + n}5550${vendor === 'VOGENT' ? 177 : 122}`;
    const held = control.addNumber({ vendor, number, ...(vendor === 'ONEINBOX' && { agentId: ONEINBOX_AGENT }) });
    const id = toNumberId(vendor, held.id);
    return {
      knownId: id,
      input: {
        phoneNumberId: id,
        ...wish.input,
        ...(wish.input && 'confirmAddress' in wish.input && { confirmAddress: number }),
      },
      isDone: () => wish.isDone(control.numbers(vendor).find((now) => now.id === held.id)),
    };
  };
}

type Held = ReturnType<SandboxControl['numbers']>[number];

function bring(vendor: VendorName, wish: (n: number) => Record<string, unknown>, numberOf: (n: number) => string) {
  return (control: SandboxControl, n: number): Wish => ({
    input: { vendor, ...wish(n) },
    isDone: () => control.numbers(vendor).some((held) => held.number === numberOf(n)),
  });
}

const imported = (n: number): string => `+44207946${String(1000 + n).padStart(4, '0')}`;

export const scenarios: readonly Scenario[] = [
  {
    name: 'buying at Vogent by area code, with an agent',
    vendor: 'VOGENT',
    mutation: 'purchaseNumber',
    prepare: purchase('VOGENT', (areaCode) => ({ areaCode, agentId: VOGENT_AGENT, label: 'Kept here' })),
  },
  {
    name: 'buying one number at Vogent',
    vendor: 'VOGENT',
    mutation: 'purchaseNumber',
    prepare: purchase('VOGENT', (area) => ({ number: `+1${area}5550160` })),
  },
  {
    name: 'buying at OneInbox by area code',
    vendor: 'ONEINBOX',
    mutation: 'purchaseNumber',
    prepare: purchase('ONEINBOX', (areaCode) => ({ areaCode, agentId: ONEINBOX_AGENT })),
  },
  {
    name: 'importing at Vogent, with an agent',
    vendor: 'VOGENT',
    mutation: 'importSipNumber',
    prepare: bring('VOGENT', (n) => ({ ...login, number: imported(n), agentId: VOGENT_AGENT }), imported),
  },
  {
    name: 'importing at OneInbox',
    vendor: 'ONEINBOX',
    mutation: 'importSipNumber',
    prepare: bring(
      'ONEINBOX',
      (n) => ({ ...login, number: imported(n), carrier: 'twilio', agentId: ONEINBOX_AGENT }),
      imported,
    ),
  },
  {
    name: 'creating a SIP user',
    vendor: 'VOGENT',
    mutation: 'createSipNumber',
    prepare: bring(
      'VOGENT',
      (n) => ({ sipPrefix: `desk-${n}`, username: 'desk-user', password: 'crash-password' }),
      (n) => `desk-${n}`,
    ),
  },
  {
    name: 'releasing',
    vendor: 'VOGENT',
    mutation: 'releaseNumber',
    prepare: change('VOGENT', { input: { confirmAddress: '' }, isDone: (held) => held === undefined }),
  },
  {
    name: 'linking at Vogent',
    vendor: 'VOGENT',
    mutation: 'linkNumberToAgent',
    prepare: change('VOGENT', {
      input: { agentId: VOGENT_AGENT },
      isDone: (held) => held?.agentId === VOGENT_AGENT,
    }),
  },
  {
    name: 'linking at OneInbox',
    vendor: 'ONEINBOX',
    mutation: 'linkNumberToAgent',
    prepare: change('ONEINBOX', {
      input: { agentId: OTHER_ONEINBOX_AGENT },
      isDone: (held) => held?.agentId === OTHER_ONEINBOX_AGENT,
    }),
  },
  {
    name: 'unlinking',
    vendor: 'VOGENT',
    mutation: 'unlinkNumberFromAgent',
    prepare: change('VOGENT', { isDone: (held) => held?.agentId === null }),
  },
  {
    name: 'renaming at OneInbox',
    vendor: 'ONEINBOX',
    mutation: 'updateNumber',
    prepare: change('ONEINBOX', { input: { label: 'Renamed' }, isDone: (held) => held?.label === 'Renamed' }),
  },
];

/** The changes that take an idempotency key. */
export const takesKey = new Set(['purchaseNumber', 'importSipNumber', 'createSipNumber', 'releaseNumber']);

/** Every change asks for the same of its answer. */
export function toDocument(mutation: string): string {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Change($input: ${type}!) {
    ${mutation}(input: $input) {
      phoneNumber { ... on PhoneNumberRecord { id vendorId address label agent { id } status acquisition } }
      operation { id status }
      userErrors { code charged retryable }
    }
  }`;
}
