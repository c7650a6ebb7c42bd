import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { vendorNames, vendorsWith } from '../support/vendors.ts';
import type { Hiding } from './misled.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';
import { GRACE_MS, PATIENCE_MS } from './times.ts';

const troubles = [
  'late',
  '429',
  '500-before',
  '500-after',
  'reset-before',
  'reset-after',
  'hang',
  'hang-after',
  'garbage',
] as const satisfies readonly Fault['kind'][];

const operations = [
  'purchase',
  'purchase',
  'import',
  'createSip',
  'update',
  'release',
  'search',
  'list',
  'get',
] as const satisfies readonly Fault['operation'][];

const obtaining = ['purchase', 'purchase', 'import', 'createSip'] as const;

/** Refusals that may be about our own purchase, whether something came of it or not. */
const conflicts = [
  { status: 409, message: 'Number already purchased' },
  { status: 409, message: 'Phone number already in use' },
  { status: 409, message: 'You already own this number' },
  { status: 409, message: 'Conflict' },
  { status: 409, message: 'Another purchase is in progress' },
  { status: 400, message: 'This number is already in use' },
  { status: 422, message: 'The number has already been taken' },
];

/** Refusals that are true: nothing came of the call. */
const refusals = [
  ...conflicts,
  { status: 422, message: 'Your balance is too low: service unavailable' },
  { status: 403, message: 'Your plan allows 5 numbers' },
  { status: 402, message: 'Payment required' },
  { status: 409, message: 'Phone number is not available' },
  { status: 422, message: 'not available without a regulatory bundle' },
  { status: 404, message: 'No assistant found' },
  { status: 400, message: '' },
];

const listed: ReadonlySet<VendorName> = new Set(vendorsWith('LIST'));
const STALE_MS = 3_000;
const HONEST_TAIL_MS = 15_000;

type Setting = {
  readonly control: SandboxControl;
  readonly random: Random;
  readonly anomalies: Tally;
  /** What the vendors' answers may have hidden, and when. */
  readonly hidings: Hiding[];
  readonly isOver: () => boolean;
};

/** Lets vendors fail and lie in ways that change every moment, with quiet times in between. Ends with none. */
export async function misbehave(setting: Setting): Promise<void> {
  const { control, random, isOver } = setting;
  const honest = new Set<VendorName>();
  const moods = vendorNames.map((vendor) => keepMoods(vendor, { ...setting, random: random.fork(), honest }));
  await Promise.all([changeWeather({ ...setting, honest }), ...moods]);
  control.clearFaults();

  /** Short trouble: what goes wrong with single calls. */
  async function changeWeather(weather: Setting & { readonly honest: ReadonlySet<VendorName> }): Promise<void> {
    while (!isOver()) {
      const forMs = random.between(300, 1_500);
      const ends = random.chance(0.25)
        ? []
        : Array.from({ length: random.between(2, 7) }, () => strike(weather, forMs));
      await sleep(forMs);
      for (const end of ends) end();
    }
  }
}

function strike(setting: Setting & { readonly honest: ReadonlySet<VendorName> }, forMs: number): () => void {
  const { random, honest } = setting;
  const vendor = random.pick(vendorNames);
  const probability = random.pick([0.1, 0.3, 0.6]);
  const dice = random.next();
  if (dice < 0.5) {
    const operation = random.pick(operations);
    const kind = random.pick(troubles);
    if (operation === 'list' && honest.has(vendor)) return () => undefined;
    return set(setting, kind, {
      vendor,
      operation,
      probability,
      ...(kind === 'late' && { delayMs: random.between(100, 1_500) }),
    });
  }
  const operation = random.pick(obtaining);
  if (dice < 0.65) return set(setting, 'refuse-after', { vendor, operation, probability, ...random.pick(conflicts) });
  if (dice < 0.73) return set(setting, 'refuse', { vendor, operation, probability, ...random.pick(refusals) });
  if (dice < 0.83) return set(setting, random.pick(['other-number', 'other-id']), { vendor, operation, probability });
  if (dice < 0.87) return set(setting, 'deaf-search', { vendor, operation: 'search', probability });
  if (!listed.has(vendor) || honest.has(vendor)) return () => undefined;
  const kind = random.pick(['miss-one', 'empty-list', 'no-cursor'] as const);
  if (kind === 'miss-one') hide(setting, { vendor, what: 'last', forMs, delayMs: null });
  return set(setting, kind, { vendor, operation: 'list', probability });
}

