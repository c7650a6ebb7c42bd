import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { dataOf } from '../support/numbers.ts';
import { findSecrets, password, spellingsOf, username } from '../support/secrets.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { loadSubject, settingsOf } from '../support/vendor-contract/subject.ts';
import { listed, unlisted, vendorNames, vendorOf, vendorsWith, vendorWith } from '../support/vendors.ts';

const importing = vendorsWith('SIP_IMPORT');
const hosting = vendorWith('SIP_CREATE');
const payload = `{
  phoneNumber { ... on PhoneNumberRecord { address } ... on PstnNumber { trunk { terminationUri } } }
  operation { status idempotencyKey userErrors { message } history { note } }
  userErrors { code message field suggestions }
}`;
const importQuery = `mutation Import($input: ImportSipNumberInput!) { importSipNumber(input: $input) ${payload} }`;
const createQuery = `mutation Create($input: CreateSipNumberInput!) { createSipNumber(input: $input) ${payload} }`;

describe('the login of a SIP trunk or user', () => {
  let app: TestApp;
  let answers: unknown[];
  let line = 0;

  beforeEach(async () => {
    app = await startTestApp({
      vendorTimeoutMs: 2_000,
      recoveryGraceSeconds: 0,
      recoveryPatienceSeconds: 0,
      recoveryIntervalSeconds: 1,
    });
    answers = [];
  });
  afterEach(() => app.stop());

  const send = async (query: string, input: object) => {
    const answer = await app.graphql(query, { input });
    answers.push(answer);
    const { importSipNumber, createSipNumber } = dataOf(answer);
    return importSipNumber ?? createSipNumber;
  };
  const importAt = (vendor: VendorName, members: object = {}) => {
    line += 1;
    const number = `+1212555${2000 + line}`;
    const trunk = { terminationUri: 'trunk.example.com', username, password };
    const { importMembers } = vendorOf(vendor);
    return send(importQuery, { idempotencyKey: randomUUID(), vendor, number, ...importMembers, ...trunk, ...members });
  };
  const createAt = (members: object = {}) => {
    line += 1;
    const user = { sipPrefix: `desk-${line}`, username, password };
    return send(createQuery, { idempotencyKey: randomUUID(), vendor: hosting.name, ...user, ...members });
  };
  const fault = (given: Fault) => app.sandbox.control.addFault(given);
  const found = () => findSecrets(app, answers, [password, username]);

  it.each(importing)('leaves no trace of an import at %s', async (vendor) => {
    const idempotencyKey = `import-${vendor}`;
    const done = await importAt(vendor, { idempotencyKey, label: 'Imported' });
    expect(done).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [] });
    expect(done.phoneNumber.trunk).toEqual({ terminationUri: 'trunk.example.com' });
    const reused = await importAt(vendor, { idempotencyKey, terminationUri: 'other.example.com' });
    expect(reused.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(found()).toEqual([]);
  });

  it('leaves no trace of a SIP user', async () => {
    expect(await createAt()).toMatchObject({ operation: { status: 'SUCCEEDED' } });
    expect(found()).toEqual([]);
  });

  it.each<[string, object]>([
    ['number', { number: 'no number' }],
    ['terminationUri', { terminationUri: 'sip:trunk.example.com' }],
    ['agentId', { agentId: 'two words' }],
    ['label', { label: '' }],
    ['password', { password: '' }],
  ])('leaves no trace of an input whose %s is refused', async (member, members) => {
    expect(await importAt(listed.name, members)).toMatchObject({
      operation: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', member] }],
    });
    expect(found()).toEqual([]);
  });

  it('leaves no trace where it is too short for the vendor', async () => {
    const shown = await createAt({ username: 'Ab1', password: 'Xy9%' });
    expect(shown.userErrors).toMatchObject([{ field: ['input', 'username'] }, { field: ['input', 'password'] }]);
    expect(JSON.stringify(shown)).not.toMatch(/Ab1|Xy9/);
  });

  const troubles: [string, Omit<Fault, 'vendor'>][] = [
    ...spellingsOf(password).map((spelling): [string, Omit<Fault, 'vendor'>] => [
      `400 and the words ${spelling}`,
      { kind: 'refuse', message: `bad login ${username} with ${spelling}` },
    ]),
    ['422 and all that was sent', { kind: 'refuse', status: 422, message: JSON.stringify({ username, password }) }],
    ['500 and the password', { kind: '500-before', message: `crashed on ${password}` }],
    ['500 after acting', { kind: '500-after' }],
    ['garbage', { kind: 'garbage' }],
    ['no answer', { kind: 'hang' }],
    ['a reset after acting', { kind: 'reset-after' }],
    ['429', { kind: '429' }],
  ];
  it.each(troubles)('leaves no trace of a call that ends in %s', async (_title, given) => {
    const open = { operation: { status: expect.stringMatching(/FAILED|PENDING/) } };
    for (const vendor of importing) {
      fault({ vendor, operation: 'import', ...given });
      expect(await importAt(vendor)).toMatchObject(open);
    }
    fault({ vendor: hosting.name, operation: 'createSip', ...given });
    expect(await createAt()).toMatchObject(open);
    expect(found()).toEqual([]);
  });

  it('leaves no trace in what is read afterwards, nor after a restart', async () => {
    await importAt(unlisted.name);
    fault({ vendor: listed.name, operation: 'import', kind: 'hang-after' });
    await importAt(listed.name);
    await app.restart();
    const operations = 'nodes { idempotencyKey userErrors { message } history { note } actor }';
    const numbers =
      'nodes { ... on PhoneNumberRecord { address label } ... on PstnNumber { trunk { terminationUri } } }';
    const answer = await app.graphql(`{ numberOperations { ${operations} } phoneNumbers(maxAge: 0) { ${numbers} } }`);
    expect(dataOf(answer).numberOperations.nodes).toHaveLength(2);
    answers.push(answer);
    expect(found()).toEqual([]);
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
      const input = { ...place, agentId: vendorOf(vendor).agents.first, idempotencyKey: randomUUID() };
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
