import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { oneInbox } from '../../../src/vendors/oneinbox/index.ts';
import { adopt, dataOf } from '../../support/numbers.ts';
import { findSecrets, password, spellingsOf, username } from '../../support/secrets.ts';
import { startStubServer } from '../../support/stub-server.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { agentId, vendorId } from './harness.ts';

const vendor = 'ONEINBOX';
const API_KEY = 'oi_sk_KEY-4711';

let app: TestApp;
afterEach(() => app.stop());

it('has everything shown that it says of a number', async () => {
  app = await startTestApp();
  const id = await adopt(app, vendor, vendorId);
  const answer = await app.graphql(
    `query ($id: ID!) { phoneNumber(id: $id) {
      __typename
      ... on PhoneNumberRecord {
        vendor vendorId address label status agent { id } acquisition locked createdAt updatedAt
        inboundRouting { agent { id } fallbackAgent { id } voicemailMessage }
      }
      ... on PstnNumber { number country carrier smsCapable trunk { terminationUri inboundTrunkId outboundTrunkId dispatchRuleId } }
    } }`,
    { id },
  );
  const agent = { id: agentId };
  expect(dataOf(answer).phoneNumber).toEqual({
    __typename: 'PstnNumber',
    vendor,
    vendorId,
    address: '+14155550123',
    label: 'Front desk',
    status: 'ACTIVE',
    agent,
    inboundRouting: { agent, fallbackAgent: null, voicemailMessage: null },
    acquisition: 'DISCOVERED',
    locked: false,
    createdAt: '2026-07-01T09:00:00.000Z',
    updatedAt: '2026-07-01T09:00:00.000Z',
    number: '+14155550123',
    country: 'US',
    carrier: 'twilio',
    smsCapable: true,
    trunk: {
      terminationUri: null,
      inboundTrunkId: 'trunk-in-example',
      outboundTrunkId: 'trunk-out-example',
      dispatchRuleId: 'rule-example',
    },
  });
});

it('is not quoted at all about a call that carried a login, only the member that it blames', async () => {
  const stub = await startStubServer();
  const settings = oneInbox.settings.parse({ API_KEY, BASE_URL: stub.url });
  app = await startTestApp({ sandbox: false, accounts: { [vendor]: settings } });
  const config = { trunk_address: 'trunk.example.com', auth_username: username, auth_password: password };
  const input = { phone_number: '+12125550123', provider_config: config };
  const loc = ['body', 'provider_config', 'auth_password'];
  const detail = [
    { type: 'missing', loc: ['body', 'credential_id'], msg: 'Field required', input },
    { type: 'string_type', loc, msg: `"${password}" is weak`, input: password },
  ];
  stub.answer({ status: 422, json: { detail, body: input, headers: { authorization: `Bearer ${API_KEY}` } } });
  try {
    const answer = await app.graphql(
      `mutation ($input: ImportSipNumberInput!) {
        importSipNumber(input: $input) { operation { history { note } } userErrors { code message field } }
      }`,
      {
        input: {
          ...{ idempotencyKey: randomUUID(), vendor, number: '+12125550123', carrier: 'telnyx', agentId },
          ...{ terminationUri: 'trunk.example.com', username, password },
        },
      },
    );
    const { userErrors } = dataOf(answer).importSipNumber;
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', field: ['input', 'password'] }]);
    expect(userErrors[0].message).toMatch(/^.* refused \(HTTP 422\), because of password\.$/);
    // It did get there, or all this would prove nothing.
    expect(JSON.stringify(stub.requests)).toContain(spellingsOf(password)[1]);
    expect(findSecrets(app, [answer], [password, username, API_KEY])).toEqual([]);
  } finally {
    await stub.stop();
  }
});
