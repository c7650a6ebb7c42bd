import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codesOf, mutate, operationFields, readNumber } from '../../support/mutations.ts';
import { callsAfterPurchase, countCalls, freeAreaCode, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, vendorOf, vendorsWith, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ vendorTimeoutMs: 15_000 });
});
afterAll(() => app.stop());

const purchase = (input: object) => mutate(app, 'purchaseNumber', input);

describe.each(vendorsWith('SEARCH'))('a purchase at %s', (vendor) => {
  const { can, stockNumber } = vendorOf(vendor);
  const more = callsAfterPurchase(vendor);
  const atVendor = (vendorId: string | undefined) =>
    app.sandbox.control.numbers(vendor).find(({ id }) => id === vendorId);

  it('buys a number in the area code and answers it with its receipt', async () => {
    const input = purchaseInput(vendor);
    const { phoneNumber, operation, userErrors } = await purchase(input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber).toMatchObject({ vendor, status: 'ACTIVE', acquisition: 'PURCHASED', locked: false });
    expect(soldIn(app, input['areaCode'])).toEqual([phoneNumber?.address]);
    expect(operation).toMatchObject({
      kind: 'PURCHASE',
      status: 'SUCCEEDED',
      vendor,
      idempotencyKey: input['idempotencyKey'],
      attempts: 1 + more,
      phoneNumber: { id: phoneNumber?.id },
      userErrors: [],
    });
    const named = Array.from({ length: 2 * more }, () => 'SUCCEEDED');
    expect(operation?.history.map((step) => step.status)).toEqual(['PENDING', 'PENDING', 'SUCCEEDED', ...named]);
    expect(operation?.history[1]?.note).toContain(phoneNumber?.address);
  });

  it('buys exactly the number that is named, however it is spelled', async () => {
    const areaCode = freeAreaCode();
    const query = `query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { numbers { number } } }`;
    const { data } = await app.graphql(query, { input: { vendor, areaCode } });
    const number: string = data.availableNumbers.numbers[3].number;
    const spelled = `+1 (${number.slice(2, 5)}) ${number.slice(5, 8)}-${number.slice(8)}`;
    const { phoneNumber } = await purchase(purchaseInput(vendor, { number: spelled }));
    expect(phoneNumber?.address).toBe(number);
    expect(soldIn(app, areaCode)).toEqual([number]);
  });

  it('buys a number that contains the digits', async () => {
    const areaCode = freeAreaCode();
    const contains = stockNumber(areaCode, 7).slice(-4);
    const { phoneNumber } = await purchase(purchaseInput(vendor, { areaCode, contains }));
    expect(phoneNumber?.address).toMatch(new RegExp(`${contains}$`));
  });

  it('labels the number', async () => {
    const label = 'Café — Empfang ☎';
    const { phoneNumber } = await purchase(purchaseInput(vendor, { label }));
    expect(phoneNumber?.label).toBe(label);
    expect(await readNumber(app, phoneNumber?.id ?? '')).toMatchObject({ label });
    expect(atVendor(phoneNumber?.vendorId)?.label).toBe(can('LABEL') ? label : null);
  });

  it('is on record, with its number, by the time the vendor is asked', async () => {
    const input = purchaseInput(vendor);
    app.sandbox.control.addFault({ vendor, operation: 'purchase', kind: 'late', delayMs: 2_000, times: 1 });
    const answer = purchase(input);
    const number = await vi.waitUntil(() => soldIn(app, input['areaCode'])[0], { timeout: 10_000, interval: 5 });
    const query = `query ($key: IdempotencyKey!) { numberOperation(idempotencyKey: $key) { ${operationFields} } }`;
    const { data } = await app.graphql(query, { key: input['idempotencyKey'] });
    expect(data.numberOperation).toMatchObject({ status: 'PENDING', attempts: 1, phoneNumber: null });
    expect(data.numberOperation.history.at(-1).note).toContain(number);
    expect((await answer).phoneNumber?.address).toBe(number);
  });

  it('answers a repeat with the same number and buys nothing', async () => {
    const input = purchaseInput(vendor);
    const first = await purchase(input);
    const second = await purchase({ ...input, country: 'us', label: null });
    expect(second).toEqual(first);
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
  });

  it('buys once for twenty callers with the same key at the same time, and answers all of them', async () => {
    const input = purchaseInput(vendor);
    const payloads = await Promise.all(Array.from({ length: 20 }, () => purchase(input)));
    const [number] = soldIn(app, input['areaCode']);
    expect(soldIn(app, input['areaCode'])).toHaveLength(1);
    expect(payloads.map(({ phoneNumber }) => phoneNumber?.address)).toEqual(Array(20).fill(number));
    expect(payloads.flatMap(codesOf)).toEqual([]);
    expect(new Set(payloads.map(({ operation }) => operation?.id)).size).toBe(1);
  });

  it('buys a number each for callers with different keys at the same time', async () => {
    const areaCode = freeAreaCode();
    const inputs = Array.from({ length: 8 }, () => purchaseInput(vendor, { areaCode }));
    const payloads = await Promise.all(inputs.map(purchase));
    expect(payloads.flatMap(codesOf)).toEqual([]);
    const bought = payloads.map(({ phoneNumber }) => phoneNumber?.address);
    expect(new Set(bought).size).toBe(8);
    expect(soldIn(app, areaCode).sort()).toEqual(bought.sort());
  });

  it('refuses the key of another purchase, and leaves both as they were', async () => {
    const input = purchaseInput(vendor);
    const first = await purchase(input);
    app.sandbox.control.clearCalls();
    const other = await purchase({ ...input, label: 'Something else' });
    expect(other.phoneNumber).toBeNull();
    expect(other.operation?.id).toBe(first.operation?.id);
    expect(other.userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'], retryable: false, charged: 'NO' },
    ]);
    expect(countCalls(app, vendor, 'purchase')).toBe(0);
    expect(await purchase(input)).toEqual(first);
  });
});

