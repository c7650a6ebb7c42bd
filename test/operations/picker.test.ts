import { expect, it } from 'vitest';
import { pickFromStock } from '../../src/operations/shared/pick-from-stock.ts';
import { VendorError } from '../../src/vendors/vendor-error.ts';
import { createFakeAccount } from '../support/model/fake-account.ts';
import { exactBuying } from '../support/vendor-calls.ts';

const stock = Array.from({ length: 20 }, (_, line) => `+121255501${String(line).padStart(2, '0')}`);

function setUp() {
  const account = createFakeAccount({
    name: 'ACME',
    lists: true,
    stock,
    admit: async () => undefined,
    later: () => undefined,
    tick: () => undefined,
  });
  const vendor = account.connect({ purchases: [], links: [], readsFail: false });
  const refusal = (message: string, reason: VendorError['reason'] = 'no-words') =>
    new VendorError({ vendor: 'ACME', outcome: 'unknown', reason, message });
  const picker = pickFromStock(vendor, exactBuying(vendor), {
    query: { country: 'US', areaCode: '212', contains: null },
    refused: [],
  });
  return { picker, refusal };
}

it.each([
  ['without a reason', 'ACME refused and gave no reason (HTTP 400).', 'no-words'],
  ['in the same words', 'ACME said: country: Is required.', 'refused'],
] as const)('a search ends where the vendor refuses two numbers %s', async (_how, message, reason) => {
  const { picker, refusal } = setUp();
  expect(await picker.next()).toEqual({ number: stock[0] });
  picker.drop(refusal(message, reason));
  expect(await picker.next()).toEqual({ number: stock[1] });
  picker.drop(refusal(message, reason));
  expect(await picker.next()).toMatchObject({
    failure: { code: 'VENDOR_REJECTED', charged: 'NO', message: expect.stringContaining(message) },
  });
});

it('a search goes on where the refusals differ, and where numbers are gone, until five were refused', async () => {
  const { picker, refusal } = setUp();
  for (const said of ['one', 'two', 'three']) {
    expect(await picker.next()).toHaveProperty('number');
    picker.drop(refusal(said));
  }
  for (let gone = 0; gone < 2; gone += 1) {
    expect(await picker.next()).toHaveProperty('number');
    picker.drop(refusal('This number is no longer available at ACME.', 'number-unavailable'));
  }
  expect(await picker.next()).toMatchObject({ failure: { code: 'NUMBER_UNAVAILABLE', retryable: true } });
});
