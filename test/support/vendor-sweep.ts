import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { OperationName } from '../../src/vendors/fake-kit/routes.ts';
import { mutate, readOperation, type ShownNumber, type ShownPayload } from './mutations.ts';
import { freeAreaCode, purchaseInput } from './purchases.ts';
import type { TestApp } from './test-app.ts';
import { unknownIdAmong } from './vendor-contract/harness.ts';
import { type TestVendor, vendorWith } from './vendors.ts';

/** `vendor.agents` may be asked for only where numbers can be linked to agents. */
type Given = { readonly app: Pick<TestApp, 'graphql'>; readonly sandbox: Sandbox; readonly vendor: TestVendor };

let lastLine = 2000;

/** A number that no vendor sells. */
function ownNumber(): string {
  lastLine += 1;
  return `+1201555${lastLine}`;
}

/**
 * Has a service do at a vendor all that the vendor can do, each thing so that it goes well, so that it is refused, and, where
 * a number is obtained or changed, so that the answer is lost. What can be done is what its capabilities and rules say.
 */
export async function sweepVendor(given: Given): Promise<void> {
  const { app, vendor } = given;
  const { name, can } = vendor;
  const ask = (mutation: string, input: object) => mutate(app, mutation, input);
  const linked = can('LINK') ? { agentId: vendor.agents.first } : {};

  const held = [await adoptOne(given)];
  if (can('PURCHASE')) held.push(...(await buyAllWays(given, linked)));
  if (can('SIP_IMPORT')) {
    const login = { terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'long enough for a trunk' };
    const input = () => ({ ...obtaining(), ...login, number: ownNumber(), ...vendor.importMembers, ...linked });
    held.push(done(await ask('importSipNumber', { ...input(), label: 'Imported' })));
    if (can('LINK')) await ask('importSipNumber', { ...input(), agentId: unlike(vendor.agents.first) });
    await loseAnswer(given, 'import', () => ask('importSipNumber', input()));
  }
  if (can('SIP_CREATE')) {
    const { minLength } = vendor.rules.sipLogin;
    const login = { username: 'desk-user'.padEnd(minLength, '0'), password: 'long enough'.padEnd(minLength, '0') };
    const input = () => ({ ...obtaining(), ...login, sipPrefix: `desk-${randomUUID().slice(0, 8)}`, ...linked });
    const first = input();
    held.push(done(await ask('createSipNumber', { ...first, label: 'Desk' })));
    await ask('createSipNumber', { ...input(), sipPrefix: first.sipPrefix });
    await loseAnswer(given, 'createSip', () => ask('createSipNumber', input()));
  }
  await list(given);
  for (const number of held) await changeAllWays(given, number);
  if (can('LINK')) {
    const { id: phoneNumberId } = await adoptOne(given);
    await loseAnswer(given, 'update', () => ask('linkNumberToAgent', { phoneNumberId, agentId: vendor.agents.first }));
  }
  if (can('CONNECT')) await connectAllWays(given);
  await changeMissing(given, await adoptOne(given));
  if (can('RELEASE')) for (const number of held) await release(given, number);
  await list(given);

  function obtaining() {
    return { idempotencyKey: randomUUID(), vendor: name };
  }
}

/** Searches; buys what a search shows, and what the service or the vendor picks; asks for what cannot be had. */
async function buyAllWays(given: Given, linked: { readonly agentId?: string }): Promise<ShownNumber[]> {
  const { app, sandbox, vendor } = given;
  const { name, rules, can } = vendor;
  const areaCode = () => (rules.areaCode === 'NONE' ? undefined : freeAreaCode());
  const buy = (changes: object) => mutate(app, 'purchaseNumber', purchaseInput(name, { ...linked, ...changes }));
  const picked = () => buy({ areaCode: areaCode() });

  const bought = [done(await picked()), done(await buy({ areaCode: areaCode(), label: 'Front desk' }))];
  if (can('INBOUND_ROUTING')) {
    const inboundRouting = { agentId: vendor.agents.first, fallbackAgentId: vendor.agents.second };
    bought.push(done(await buy({ areaCode: areaCode(), inboundRouting })));
  }
  if (can('LINK')) await buy({ areaCode: areaCode(), agentId: unlike(vendor.agents.first) });
  if (can('SEARCH')) {
    const [first = '', second = ''] = await search(given, { areaCode: areaCode() });
    await search(given, { areaCode: first.slice(2, 5), contains: first.slice(-4) });
    bought.push(done(await buy({ number: first })));
    sandbox.control.sell(name, second);
    refused(await buy({ number: second }));
  }
  const stock = sandbox.control.stock();
  sandbox.control.setStock(0);
  refused(await picked());
  sandbox.control.setStock(stock);
  await loseAnswer(given, 'purchase', picked);
  return bought;
}

