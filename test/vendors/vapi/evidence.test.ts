import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hides, neverArrives, refuses, replaces } from '../../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../../support/misleading/misled-app.ts';
import type { Lie } from '../../support/misleading/way.ts';
import { mutate, readNumber, readOperation, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { agentId } from './harness.ts';

const vendor = 'VAPI';

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
  // The sync of the start must not see what is bought.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

const inputOf = (changes: object = {}) => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212', ...changes });
const sold = () => misled.sandbox.control.sales().map(({ number }) => number);
const calls = (operation: 'list' | 'purchase' | 'trunk' | 'import' | 'createSip') =>
  misled.way.calls(vendor, operation);
const rowOf = (number: string | undefined) =>
  misled.sandbox.control.numbers(vendor).find((row) => row.number === number);

/** Answers as it should, without the numbers that were sold. */
const withoutNumber: Lie = async (exchange) => {
  const { status, text } = await exchange.forward();
  const members = sold().map((number) => new RegExp(`"number":"\\${number}",?`, 'g'));
  exchange.answer({ status, text: members.reduce((rest, member) => rest.replaceAll(member, ''), text) });
};

/** Until the function that comes back is called, nobody is shown a number that was sold. */
function hideNumbers(): () => void {
  const shown = [misled.way.on(vendor, 'get', withoutNumber), misled.way.on(vendor, 'list', withoutNumber)];
  return () => void shown.map((show) => show());
}

/** Longer than it takes to conclude something from two looks. */
const passLooks = () => sleep(3 * GRACE_SECONDS * 1_000);

describe('a purchase whose answer is lost', () => {
  it('after the sale is found by its marker, and gets its name', async () => {
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      exchange.breakOff();
    });
    const input = inputOf({ label: 'Front desk', agentId });
    const { operation } = await misled.purchase(input);
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber).toMatchObject({ address: sold()[0], label: 'Front desk', agent: { id: agentId } });
    expect(rowOf(sold()[0])).toMatchObject({ label: 'Front desk', agentId });
    expect((await misled.purchase(input)).phoneNumber).toEqual(found.phoneNumber);
    expect(sold()).toHaveLength(1);
  });

  it('before the sale counts as not made after two lists, and its key never buys', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const input = inputOf();
    const { operation } = await misled.purchase(input);
    const ended = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(ended.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: false, charged: 'NO' }]);
    expect((await misled.purchase(input)).operation?.status).toBe('FAILED');
    expect([calls('purchase').length, sold()]).toEqual([1, []]);
  });

  it('and whose number the list shows late has succeeded after all', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = misled.way.on(vendor, 'list', hides(...sold()));
      exchange.breakOff();
    });
    const { operation } = await misled.purchase(inputOf());
    // A page that shows fewer than it counts is no complete list: nothing is concluded from it.
    await passLooks();
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).toEqual(['PENDING']);
    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(found.phoneNumber?.address).toBe(sold()[0]);
  });

  it('and whose row has its marker and no number is open, until the number is there', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = hideNumbers();
      exchange.breakOff();
    });
    const { operation } = await misled.purchase(inputOf({ label: 'Front desk' }));
    await passLooks();
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).toEqual(['PENDING']);
    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber).toMatchObject({ address: sold()[0], label: 'Front desk' });
    expect(statusesOf(found)).toEqual(['PENDING', 'SUCCEEDED']);
  });
});

