import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import { mutate, type ShownNumber, type ShownPayload, untilOperation } from '../../support/mutations.ts';
import { buy, countCalls } from '../../support/purchases.ts';
import { tidy, untidy, vendorsThatSpell } from '../../support/spelling-vendors.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorOf, vendorThat, vendorWith } from '../../support/vendors.ts';

/** One whose agents are UUIDs, that keeps labels and routes. */
const keeping = vendorThat(
  'links to agents whose ids it describes, and keeps labels and a routing',
  ({ can, rules }) => rules.agentId !== null && can('LABEL') && can('INBOUND_ROUTING') && can('LINK'),
);
const { first, second } = keeping.agents;
const hosting = vendorWith('SIP_CREATE', 'LIST');

const changes: readonly [string, string, (number: ShownNumber) => object, object][] = [
  ['an agent in upper case', 'linkNumberToAgent', () => ({ agentId: second.toUpperCase() }), { agent: { id: second } }],
  ['a label with a blank behind it', 'updateNumber', () => ({ label: 'Reception ' }), { label: 'Reception' }],
  ['a label in two parts a letter', 'updateNumber', () => ({ label: 'Cafe\u0301' }), { label: 'Café' }],
  [
    'a message without characters',
    'updateNumber',
    () => ({ inboundRouting: { agentId: first, voicemailMessage: '' } }),
    { inboundRouting: { voicemailMessage: null } },
  ],
  [
    'a message of blanks',
    'updateNumber',
    () => ({ inboundRouting: { agentId: first, voicemailMessage: '  ' } }),
    { inboundRouting: { voicemailMessage: null } },
  ],
  [
    'a routing in upper case, with blanks around its message',
    'updateNumber',
    () => ({
      inboundRouting: {
        agentId: first.toUpperCase(),
        fallbackAgentId: second.toUpperCase(),
        voicemailMessage: ' Hello\n',
      },
    }),
    { inboundRouting: { agent: { id: first }, fallbackAgent: { id: second }, voicemailMessage: 'Hello' } },
  ],
];

describe.each([
  ['tidies what it is told', tidy],
  ['spells everything in another way', untidy],
])('at a vendor that %s, with the answer lost', (_how, speller) => {
  let app: TestApp;
  beforeAll(async () => {
    const vendors = vendorsThatSpell(speller);
    app = await startTestApp({ vendors, recoveryGraceSeconds: 0, recoveryIntervalSeconds: 0.2 });
  });
  afterAll(() => app.stop());
  afterEach(() => app.sandbox.control.clearFaults());

  /** Sends a change whose answer is lost, and waits for what becomes of it. */
  async function changeUnheard(vendor: string, operation: OperationName, change: () => Promise<ShownPayload>) {
    app.sandbox.control.addFault({ vendor, operation, kind: 'reset-after', times: 1 });
    const { operation: begun, userErrors } = await change();
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    return untilOperation(app, begun?.id, { status: 'SUCCEEDED', errorCodes: [] });
  }

  it.each(changes)('%s is found to have been set', async (_what, mutation, toInput, expected) => {
    const number = await buy(app, keeping.name, { agentId: first });
    const input = { phoneNumberId: number.id, ...toInput(number) };
    const { phoneNumber } = await changeUnheard(keeping.name, 'update', () => mutate(app, mutation, input));
    expect(phoneNumber).toMatchObject(expected);
  });

  it('a SIP user with capitals is found to have been created, and created once', async () => {
    const sipPrefix = `Acme-Desk-${randomUUID().slice(0, 8)}`;
    const login = { username: 'desk-user', password: 'long enough' };
    const input = { idempotencyKey: randomUUID(), vendor: hosting.name, sipPrefix, label: ' Desk', ...login };
    app.sandbox.control.clearCalls();
    const create = () => mutate(app, 'createSipNumber', input);
    const { phoneNumber } = await changeUnheard(hosting.name, 'createSip', create);
    expect(phoneNumber).toMatchObject({ address: hosting.sipAddress(sipPrefix.toLowerCase()), label: 'Desk' });
    expect((await create()).phoneNumber?.id).toBe(phoneNumber?.id);
    expect(countCalls(app, hosting.name, 'createSip')).toBe(1);
  });

  it('a number with its trunk zero is found to have been imported', async () => {
    const input = {
      idempotencyKey: randomUUID(),
      vendor: listed.name,
      number: '+44 (0)20 7946 0000',
      terminationUri: 'Trunk.Example.com',
      username: 'trunk-user',
      password: 'long enough',
      ...vendorOf(listed.name).importMembers,
    };
    const { phoneNumber } = await changeUnheard(listed.name, 'import', () => mutate(app, 'importSipNumber', input));
    expect(phoneNumber).toMatchObject({ address: '+442079460000', trunk: { terminationUri: 'trunk.example.com' } });
  });

  it('a number is found to have been bought, whatever its address looks like there', async () => {
    const input = { idempotencyKey: randomUUID(), vendor: listed.name, number: listed.stockNumber('646') };
    const purchase = () => mutate(app, 'purchaseNumber', input);
    const { phoneNumber } = await changeUnheard(listed.name, 'purchase', purchase);
    expect(phoneNumber?.address).toBe(input.number);
  });
});