const abroad = [
  ['CA', '604', /^\+1604/],
  ['GB', '20', /^\+44/],
] as const;
it.each(vendorsWith('SEARCH').flatMap((name) => abroad.map((place) => [name, ...place] as const)))(
  'buys at %s in %s',
  async (vendor, country, areaCode, address) => {
    const { areaCodeCountries } = vendorOf(vendor).rules;
    const hasAreaCodes = areaCodeCountries === null || areaCodeCountries.includes(country);
    const input = purchaseInput(vendor, { country, areaCode: hasAreaCodes ? areaCode : null });
    const { phoneNumber, userErrors } = await purchase(input);
    expect(userErrors).toEqual([]);
    expect(phoneNumber?.address).toMatch(address);
  },
);

const elsewhere = [
  ['CA', '415'],
  ['US', '905'],
] as const;
it.each(vendorsWith('SEARCH').flatMap((name) => elsewhere.map((place) => [name, ...place] as const)))(
  'buys nothing at %s in %s where area code %s lies in another country',
  async (vendor, country, areaCode) => {
    const { userErrors } = await purchase(purchaseInput(vendor, { country, areaCode }));
    expect(userErrors).toMatchObject([{ code: 'NO_MATCHING_NUMBER', field: ['input', 'country'], charged: 'NO' }]);
    expect(soldIn(app, areaCode)).toEqual([]);
  },
);

it('answers twenty callers with the same key the linked number, where linking is a call of its own', async () => {
  const agentId = listed.agents.first;
  const input = purchaseInput(listed.name, { agentId });
  app.sandbox.control.addFault({ vendor: listed.name, operation: 'update', kind: 'late', delayMs: 150, times: 1 });
  const payloads = await Promise.all(Array.from({ length: 20 }, () => purchase(input)));
  expect(soldIn(app, input['areaCode'])).toHaveLength(1);
  expect(payloads.flatMap(codesOf)).toEqual([]);
  expect(payloads.map(({ phoneNumber }) => phoneNumber?.agent?.id)).toEqual(Array(20).fill(agentId));
});

it('routes inbound calls as asked, where the vendor keeps routing apart from the agent', async () => {
  const { name, agents } = vendorWith('INBOUND_ROUTING', 'PURCHASE');
  const { first, second } = agents;
  const inboundRouting = { agentId: second, fallbackAgentId: first, voicemailMessage: 'Please leave a message.' };
  const { phoneNumber, userErrors } = await purchase(purchaseInput(name, { agentId: first, inboundRouting }));
  expect(userErrors).toEqual([]);
  expect(phoneNumber).toMatchObject({
    agent: { id: first },
    inboundRouting: {
      agent: { id: second },
      fallbackAgent: { id: first },
      voicemailMessage: 'Please leave a message.',
    },
  });
});

it.each(vendorsWith('SEARCH', 'LINK'))('a purchase at %s links the number to the agent', async (vendor) => {
  const agentId = vendorOf(vendor).agents.second;
  const { phoneNumber, userErrors } = await purchase(purchaseInput(vendor, { agentId }));
  expect(userErrors).toEqual([]);
  expect(phoneNumber?.agent).toEqual({ id: agentId });
  const there = app.sandbox.control.numbers(vendor).find(({ id }) => id === phoneNumber?.vendorId);
  expect(there?.agentId).toBe(agentId);
});

it('counts the call that links among the attempts, and shows it in the history', async () => {
  const agentId = listed.agents.first;
  const { operation } = await purchase(purchaseInput(listed.name, { agentId }));
  expect(operation?.attempts).toBe(2);
  expect(operation?.history.at(-1)).toMatchObject({ status: 'SUCCEEDED', note: expect.stringContaining(agentId) });
});
