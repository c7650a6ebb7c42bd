import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import { codesOf, countOperations, fieldsOf, mutate } from '../../support/mutations.ts';
import { agents, buy, countCalls } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  // ReconciliationWorker looks at the start only: what is open stays open until a caller comes back to it.
  app = await startTestApp({ recoveryGraceSeconds: 0, recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());
afterEach(() => app.sandbox.control.clearFaults());

const importSip = (input: object) => mutate(app, 'importSipNumber', input);
const createSip = (input: object) => mutate(app, 'createSipNumber', input);
const heldAt = (vendor: VendorName, number: unknown) =>
  app.sandbox.control.numbers(vendor).filter((held) => held.number === number);

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

describe.each(['ONEINBOX', 'VOGENT'] as const)('a repeat without a key at %s', (vendor) => {
  it('that comes while the first is under way is answered with the same operation, linked number and all', async () => {
    const input = importInput(vendor);
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: 'late', delayMs: 150 });
    app.sandbox.control.addFault({ vendor, operation: 'update', kind: 'late', delayMs: 150 });
    const payloads = await Promise.all(Array.from({ length: 10 }, () => importSip(input)));
    expect(heldAt(vendor, input.number)).toHaveLength(1);
    expect(payloads.flatMap(codesOf)).toEqual([]);
    expect(new Set(payloads.map(({ operation }) => operation?.id)).size).toBe(1);
    for (const { phoneNumber, operation } of payloads) {
      expect(operation?.status).toBe('SUCCEEDED');
      expect(phoneNumber).toMatchObject({ address: input.number, agent: { id: agents[vendor].first } });
    }
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  it('that comes after a lost answer is answered with the same operation, and adds none', async () => {
    const input = importInput(vendor);
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: 'reset-after', times: 1 });
    const lost = await importSip(input);
    expect(lost.operation?.status).toBe('PENDING');
    const before = await countOperations(app);
    const again = await importSip(input);
    expect(again.operation?.id).toBe(lost.operation?.id);
    // OneInbox has no list to look into.
    expect(again.operation?.status).toBe(vendor === 'VOGENT' ? 'SUCCEEDED' : 'NEEDS_ATTENTION');
    expect(codesOf(again)).toEqual(vendor === 'VOGENT' ? [] : ['OUTCOME_UNKNOWN']);
    expect(await countOperations(app)).toBe(before);
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  it('that comes while the vendor is refusing the first is refused likewise', async () => {
    const input = importInput(vendor);
    const message = 'Not that one';
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: 'refuse', message, delayMs: 150, times: 1 });
    const payloads = await Promise.all([importSip(input), importSip(input)]);
    expect(payloads.map(codesOf)).toEqual([['VENDOR_REJECTED'], ['VENDOR_REJECTED']]);
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });

  it('with another wish is told that the number is being brought in', async () => {
    const input = importInput(vendor);
    app.sandbox.control.addFault({ vendor, operation: 'import', kind: '500-before', times: 1 });
    await importSip(input);
    const other = await importSip({ ...input, label: 'Other' });
    expect(other.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(countCalls(app, vendor, 'import')).toBe(1);
  });
});

it('a repeat without a key is sent where it is certain that the first did nothing', async () => {
  const input = importInput('VOGENT');
  app.sandbox.control.addFault({ vendor: 'VOGENT', operation: 'import', kind: '500-before', times: 1 });
  const lost = await importSip(input);
  const again = await importSip(input);
  expect(again.userErrors).toEqual([]);
  expect(again.operation).toMatchObject({ status: 'SUCCEEDED' });
  expect(again.operation?.id).not.toBe(lost.operation?.id);
  expect(heldAt('VOGENT', input.number)).toHaveLength(1);
});

it('a repeat without a key while the link is being tried again is answered with that operation', async () => {
  const input = sipInput();
  app.sandbox.control.addFault({ vendor: 'VOGENT', operation: 'update', kind: '500-before', times: 1 });
  const created = await createSip(input);
  expect(codesOf(created)).toEqual(['AGENT_LINK_FAILED']);
  expect(await createSip(input)).toEqual(created);
});

it('a repeat without a key that looked just before the first was done sends nothing', async () => {
  let isHoldingBack = false;
  let letGo = () => {};
  const slow = await startTestApp({
    decorate: (parts) => ({
      ...parts,
      registry: {
        ...parts.registry,
        async byAddress(vendor, address) {
          const number = await parts.registry.byAddress(vendor, address);
          if (isHoldingBack) {
            isHoldingBack = false;
            await new Promise<void>((resolve) => {
              letGo = resolve;
            });
          }
          return number;
        },
      },
    }),
  });
  try {
    const input = importInput('VOGENT');
    isHoldingBack = true;
    const late = mutate(slow, 'importSipNumber', input);
    await expect.poll(() => isHoldingBack).toBe(false);
    const { phoneNumber, userErrors } = await mutate(slow, 'importSipNumber', input);
    expect(userErrors).toEqual([]);
    letGo();
    expect(await late).toEqual({ phoneNumber, operation: null, userErrors: [] });
    expect(countCalls(slow, 'VOGENT', 'import')).toBe(1);
  } finally {
    letGo();
    await slow.stop();
  }
});
