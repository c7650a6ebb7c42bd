import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import { codesOf, fieldsOf, mutate } from '../../support/mutations.ts';
import { agents, buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());

const importSip = (input: object) => mutate(app, 'importSipNumber', input);
const createSip = (input: object) => mutate(app, 'createSipNumber', input);

let lastLine = 8000;

/** Everything a vendor can be asked for, without a key. */
function importInput(vendor: VendorName, changes: Record<string, unknown> = {}) {
  lastLine += 1;
  return {
    vendor,
    number: `+1201555${lastLine}`,
    terminationUri: 'acme.pstn.twilio.com',
    username: 'trunk-user',
    password: 'correct horse',
    agentId: agents[vendor].first,
    label: 'Old line',
    ...(vendor === 'ONEINBOX' && { carrier: 'twilio', inboundRouting }),
    ...changes,
  };
}

const { first, second } = agents.ONEINBOX;
const inboundRouting = { agentId: second, fallbackAgentId: first, voicemailMessage: 'Hello' };

const sipInput = (changes: Record<string, unknown> = {}) => ({
  sipPrefix: `desk-${randomUUID().slice(0, 8)}`,
  username: 'desk-user',
  password: 'long enough',
  agentId: agents.VOGENT.first,
  label: 'Desk',
  ...changes,
});

describe.each(['ONEINBOX', 'VOGENT'] as const)('an import at %s of a number that is here already', (vendor) => {
  it.each<[string, Record<string, unknown>]>([
    ['the same in everything', {}],
    ['another in its login only, which cannot be compared', { username: 'other', password: 'other' }],
    ['without what may be left out', { label: null, inboundRouting: null }],
    ['the same but for letter case of its host', { terminationUri: 'ACME.pstn.twilio.com' }],
  ])('answers it where the wish is %s', async (_difference, changes) => {
    const input = importInput(vendor);
    const { phoneNumber, userErrors } = await importSip(input);
    expect(userErrors).toEqual([]);
    expect(await importSip({ ...input, ...changes })).toEqual({ phoneNumber, operation: null, userErrors: [] });
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  const differences: [string, unknown, string, string][] = [
    ['agentId', agents[vendor].second, `linked to agent ${agents[vendor].first}`, 'linkNumberToAgent'],
    ['label', 'Changed', 'labelled "Old line"', 'updateNumber'],
    ['terminationUri', 'other.pstn.twilio.com', 'acme.pstn.twilio.com', 'No mutation'],
  ];
  const alsoAtOneInbox: [string, unknown, string, string][] = [
    ['carrier', 'telnyx', 'at carrier twilio', 'No mutation'],
    ['inboundRouting', { agentId: first }, `routed to agent ${second}`, 'updateNumber'],
    ['inboundRouting', { agentId: second, fallbackAgentId: null }, `agent ${first} as its fallback`, 'updateNumber'],
    ['inboundRouting', { ...inboundRouting, voicemailMessage: 'Bye' }, '"Hello"', 'updateNumber'],
  ];
  it.each(vendor === 'ONEINBOX' ? [...differences, ...alsoAtOneInbox] : differences)(
    'answers it with what is there where the wish is another in its %s %j',
    async (member, wanted, there, mutation) => {
      const input = importInput(vendor);
      const { phoneNumber } = await importSip(input);
      const again = await importSip({ ...input, [member]: wanted });
      expect(again).toMatchObject({ phoneNumber, operation: null });
      expect(codesOf(again)).toEqual(['INVALID_INPUT']);
      expect(fieldsOf(again)).toEqual([member]);
      expect(again.userErrors[0]).toMatchObject({ message: expect.stringContaining(there), charged: 'NO' });
      expect(again.userErrors[0]?.message).toContain(mutation);
      expect(countCalls(app, vendor, 'import')).toBe(1);
    },
  );

  it('names each member that is not so', async () => {
    const input = importInput(vendor);
    await importSip(input);
    const { second: agentId } = agents[vendor];
    const again = await importSip({ ...input, terminationUri: 'other.example.com', agentId, label: 'Changed' });
    expect(fieldsOf(again)).toEqual(['terminationUri', 'agentId', 'label']);
  });

  it('does not pass a number that was bought for one that was brought in', async () => {
    const bought = await buy(app, vendor, { agentId: agents[vendor].first });
    const wish = importInput(vendor, { number: bought.address, label: null, inboundRouting: null });
    const { phoneNumber, userErrors } = await importSip(wish);
    expect(phoneNumber).toEqual(bought);
    expect(userErrors).toMatchObject([
      { field: ['input', 'terminationUri'], message: expect.stringContaining('no SIP trunk of it is known') },
    ]);
  });
});

describe('a SIP user that is here already', () => {
  it('is answered where the wish is the same, its login aside', async () => {
    const input = sipInput();
    const { phoneNumber } = await createSip(input);
    const again = await createSip({ ...input, username: 'other', password: 'other' });
    expect(again).toEqual({ phoneNumber, operation: null, userErrors: [] });
    expect(countCalls(app, 'VOGENT', 'createSip')).toBe(1);
  });

  it('is answered with what is there where the wish is another', async () => {
    const input = sipInput({ agentId: null, label: null });
    const { phoneNumber } = await createSip(input);
    const again = await createSip({ ...input, agentId: agents.VOGENT.second, label: 'Other' });
    expect(again.phoneNumber).toEqual(phoneNumber);
    expect(again.userErrors).toMatchObject([
      { field: ['input', 'agentId'], message: expect.stringMatching(/linked to no agent.*linkNumberToAgent/) },
      { field: ['input', 'label'], message: expect.stringMatching(/without a label.*updateNumber/) },
    ]);
    expect(countCalls(app, 'VOGENT', 'createSip')).toBe(1);
  });
});
