import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { dataOf } from '../support/numbers.ts';
import { findSecrets, password, username } from '../support/secrets.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { loadSubject, settingsOf } from '../support/vendor-contract/subject.ts';
import { listed, vendorNames, vendorOf, vendorWith } from '../support/vendors.ts';

const hosting = vendorWith('SIP_CREATE');
const payload = `{
  phoneNumber { ... on PhoneNumberRecord { address } ... on PstnNumber { trunk { terminationUri } } }
  operation { status idempotencyKey userErrors { message } history { note } }
  userErrors { code message field suggestions }
}`;
const importQuery = `mutation Import($input: ImportSipNumberInput!) { importSipNumber(input: $input) ${payload} }`;
const createQuery = `mutation Create($input: CreateSipNumberInput!) { createSipNumber(input: $input) ${payload} }`;

describe('the login of a SIP trunk or user that is refused', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it.each<[string, object]>([
    ['number', { number: 'no number' }],
    ['terminationUri', { terminationUri: 'sip:trunk.example.com' }],
    ['agentId', { agentId: 'two words' }],
    ['label', { label: '' }],
    ['password', { password: '' }],
    ['password', { password: `${password}\u0000` }],
    ['password', { password: `${password}\ud800` }],
    ['password', { password: `${password}\n` }],
  ])('leaves no trace where its %s is wrong', async (member, members) => {
    const { importMembers } = vendorOf(listed.name);
    const trunk = { number: '+12125552001', terminationUri: 'trunk.example.com', username, password };
    const input = { idempotencyKey: randomUUID(), vendor: listed.name, ...trunk, ...importMembers, ...members };
    const answer = await app.graphql(importQuery, { input });
    expect(dataOf(answer).importSipNumber).toMatchObject({
      operation: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', member] }],
    });
    expect(findSecrets(app, [answer], [password, username])).toEqual([]);
  });

  it('leaves no trace where it is too short for the vendor', async () => {
    const user = { sipPrefix: 'desk', username: 'Ab1', password: 'Xy9%' };
    const input = { idempotencyKey: randomUUID(), vendor: hosting.name, ...user };
    const shown = dataOf(await app.graphql(createQuery, { input })).createSipNumber;
    expect(shown.userErrors).toMatchObject([{ field: ['input', 'username'] }, { field: ['input', 'password'] }]);
    expect(JSON.stringify(shown)).not.toMatch(/Ab1|Xy9/);
  });

  it('leaves no trace where its key was used for another input', async () => {
    const { importMembers } = vendorOf(listed.name);
    const trunk = { number: '+12125552002', terminationUri: 'trunk.example.com', username, password };
    const input = { idempotencyKey: randomUUID(), vendor: listed.name, ...trunk, ...importMembers };
    const first = await app.graphql(importQuery, { input });
    const second = await app.graphql(importQuery, { input: { ...input, terminationUri: 'other.example.com' } });
    expect(dataOf(second).importSipNumber.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(findSecrets(app, [first, second], [password, username])).toEqual([]);
  });
});

describe('the credentials of an account', () => {
  let sandbox: Sandbox;
  let app: TestApp;
  const secretsOf = new Map<VendorName, readonly string[]>();
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: builtInVendors });
    const accounts: Record<VendorName, unknown> = {};
    for (const definition of builtInVendors) {
      const { name } = definition;
      const { settings, secrets } = settingsOf(await loadSubject(definition), sandbox.urlOf(name));
      accounts[name] = settings;
      secretsOf.set(name, secrets);
    }
    app = await startTestApp({ sandbox: false, accounts, vendorTimeoutMs: 2_000 });
  });
  afterAll(async () => {
    await app.stop();
    await sandbox.stop();
  });

  it.each(vendorNames)('are shown nowhere, whatever %s says of them', async (vendor) => {
    const answers: unknown[] = [];
    const seller = vendorOf(vendor);
    const search =
      'query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { userErrors { message } } }';
    const buy = `mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) ${payload} }`;
    const place = { vendor, areaCode: '415' };
    const secrets = secretsOf.get(vendor) ?? [];
    expect(secrets).not.toEqual([]);
    const message = secrets.map((key) => `The key ${key} (Bearer ${key}) is not known`).join();
    const faults = [401, 403, 400, 422, 500].map((status) => ({ kind: 'refuse', status, message }) as const);
    for (const fault of [...faults, { kind: 'hang' }, { kind: 'garbage' }] as const) {
      sandbox.control.addFault({ vendor, ...fault, times: 3 });
      answers.push(await app.graphql(search, { input: place }));
      const agent = seller.hasAgents ? { agentId: seller.agents.first } : {};
      const input = { ...place, ...agent, idempotencyKey: randomUUID() };
      answers.push(await app.graphql(buy, { input }));
      answers.push(
        await app.graphql('{ phoneNumbers(maxAge: 0) { outages { message } } numberVendors { vendor available } }'),
      );
      sandbox.control.clearFaults();
    }
    answers.push(await (await fetch(`${app.url}/health/ready`)).json());
    answers.push(await (await fetch(`${app.url}/graphiql/info.json`)).json());
    expect(JSON.stringify(answers)).toContain('API key');
    expect(findSecrets(app, answers, [...secretsOf.values()].flat())).toEqual([]);
  });
});