/** Links, renames, routes and unlinks a number, and reads it. */
async function changeAllWays(given: Given, { id: phoneNumberId }: ShownNumber): Promise<void> {
  const { app, vendor } = given;
  const { rules, can } = vendor;
  const update = (changes: object) => mutate(app, 'updateNumber', { phoneNumberId, ...changes });
  const link = (agentId: string) => mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId });

  if (can('LINK')) {
    done(await link(vendor.agents.second));
    await link(unlike(vendor.agents.first));
  }
  if (can('LABEL')) {
    done(await update({ label: 'Renamed' }));
    if (rules.labelCanBeCleared) done(await update({ label: null }));
  }
  if (can('INBOUND_ROUTING')) {
    const routing = { agentId: vendor.agents.first, fallbackAgentId: vendor.agents.second, voicemailMessage: 'Later' };
    done(await update({ inboundRouting: routing }));
    done(await update({ inboundRouting: { agentId: vendor.agents.second, fallbackAgentId: null } }));
    await update({ inboundRouting: { agentId: unlike(vendor.agents.first) } });
  }
  if (can('UNLINK')) done(await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId }));
  await read(given, phoneNumberId);
}

/** Gives a number to a platform, and takes it back; once more, and an answer of the carrier is lost. */
async function connectAllWays(given: Given): Promise<void> {
  const { app } = given;
  const platform = vendorWith('SIP_IMPORT', 'LINK', 'RELEASE', 'LIST');
  const { id: phoneNumberId, address: confirmAddress } = await adoptOne(given);
  const keyed = () => ({ idempotencyKey: randomUUID(), phoneNumberId, vendor: platform.name });
  const connect = () => mutate(app, 'connectNumber', { ...keyed(), agentId: platform.agents.first });
  const disconnect = () => mutate(app, 'disconnectNumber', { ...keyed(), confirmAddress });
  done(await connect());
  done(await disconnect());
  await loseAnswer(given, 'update', connect);
  await loseAnswer(given, 'update', disconnect);
}

/** Changes and gives back a number that is no longer in the account. */
async function changeMissing(given: Given, { id: phoneNumberId, vendorId, address }: ShownNumber): Promise<void> {
  const { app, sandbox, vendor } = given;
  const { name, can } = vendor;
  sandbox.control.removeNumber(name, vendorId);
  if (can('LINK')) refused(await mutate(app, 'linkNumberToAgent', { phoneNumberId, agentId: vendor.agents.second }));
  if (can('LABEL')) refused(await mutate(app, 'updateNumber', { phoneNumberId, label: 'Gone' }));
  if (can('UNLINK')) await mutate(app, 'unlinkNumberFromAgent', { phoneNumberId });
  await read(given, phoneNumberId);
  if (can('RELEASE')) {
    await mutate(app, 'releaseNumber', { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: address });
  }
}

async function release(given: Given, { id: phoneNumberId, address: confirmAddress }: ShownNumber): Promise<void> {
  done(await mutate(given.app, 'releaseNumber', { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress }));
}

/** Takes in a number that was obtained in the dashboard, and asks for one that is not there. */
async function adoptOne({ app, sandbox, vendor }: Given): Promise<ShownNumber> {
  const { name, can } = vendor;
  const added = { vendor: name, number: ownNumber(), ...(can('LINK') && { agentId: vendor.agents.second }) };
  const { id: vendorId } = sandbox.control.addNumber(added);
  const unknown = unknownIdAmong(sandbox.control.numbers(name).map(({ id }) => id));
  refused(await mutate(app, 'adoptNumber', { vendor: name, vendorId: unknown }));
  return done(await mutate(app, 'adoptNumber', { vendor: name, vendorId }));
}

async function search({ app, vendor }: Given, place: object): Promise<string[]> {
  const query = 'query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { numbers { number } } }';
  const { data } = await app.graphql(query, { input: { vendor: vendor.name, ...place } });
  return data.availableNumbers.numbers.map(({ number }: { number: string }) => number);
}

async function list({ app, vendor }: Given): Promise<void> {
  const query =
    'query ($vendor: NumberVendor!) { phoneNumbers(filter: { vendors: [$vendor] }, maxAge: 0) { outages { message } } }';
  const { data } = await app.graphql(query, { vendor: vendor.name });
  expect(data.phoneNumbers.outages).toEqual([]);
}

async function read({ app }: Given, id: string): Promise<void> {
  const { errors } = await app.graphql('query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { __typename } }', { id });
  expect(errors).toBeUndefined();
}

/** Lets a call do its work and lose its answer, and waits until the service knows what came of it, or that it cannot. */
async function loseAnswer(given: Given, operation: OperationName, run: () => Promise<ShownPayload>): Promise<void> {
  const { app, sandbox, vendor } = given;
  const stop = sandbox.control.addFault({ vendor: vendor.name, operation, kind: 'reset-after', times: 1 });
  const id = (await run()).operation?.id ?? '';
  stop();
  await vi.waitFor(async () => expect((await readOperation(app, id))?.status).not.toBe('PENDING'), {
    timeout: 20_000,
    interval: 100,
  });
}

/** The number of a payload that has nothing to complain of. */
function done({ phoneNumber, userErrors }: ShownPayload): ShownNumber {
  expect(userErrors).toEqual([]);
  if (phoneNumber === null) throw new Error('There is no number.');
  return phoneNumber;
}

function refused({ userErrors }: ShownPayload): void {
  expect(userErrors).not.toEqual([]);
}

/** An id of an agent that looks like this one, and is not. */
function unlike(agentId: string): string {
  return agentId.slice(0, -1) + (agentId.endsWith('0') ? '1' : '0');
}