/** Lies that last: one at a time for each vendor. */
async function keepMoods(vendor: VendorName, setting: Setting & { readonly honest: Set<VendorName> }): Promise<void> {
  const { random, isOver, honest } = setting;
  const turns = listed.has(vendor)
    ? [lag, lagBeyondGrace, national, unavailable]
    : [national, staleSearch, staleSearch, async () => undefined];
  while (!isOver()) {
    await random.pick(turns)();
    await restFor(random.between(1_000, 6_000));
  }

  async function lag(): Promise<void> {
    const [delayMs, forMs] = [random.between(200, GRACE_MS - 300), random.between(3_000, 15_000)];
    hide(setting, { vendor, what: 'new', forMs, delayMs });
    await during(set(setting, 'lag', { vendor, operation: 'list', delayMs }, 'lag within grace'), forMs);
  }

  async function lagBeyondGrace(): Promise<void> {
    const [delayMs, forMs] = [random.between(GRACE_MS + 500, 6 * GRACE_MS), random.between(3_000, 15_000)];
    hide(setting, { vendor, what: 'new', forMs, delayMs });
    await during(set(setting, 'lag', { vendor, operation: 'list', delayMs }, 'lag beyond grace'), forMs);
  }

  async function national(): Promise<void> {
    const operation = random.pick(['list', 'purchase', 'search', 'get', '*'] as const);
    await during(set(setting, 'national', { vendor, operation }), random.between(2_000, 10_000));
  }

  /** Too short to be met at every look for as long as recovery is patient. */
  async function staleSearch(): Promise<void> {
    const forMs = random.between(500, STALE_MS);
    hide(setting, { vendor, what: 'sale', forMs, delayMs: null });
    await during(set(setting, 'stale-search', { vendor, operation: 'search' }), forMs);
    await restFor(PATIENCE_MS);
  }

  /** Sold, and refused as no longer available: nobody can tell but by the list, which is to be true then. */
  async function unavailable(): Promise<void> {
    honest.add(vendor);
    await restFor(2_000);
    const words = { status: 409, message: 'Phone number is not available', probability: 0.4 };
    const end = set(
      setting,
      'refuse-after',
      { vendor, operation: 'purchase', ...words },
      'refuse-after, not available',
    );
    await during(end, random.between(2_000, 6_000));
    await restFor(HONEST_TAIL_MS);
    honest.delete(vendor);
  }

  async function during(end: () => void, ms: number): Promise<void> {
    await restFor(ms);
    end();
  }

  async function restFor(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!isOver() && Date.now() < until) await sleep(Math.min(500, until - Date.now()));
  }
}

function hide(
  { hidings }: Setting,
  { vendor, what, forMs, delayMs }: Pick<Hiding, 'vendor' | 'what' | 'delayMs'> & { readonly forMs: number },
): void {
  const from = Date.now();
  hidings.push({ vendor, what, from, to: from + forMs, delayMs });
}

/** Sets a fault, and counts it. What comes back ends it, and counts how often it struck. */
function set(
  { control, anomalies }: Setting,
  kind: Fault['kind'],
  fault: Omit<Fault, 'kind'>,
  name: string = kind,
): () => void {
  const end = control.addFault({ ...fault, kind });
  const id = control.faults().at(-1)?.id;
  return () => {
    anomalies.add(name, control.faults().find((one) => one.id === id)?.struck ?? 0);
    end();
  };
}
