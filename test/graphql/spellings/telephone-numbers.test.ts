import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codesOf, fieldsOf, mutate } from '../../support/mutations.ts';
import { addressesOf, listNumbers } from '../../support/numbers.ts';
import { buy, countCalls, freeAreaCode, purchaseInput, soldIn } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorThat, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(() => app.sandbox.control.clearCalls());

const importing = vendorWith('SIP_IMPORT', 'LIST');

function importNumber(number: string) {
  const login = { terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'long enough' };
  const input = { idempotencyKey: randomUUID(), vendor: importing.name, number, ...login, ...importing.importMembers };
  return mutate(app, 'importSipNumber', input);
}

/** How a number is pasted, and what it is. */
const spellings: readonly [string, string, string][] = [
  ['a British trunk zero', '+44 (0)20 7946 0000', '+442079460000'],
  ['a British trunk zero without brackets', '+44 020 7946 0001', '+442079460001'],
  ['a German trunk zero', '+49 (0)30 901820', '+4930901820'],
  ['a French trunk zero', '+33 (0)1 23 45 67 89', '+33123456789'],
  ['an Australian trunk zero', '+61 (0)2 5550 1234', '+61255501234'],
  ['a Japanese trunk zero', '+81 (0)3 1234 5678', '+81312345678'],
  ['a Hungarian trunk 06', '+36 06 1 234 5678', '+3612345678'],
  ['a Russian trunk 8', '+7 8 495 123 45 67', '+74951234567'],
  ['a Russian number that begins with an 8', '+7 800 123 45 67', '+78001234567'],
  ['an Argentine 15', '+54 11 15 2345 6789', '+5491123456789'],
  ['an Argentine 9 and 15', '+54 9 11 15 2345 6780', '+5491123456780'],
  ['a Mexican 1', '+52 1 55 1234 5678', '+525512345678'],
  ['an American trunk 1', '+1 (1) 201 555 6001', '+12015556001'],
  ['an Italian zero, which belongs to the number', '+39 06 698 12345', '+390669812345'],
  ['marks of direction around it', '\u202a+1\u200e 201 555 6002\u202c\u2069', '+12015556002'],
  ['invisible characters in it', '\ufeff+1\u200b201\u2060555\u00ad6003\ufe0f', '+12015556003'],
  ['minus signs', '+1\u2212201\u2212555\u22126004', '+12015556004'],
  ['dashes of every width', '+1\u2012201\u2011555\uff0d6005', '+12015556005'],
  ['spaces of every width', '+1\u00a0201\u3000555\u20096006', '+12015556006'],
  ['fullwidth digits, plus and brackets', '＋１（２０１）５５５－６００７', '+12015556007'],
  ['a small plus', '\ufe621 201 555 6008', '+12015556008'],
  ['Arabic digits', '+١٢٠١٥٥٥٦٠٠٩', '+12015556009'],
  ['Devanagari digits', '+१ २०१ ५५५ ६०१०', '+12015556010'],
];

it.each(spellings)('a number pasted with %s is the number', async (_with, pasted, number) => {
  const { phoneNumber, userErrors } = await importNumber(pasted);
  expect(userErrors).toEqual([]);
  expect(phoneNumber?.address).toBe(number);
  expect(app.sandbox.control.numbers(importing.name).map((one) => one.number)).toContain(number);
});

it.each([
  ['the mark of a footnote behind it', '+49 30 90182¹'],
  ['an extension', '+1 201 555 6020 ext. 12'],
  ['letters', '+1 201 555 CALL'],
  ['two numbers', '+1 201 555 6021 / 6022'],
  ['a second plus', '+1 +201 555 6023'],
  ['a trunk zero and two digits too few', '+44 (0)20 7946 01'],
  ['a trunk 1 and a digit too few', '+1 (1) 201 555 602'],
  ['two trunk zeros', '+46 00 8 123 456'],
  ['two trunk prefixes', '+1 1 1 201 555 6024'],
  ['a prefix for calls abroad', '0044 20 7946 0000'],
])('a number with %s is refused, and nothing is sent', async (_with, pasted) => {
  const payload = await importNumber(pasted);
  expect(codesOf(payload)).toEqual(['INVALID_INPUT']);
  expect(fieldsOf(payload)).toEqual(['number']);
  expect(payload.operation).toBeNull();
  expect(countCalls(app, importing.name, 'import')).toBe(0);
});

/** The same as people write it, and copied from where there are marks of direction. */
const pasted = (number: string) =>
  `\u202a+1 (1) (${number.slice(2, 5)}) ${number.slice(5, 8)}\u2212${number.slice(8)}\u202c`;

it.each([listed, unlisted])('the number bought at $name is the one that was pasted', async ({ name, stockNumber }) => {
  const number = stockNumber(freeAreaCode());
  const bought = await buy(app, name, { number: pasted(number) });
  expect(bought.address).toBe(number);
  expect(soldIn(app, number.slice(2, 5))).toEqual([number]);
});

