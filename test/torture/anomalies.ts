import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { vendorNames } from '../support/vendors.ts';
import { keepMoods } from './moods.ts';
import { listed, noteHiding, type Setting, setFault } from './set-fault.ts';

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

/** Lets vendors fail and lie in ways that change every moment, with quiet times in between. Ends with none. */
export async function misbehave(given: Omit<Setting, 'honest'>): Promise<void> {
  const setting = { ...given, honest: new Set<VendorName>() };
  const moods = vendorNames.map((vendor) => keepMoods(vendor, { ...setting, random: given.random.fork() }));
  await Promise.all([changeWeather(setting), ...moods]);
  given.control.clearFaults();
}

/** Short trouble: what goes wrong with single calls. */
async function changeWeather(setting: Setting): Promise<void> {
  const { random, isOver } = setting;
  while (!isOver()) {
    const forMs = random.between(300, 1_500);
    const ends = random.chance(0.25) ? [] : Array.from({ length: random.between(2, 7) }, () => strike(setting, forMs));
    await sleep(forMs);
    for (const end of ends) end();
  }
}

function strike(setting: Setting, forMs: number): () => void {
  const { random, honest } = setting;
  const vendor = random.pick(vendorNames);
  const probability = random.pick([0.1, 0.3, 0.6]);
  const dice = random.next();
  if (dice < 0.5) {
    const operation = random.pick(operations);
    const kind = random.pick(troubles);
    if (operation === 'list' && honest.has(vendor)) return () => undefined;
    const delay = kind === 'late' ? { delayMs: random.between(100, 1_500) } : {};
    return setFault(setting, { vendor, operation, kind, probability, ...delay });
  }
  const at = { vendor, operation: random.pick(obtaining), probability };
  if (dice < 0.65) return setFault(setting, { ...at, kind: 'refuse-after', ...random.pick(conflicts) });
  if (dice < 0.73) return setFault(setting, { ...at, kind: 'refuse', ...random.pick(refusals) });
  if (dice < 0.83) return setFault(setting, { ...at, kind: random.pick(['other-number', 'other-id']) });
  if (dice < 0.87) return setFault(setting, { ...at, operation: 'search', kind: 'deaf-search' });
  if (!listed.has(vendor) || honest.has(vendor)) return () => undefined;
  const kind = random.pick(['miss-one', 'empty-list', 'no-cursor'] as const);
  if (kind === 'miss-one') noteHiding(setting, { vendor, what: 'last', forMs, delayMs: null });
  return setFault(setting, { ...at, operation: 'list', kind });
}
