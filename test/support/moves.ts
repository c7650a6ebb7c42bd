import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { SandboxControl, SandboxNumber } from '../../src/sandbox/control.ts';
import { mutate, type ShownNumber, type ShownOperation, type ShownPayload } from './mutations.ts';
import type { TestApp } from './test-app.ts';
import { type TestVendor, vendorNames, vendorOf } from './vendors.ts';

type Asked = Pick<TestApp, 'graphql'>;

const vendors = vendorNames.map(vendorOf);

/** Carriers, whose numbers can be given to platforms. */
export const carriers: readonly TestVendor[] = vendors.filter(({ can }) => can('CONNECT'));
const [first] = carriers;
if (!first) throw new Error('No vendor connects its numbers.');
export const carrier: TestVendor = first;

const isPlatform = ({ can }: TestVendor) =>
  (['SIP_IMPORT', 'LINK', 'RELEASE', 'LIST'] as const).every((capability) => can(capability));
const doesMost = ({ can }: TestVendor) => can('PURCHASE') && can('SIP_CREATE') && can('UNLINK');

/** Platforms between which numbers can be moved: those that can do most come first. */
const all = vendors.filter(isPlatform).toSorted((a, b) => Number(doesMost(b)) - Number(doesMost(a)));
const [one, two] = all;
if (!one || !two) throw new Error('No two vendors import, link, list and release numbers.');
export const platforms: readonly [TestVendor, TestVendor] = [one, two];

const say = (from: TestVendor, to: TestVendor) => ({ from, to, way: `from ${from.name} to ${to.name}` });
/** From the first platform to each other one, and back. */
export const directions = all.filter((other) => other !== one).flatMap((other) => [say(one, other), say(other, one)]);

/** A trunk of the caller's. */
export const ownTrunk = {
  terminationUri: '203.0.113.9',
  username: 'trunk-user',
  password: 'correct horse battery staple',
} as const;

let lastLine = 4000;

/** A number that no vendor sells, and no other test of this file has. */
export function ownNumber(): string {
  lastLine += 1;
  return `+1201556${lastLine}`;
}

/** A number in the account at a carrier, which the service knows. */
export async function holdAtCarrier(
  app: Asked,
  control: SandboxControl,
  { carrier: at = carrier, number = ownNumber() }: { readonly carrier?: TestVendor; readonly number?: string } = {},
): Promise<ShownNumber> {
  const { id: vendorId } = control.addNumber({ vendor: at.name, number });
  return done(await mutate(app, 'adoptNumber', { vendor: at.name, vendorId }));
}

/** A number that a platform takes in over a trunk of the caller's. */
export async function takeIn(app: Asked, platform: TestVendor, number = ownNumber()): Promise<ShownNumber> {
  const input = { ...ownTrunk, idempotencyKey: randomUUID(), vendor: platform.name, number };
  const agentId = platform.agents.first;
  return done(await mutate(app, 'importSipNumber', { ...input, ...platform.importMembers, agentId }));
}

/** What to ask for to move a number; `changes` take the place of members. */
export function moveInput({ id, address }: ShownNumber, to: TestVendor, changes: object = {}) {
  const { carrier: named } = to.importMembers;
  return {
    idempotencyKey: randomUUID(),
    phoneNumberId: id,
    vendor: to.name,
    agentId: to.agents.second,
    trunk: { ...ownTrunk, ...(named !== undefined && { carrier: named }) },
    confirmAddress: address,
    ...changes,
  };
}

/** What the sandbox has of a number at a vendor. */
export function at(control: SandboxControl, vendor: TestVendor, number: string): SandboxNumber | undefined {
  const found = control.numbers(vendor.name).filter((held) => held.number === number);
  expect(found.length).toBeLessThan(2);
  return found[0];
}

/** Whether somebody answers the number: a platform that has it with an agent. */
export function isOwned(control: SandboxControl, number: string, by: readonly TestVendor[] = platforms): boolean {
  return by.some((vendor) => (at(control, vendor, number)?.agentId ?? null) !== null);
}

/** The steps of an operation, as kind, vendor and status. */
export async function stepsOf(app: Asked, id: string | undefined): Promise<string[]> {
  const query =
    'query ($id: ID!) { numberOperation(id: $id) { steps { kind vendor status stepOf { id } idempotencyKey } } }';
  const { data, errors } = await app.graphql(query, { id });
  expect(errors).toBeUndefined();
  const steps: (ShownOperation & { stepOf: { id: string } })[] = data.numberOperation.steps;
  for (const { stepOf, idempotencyKey } of steps)
    expect({ stepOf, idempotencyKey }).toEqual({ stepOf: { id }, idempotencyKey: null });
  return steps.map(({ kind, vendor, status }) => `${kind} ${vendor} ${status}`);
}

/** The number of a payload that has nothing to complain of. */
export function done({ phoneNumber, userErrors }: ShownPayload): ShownNumber {
  expect(userErrors).toEqual([]);
  if (phoneNumber === null) throw new Error('There is no number.');
  return phoneNumber;
}

const reads = new Set(['list', 'get', 'search', 'prices', 'trunks']);

/** Every call so far that changes something, as vendor and operation. */
export function writes({ sandbox }: Pick<TestApp, 'sandbox'>): string[] {
  const calls = sandbox.control.calls().filter(({ operation }) => operation === null || !reads.has(operation));
  return calls.map(({ vendor, operation }) => `${operation} ${vendor}`);
}