it.each([listed, unlisted])('a number to be chosen at $name is looked for by the digits pasted', async (vendor) => {
  const number = vendor.stockNumber(freeAreaCode(), 1);
  const areaCode = ` (${number.slice(2, 5)})\u200b`;
  const contains = `${number.slice(5, 8)}\u2212${number.slice(8)}`;
  const bought = await buy(app, vendor.name, { areaCode, contains });
  expect(bought.address).toBe(number);
});

it.each([
  [
    'its digits with brackets and dashes',
    (digits: string) => `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
  ],
  ['all of it', (digits: string) => `+1 (${digits.slice(0, 3)}) ${digits.slice(3)}`],
  [
    'fullwidth digits',
    (digits: string) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  ],
])('a search for %s finds the number for sale', async (_what, toContains) => {
  for (const { name, stockNumber } of [listed, unlisted]) {
    const areaCode = freeAreaCode();
    const number = stockNumber(areaCode, 2);
    const input = { vendor: name, areaCode, contains: toContains(number.slice(2)) };
    const query = `query ($input: AvailableNumbersInput!) {
      availableNumbers(input: $input) { numbers { number } userErrors { message } }
    }`;
    const { data } = await app.graphql(query, { input });
    expect(data.availableNumbers).toEqual({ numbers: [{ number }], userErrors: [] });
  }
});

it('letters to contain stay letters for the vendor that takes them', async () => {
  const { name } = vendorThat('searches for letters', ({ rules }) => rules.contains?.pattern.test('PIZZA') === true);
  const query = `query ($input: AvailableNumbersInput!) { availableNumbers(input: $input) { userErrors { code } } }`;
  const { data } = await app.graphql(query, { input: { vendor: name, areaCode: '415', contains: '1-800-PIZZA' } });
  expect(data.availableNumbers.userErrors).toEqual([]);
  const { data: other } = await app.graphql(query, { input: { vendor: name, areaCode: '415', contains: '#' } });
  expect(other.availableNumbers.userErrors).toEqual([{ code: 'INVALID_INPUT' }]);
});

it('signs alone are nothing to contain', async () => {
  const payload = await mutate(app, 'purchaseNumber', purchaseInput(listed.name, { areaCode: '415', contains: '(-)' }));
  expect(fieldsOf(payload)).toEqual(['contains']);
});

it('a number is released where its address is typed back as people write it', async () => {
  const { id, address } = await buy(app, listed.name);
  const release = (confirmAddress: string) => mutate(app, 'releaseNumber', { phoneNumberId: id, confirmAddress });
  expect(codesOf(await release(pasted(address).replace(/\d\u202c/, '\u202c')))).toEqual(['CONFIRMATION_MISMATCH']);
  expect((await release(pasted(address))).phoneNumber?.status).toBe('RELEASED');
});

it('a SIP address is released where it is typed back in capitals', async () => {
  const { name, sipAddress } = vendorWith('SIP_CREATE', 'RELEASE');
  const login = { username: 'desk-user', password: 'long enough' };
  const input = { idempotencyKey: randomUUID(), vendor: name, sipPrefix: 'Back-Office', ...login };
  const { phoneNumber } = await mutate(app, 'createSipNumber', input);
  const confirmAddress = ` ${sipAddress('Back-Office').toUpperCase()}`;
  const released = await mutate(app, 'releaseNumber', { phoneNumberId: phoneNumber?.id, confirmAddress });
  expect(released.phoneNumber?.status).toBe('RELEASED');
});

describe('numbers that a vendor spells in its own way', () => {
  const british = '+442079460177';
  const american = '+14155552001';

  beforeAll(async () => {
    app.sandbox.control.addNumber({ vendor: listed.name, number: '+44 (0)20 7946 0177' });
    app.sandbox.control.addNumber({ vendor: listed.name, number: american });
    await listNumbers(app, { maxAge: 0 });
  });
  const found = async (filter: object) => addressesOf(await listNumbers(app, { filter, first: 500 }));

  it.each([
    ['+44 (0)20 7946', british],
    ['+44020794601', british],
    ['\u200e＋４４ 20 7946 0177', british],
    ['+1 (1) 415 555-20', american],
    [`${american.slice(0, 8)}\u2212`, american],
  ])('are found by how they start, %j', async (startsWith, address) => {
    const all = await found({ startsWith });
    expect(all).toContain(address);
    expect(all.every((one) => one.startsWith(address.slice(0, 4)))).toBe(true);
  });

  it.each([
    ['(415) 555-2001', american],
    ['555\u22122001', american],
    ['1 415 555 2001', american],
    ['+1 (1) 415 555 2001', american],
    ['４１５５５５２００１', american],
    ['+44 (0)20 7946 0177', british],
    ['7946 0177\u202c', british],
  ])('are found by what they contain, %j', async (contains, address) => {
    expect(await found({ contains })).toEqual([address]);
  });

  it('are not all found by signs that stand between digits', async () => {
    expect(await found({ contains: '( ) -' })).toEqual([]);
  });

  it('are found by a label that looks like a number as it is written', async () => {
    const { address } = await buy(app, listed.name, { label: 'Room 5-5 (0)' });
    expect(await found({ contains: 'room 5-5 (0)' })).toEqual([address]);
    expect(await found({ contains: '5-5 (0)' })).toContain(address);
  });
});