describe('a purchase that is answered', () => {
  it('with an active row without a number is no success, until the number is there', async () => {
    const show = hideNumbers();
    misled.way.once(vendor, 'purchase', withoutNumber);
    const { operation, phoneNumber, userErrors } = await misled.purchase(inputOf({ label: 'Front desk' }));
    expect(phoneNumber).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
    await passLooks();
    expect(statusesOf(await readOperation(misled.app, operation?.id ?? ''))).toEqual(['PENDING']);
    show();
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber).toMatchObject({ address: sold()[0], label: 'Front desk' });
    expect(sold()).toHaveLength(1);
  });

  it('with a number that is still activated has succeeded, and is active once it is', async () => {
    const activates = replaces('"status":"active"', '"status":"activating"');
    const operations = ['purchase', 'update', 'get', 'list'] as const;
    const ready = operations.map((operation) => misled.way.on(vendor, operation, activates));
    const { phoneNumber, operation } = await misled.purchase(inputOf());
    expect(operation?.status).toBe('SUCCEEDED');
    expect(phoneNumber).toMatchObject({ address: sold()[0], status: 'INACTIVE' });
    for (const isReady of ready) isReady();
    await listNumbers(misled.app, { maxAge: 0 });
    expect(await readNumber(misled.app, phoneNumber?.id ?? '')).toMatchObject({ status: 'ACTIVE' });
  });

  it('keeps its number where everything that is read afterwards masks it', async () => {
    const masked: Lie = async (exchange) => {
      const { status, text } = await exchange.forward();
      exchange.answer({ status, text: text.replace(/"number":"(\+\d{3})\d{4}(\d{4})"/g, '"number":"$1****$2"') });
    };
    for (const operation of ['update', 'get', 'list'] as const) misled.way.on(vendor, operation, masked);
    const { phoneNumber, userErrors } = await misled.purchase(inputOf({ label: 'Front desk' }));
    expect(userErrors).toEqual([]);
    const { id: phoneNumberId = '', address } = phoneNumber ?? {};
    expect([address]).toEqual(sold());
    await listNumbers(misled.app, { maxAge: 0 });
    await mutate(misled.app, 'linkNumberToAgent', { phoneNumberId, agentId });
    const shown = await readNumber(misled.app, phoneNumberId);
    expect(shown).toMatchObject({ address, label: 'Front desk', status: 'ACTIVE', agent: { id: agentId } });
    const release = { idempotencyKey: randomUUID(), phoneNumberId, confirmAddress: address };
    expect((await mutate(misled.app, 'releaseNumber', release)).operation?.status).toBe('SUCCEEDED');
  });

  it('with a refusal has failed, and a row that it left is shown once it has a number', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = hideNumbers();
      exchange.refuse(400, 'The carrier did not accept the order.');
    });
    const { operation, userErrors } = await misled.purchase(inputOf());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED' }]);
    await listNumbers(misled.app, { maxAge: 0 });
    expect((await readOperation(misled.app, operation?.id ?? ''))?.status).toBe('FAILED');
    show();
    const { edges } = await listNumbers(misled.app, { maxAge: 0, filter: { contains: sold()[0]?.slice(-7) } });
    expect(edges.map(({ node }) => node.address)).toEqual(sold());
  });

  it.each(['that was there before', 'that another purchase got'])(
    'with its marker and the id of a number %s is no success: the answer repeats what was asked',
    async (which) => {
      const other = which.includes('before')
        ? rowOf('+14155510160')
        : rowOf((await misled.purchase(inputOf())).phoneNumber?.address);
      const idOf = () => rowOf(sold().at(-1))?.id ?? '';
      misled.way.once(vendor, 'purchase', replaces(idOf, other?.id ?? ''));
      const { operation, phoneNumber } = await misled.purchase(inputOf({ label: 'Mine' }));
      expect(phoneNumber).toBeNull();
      const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
      expect(found.phoneNumber).toMatchObject({ vendorId: idOf(), address: sold().at(-1), label: 'Mine' });
      expect(rowOf(other?.number)).toEqual(other);
    },
  );

  it('with the id of another number is no success either where the clock was set back since that was seen', async () => {
    await misled.stop();
    const HOUR_MS = 3_600_000;
    let setBack = 0;
    misled = await startMisledApp({ now: () => new Date(Date.now() - setBack) });
    await listNumbers(misled.app, { maxAge: 0 });
    const other = rowOf('+14155510160');
    setBack = HOUR_MS;
    misled.way.once(
      vendor,
      'purchase',
      replaces(() => rowOf(sold().at(-1))?.id ?? '', other?.id ?? ''),
    );
    expect((await misled.purchase(inputOf({ label: 'Mine' }))).phoneNumber).toBeNull();
    expect(rowOf(other?.number)).toEqual(other);
  });

  it('with other area codes has found none in this one, and tells them', async () => {
    const { operation, userErrors } = await misled.purchase(inputOf({ areaCode: '416' }));
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toEqual([
      {
        code: 'NO_MATCHING_NUMBER',
        message: 'Vapi said: This area code is currently not available. Hint: Try one of 415, 212, 312.',
        field: ['input', 'areaCode'],
        retryable: false,
        charged: 'NO',
        suggestions: ['415', '212', '312'],
      },
    ]);
    expect(sold()).toEqual([]);
  });
});

