import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { dataOf } from '../support/numbers.ts';
import { type StubServer, startStubServer } from '../support/stub-server.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** With all that JSON, URLs and forms spell in another way. */
const password = 'Öffne dich, "SESAME"/\\ & ~50%';
const username = 'ali+baba "40"/\\ räuber%';
const keys = { ONEINBOX: 'oi_sk_ONEINBOX-KEY-4711', VOGENT: 'VOGENT-KEY-0815' };

const AGENT_ID = '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11';
const payload = `{
  phoneNumber { ... on PhoneNumberRecord { address } ... on PstnNumber { trunk { terminationUri } } }
  operation { status idempotencyKey userErrors { message } history { note } }
  userErrors { code message field suggestions }
}`;
const importQuery = `mutation Import($input: ImportSipNumberInput!) { importSipNumber(input: $input) ${payload} }`;
const createQuery = `mutation Create($input: CreateSipNumberInput!) { createSipNumber(input: $input) ${payload} }`;

/** Every way a secret may be spelled. */
function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [secret, json, url, form, Buffer.from(secret).toString('base64')];
}

/** Where among all that this service has said and kept a secret is found. */
function findSecrets(app: TestApp, answers: readonly unknown[], secrets: readonly string[]): string[] {
  const files = readdirSync(app.dataDir).map((name) => [name, readFileSync(join(app.dataDir, name))] as const);
  expect(files.map(([name]) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/\.db-wal$/)]));
  const places = [
    ['an answer', Buffer.from(JSON.stringify(answers))],
    ['the log', Buffer.from(app.logLines.join(''))],
    ...files,
  ] as const;
  const found = places.filter(([, bytes]) => secrets.flatMap(spellingsOf).some((spelling) => bytes.includes(spelling)));
  return found.map(([place]) => place);
}

describe('the login of a SIP trunk or user', () => {
  let app: TestApp;
  let answers: unknown[];
  let line = 0;

  beforeEach(async () => {
    app = await startTestApp({ vendorTimeoutMs: 400, recoveryGraceSeconds: 0, recoveryIntervalSeconds: 1 });
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
    const trunk = { terminationUri: 'trunk.example.com', carrier: 'twilio', username, password };
    return send(importQuery, { vendor, number, agentId: AGENT_ID, ...trunk, ...members });
  };
  const createAt = (members: object = {}) => {
    line += 1;
    return send(createQuery, { vendor: 'VOGENT', sipPrefix: `desk-${line}`, username, password, ...members });
  };
  const fault = (given: Fault) => app.sandbox.control.addFault(given);
  const found = () => findSecrets(app, answers, [password, username]);

  it.each(['ONEINBOX', 'VOGENT'] as const)('leaves no trace of an import at %s', async (vendor) => {
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
    ['agentId', { vendor: 'ONEINBOX', agentId: 'no uuid' }],
    ['label', { label: '' }],
    ['password', { password: '' }],
  ])('leaves no trace of an input whose %s is refused', async (member, members) => {
    expect(await importAt('VOGENT', members)).toMatchObject({
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
    for (const vendor of ['ONEINBOX', 'VOGENT'] as const) {
      fault({ vendor, operation: 'import', ...given });
      expect(await importAt(vendor)).toMatchObject(open);
    }
    fault({ vendor: 'VOGENT', operation: 'createSip', ...given });
    expect(await createAt()).toMatchObject(open);
    expect(found()).toEqual([]);
  });

  it('leaves no trace in what is read afterwards, nor after a restart', async () => {
    await importAt('ONEINBOX');
    fault({ vendor: 'VOGENT', operation: 'import', kind: 'hang-after' });
    await importAt('VOGENT');
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

describe('a vendor that echoes what it was sent', () => {
  let stub: StubServer;
  let app: TestApp;
  beforeAll(async () => {
    stub = await startStubServer();
    const accounts = { ONEINBOX: { API_KEY: keys.ONEINBOX, BASE_URL: stub.url } };
    app = await startTestApp({ sandbox: false, accounts });
  });
  afterAll(async () => {
    await app.stop();
    await stub.stop();
  });

  it('is not quoted with a secret, as FastAPI words its complaints', async () => {
    const config = { trunk_address: 'trunk.example.com', auth_username: username, auth_password: password };
    const input = { phone_number: '+12125550123', provider_config: config };
    const detail = [
      { type: 'missing', loc: ['body', 'credential_id'], msg: 'Field required', input },
      {
        type: 'string_type',
        loc: ['body', 'provider_config', 'auth_password'],
        msg: `"${password}" is weak`,
        input: password,
      },
    ];
    stub.answer({ status: 422, json: { detail, body: input, headers: { authorization: `Bearer ${keys.ONEINBOX}` } } });
    const answer = await app.graphql(importQuery, {
      input: {
        vendor: 'ONEINBOX',
        number: '+12125550123',
        terminationUri: 'trunk.example.com',
        carrier: 'telnyx',
        agentId: AGENT_ID,
        username,
        password,
      },
    });
    const { userErrors } = dataOf(answer).importSipNumber;
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', field: ['input', 'password'] }]);
    expect(userErrors[0].message).toMatch(/Field required.*removed.* is weak/);
    // It did get there, or all this would prove nothing.
    expect(JSON.stringify(stub.requests)).toContain(spellingsOf(password)[1]);
    expect(findSecrets(app, [answer], [password, username, keys.ONEINBOX])).toEqual([]);
  });
});

describe('the API keys', () => {
  let sandbox: Sandbox;
  let app: TestApp;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: builtInVendors });
    const accounts = {
      ONEINBOX: { API_KEY: keys.ONEINBOX, BASE_URL: sandbox.urlOf('ONEINBOX') },
      VOGENT: { API_KEY: keys.VOGENT, BASE_URL: sandbox.urlOf('VOGENT') },
    };
    app = await startTestApp({ sandbox: false, accounts, vendorTimeoutMs: 400 });
  });
  afterAll(async () => {
    await app.stop();
    await sandbox.stop();
  });

  it.each(['ONEINBOX', 'VOGENT'] as const)('are shown nowhere, whatever %s says of them', async (vendor) => {
    const answers: unknown[] = [];
    const search =
      'query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { userErrors { message } } }';
    const buy = `mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) ${payload} }`;
    const wish = { vendor, areaCode: '415' };
    const message = `The key ${keys[vendor]} (Bearer ${keys[vendor]}) is not known`;
    const faults = [401, 403, 400, 422, 500].map((status) => ({ kind: 'refuse', status, message }) as const);
    for (const fault of [...faults, { kind: 'hang' }, { kind: 'garbage' }] as const) {
      sandbox.control.addFault({ vendor, ...fault, times: 3 });
      answers.push(await app.graphql(search, { input: wish }));
      answers.push(
        await app.graphql(buy, { input: { ...wish, agentId: AGENT_ID, idempotencyKey: crypto.randomUUID() } }),
      );
      answers.push(
        await app.graphql('{ phoneNumbers(maxAge: 0) { outages { message } } numberVendors { vendor available } }'),
      );
      sandbox.control.clearFaults();
    }
    answers.push(await (await fetch(`${app.url}/health/ready`)).json());
    answers.push(await (await fetch(`${app.url}/graphiql/info.json`)).json());
    expect(JSON.stringify(answers)).toContain('API key');
    expect(findSecrets(app, answers, Object.values(keys))).toEqual([]);
  });
});