describe('an import, which is two calls,', () => {
  const number = '+442079460123';
  const importOf = () => ({
    ...{ idempotencyKey: randomUUID(), vendor, number, label: 'London', agentId },
    ...{ terminationUri: 'trunk.example.com', username: 'trunk-user', password: 'trunk-password' },
  });
  const importIt = (input: object) => mutate(misled.app, 'importSipNumber', input);
  const rows = () => misled.sandbox.control.numbers(vendor).filter((row) => row.number === number);
  const credential = /credential pns-[\da-f]{32}: /;

  it.each([
    ['never arrived', neverArrives],
    [
      'was not answered',
      async (exchange) => {
        await exchange.forward();
        exchange.breakOff();
      },
    ],
    ['was answered with a page', async (exchange) => exchange.answer({ status: 201, text: '<html>' })],
    ['was refused as one that is there', refuses(409, 'This name is already in use.')],
  ] satisfies [string, Lie][])('has failed for certain where the call for its trunk %s', async (_how, lie) => {
    misled.way.once(vendor, 'trunk', lie);
    const input = importOf();
    const { operation, userErrors } = await importIt(input);
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    expect(userErrors[0]?.message).toMatch(credential);
    expect([calls('import').length, rows()]).toEqual([0, []]);
    const again = await importIt(input);
    expect(again.userErrors).toEqual([]);
    expect(again.phoneNumber).toMatchObject({ address: number, label: 'London', agent: { id: agentId } });
    expect(rows()).toHaveLength(1);
  });

  it('is refused where its trunk is, with nothing left behind', async () => {
    misled.way.once(vendor, 'trunk', refuses(400, 'ip: trunk-password is odd'));
    const { operation, userErrors } = await importIt(importOf());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', message: 'Vapi refused (HTTP 400).' }]);
  });

  it('is refused where its number is, and tells what stays at the vendor', async () => {
    misled.way.once(vendor, 'import', refuses(400, 'trunk-password is odd'));
    const { operation, userErrors } = await importIt(importOf());
    expect(operation?.status).toBe('FAILED');
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', charged: 'NO' }]);
    expect(userErrors[0]?.message).toMatch(credential);
    expect(userErrors[0]?.message).not.toContain('trunk-password');
  });

  it('is found by its number where that answer is lost', async () => {
    misled.way.once(vendor, 'import', async (exchange) => {
      await exchange.forward();
      exchange.breakOff();
    });
    const input = importOf();
    const lost = await importIt(input);
    expect(lost).toMatchObject({ operation: { status: 'PENDING' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    const found = await untilOperation(misled.app, lost.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber).toMatchObject({ address: number, trunk: { terminationUri: 'trunk.example.com' } });
    expect([rows().length, calls('trunk').length]).toEqual([1, 1]);
  });

  it('counts as not made after two lists where that call never arrived, and may be asked for again', async () => {
    misled.way.once(vendor, 'import', neverArrives);
    const input = importOf();
    const { operation } = await importIt(input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect((await importIt(input)).operation?.status).toBe('SUCCEEDED');
    expect(rows()).toHaveLength(1);
  });

  it('is its own where something between has repeated it, and the second was refused', async () => {
    misled.way.once(vendor, 'import', async (exchange) => {
      await exchange.forward();
      exchange.answer(await exchange.forward());
    });
    const { operation } = await importIt(importOf());
    const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(found.phoneNumber?.address).toBe(number);
  });
});

it('a SIP address whose answer is lost is found by itself, and created once', async () => {
  misled.way.once(vendor, 'createSip', async (exchange) => {
    await exchange.forward();
    exchange.breakOff();
  });
  const login = { username: 'lobby-username-12345', password: 'lobby-password-12345' };
  const input = { idempotencyKey: randomUUID(), vendor, sipPrefix: 'Night', label: 'Night', ...login };
  const { operation } = await mutate(misled.app, 'createSipNumber', input);
  const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
  expect(found.phoneNumber).toMatchObject({ address: 'sip:night@sip.vapi.ai', label: 'Night' });
  expect(calls('createSip')).toHaveLength(1);
});
