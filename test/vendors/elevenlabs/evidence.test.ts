import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { hides, losesItsAnswer, neverArrives, refuses, repeatsIt, replaces } from '../../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp, statusesOf } from '../../support/misleading/misled-app.ts';
import type { Lie } from '../../support/misleading/way.ts';
import { codesOf, mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { present } from '../../support/vendor-calls.ts';
import { agentId } from './harness.ts';

const vendor = elevenLabs.name;
const number = '+442079461201';

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp();
  // The sync of the start must not see what is imported.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

function inputOf(changes: object = {}) {
  const login = { terminationUri: 'trunk.example.com', username: 'acme-user', password: 'acme-password' };
  return { idempotencyKey: randomUUID(), vendor, number, label: 'Desk', ...login, ...changes };
}
const importNumber = (input: object) => mutate(misled.app, 'importSipNumber', input);
const held = (at = number) => misled.sandbox.control.numbers(vendor).filter((each) => each.number === at);
const imports = () => misled.way.calls(vendor, 'import');
const until = (id: string | undefined, status: string, errorCodes?: readonly string[]) =>
  untilOperation(misled.app, id, { status, ...(errorCodes && { errorCodes }) });

describe('an import whose call', () => {
  it('arrived, and whose answer is lost, is found by its marker', async () => {
    misled.way.once(vendor, 'import', losesItsAnswer);
    const { operation } = await importNumber(inputOf({ agentId }));
    const found = await until(operation?.id, 'SUCCEEDED', []);
    expect(found.phoneNumber).toMatchObject({ address: number, label: 'Desk', agent: { id: agentId } });
    expect(statusesOf(found)).not.toContain('FAILED');
    expect(held()).toMatchObject([{ label: 'Desk', agentId }]);
    expect(imports()).toHaveLength(1);
  });

  it('arrived, and whose label somebody has changed before anybody looks, is found by its number, and keeps that name', async () => {
    misled.way.once(vendor, 'import', losesItsAnswer);
    const show = misled.way.on(vendor, 'list', hides(number));
    const { operation } = await importNumber(inputOf());
    const { id } = present(held()[0]);
    misled.sandbox.control.removeNumber(vendor, id);
    misled.sandbox.control.addNumber({ vendor, number, id, label: 'By hand' });
    show();
    await listNumbers(misled.app, { maxAge: 0 });
    const found = await until(operation?.id, 'SUCCEEDED', []);
    expect(found.phoneNumber).toMatchObject({ address: number, label: 'By hand' });
    expect(held()).toMatchObject([{ label: 'By hand' }]);
  });

  it('never arrived has failed after two complete lists, and its key may ask again', async () => {
    misled.way.once(vendor, 'import', neverArrives);
    const input = inputOf();
    const { operation } = await importNumber(input);
    const [sentAt = Number.NaN] = imports().map(({ at }) => at);
    const failed = await until(operation?.id, 'FAILED');
    expect(failed.userErrors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE', retryable: true, charged: 'NO' }]);
    const looks = misled.way.calls(vendor, 'list').filter(({ at }) => at > sentAt + GRACE_SECONDS * 1_000);
    expect(looks.length).toBeGreaterThanOrEqual(2);
    expect(await importNumber(input)).toMatchObject({ phoneNumber: { address: number }, userErrors: [] });
    expect(held()).toHaveLength(1);
  });

  it('arrived, and which the list shows late, has failed meanwhile, and heals', async () => {
    misled.way.once(vendor, 'import', losesItsAnswer);
    const show = misled.way.on(vendor, 'list', hides(number));
    const { operation } = await importNumber(inputOf());
    await until(operation?.id, 'FAILED');
    show();
    await listNumbers(misled.app, { maxAge: 0 });
    const healed = await until(operation?.id, 'SUCCEEDED', []);
    expect(healed.phoneNumber).toMatchObject({ address: number, label: 'Desk' });
    expect(held()).toMatchObject([{ label: 'Desk' }]);
  });

  it.each([400, 409])(
    'something between repeated, so that its own number "already exists" (%i), is a success',
    async (status) => {
      misled.way.once(vendor, 'import', repeatsIt(status, 'Phone number already exists.'));
      const { operation } = await importNumber(inputOf());
      expect(operation?.status).toBe('PENDING');
      expect((await until(operation?.id, 'SUCCEEDED', [])).phoneNumber?.address).toBe(number);
      expect(held()).toHaveLength(1);
    },
  );

  it('is refused in words has failed, and nothing is looked for', async () => {
    misled.way.once(vendor, 'import', refuses(400, 'The trunk cannot be reached.'));
    const payload = await importNumber(inputOf());
    expect([payload.operation?.status, codesOf(payload)]).toEqual(['FAILED', ['VENDOR_REJECTED']]);
    expect(held()).toEqual([]);
  });

  it('is answered with the id of another number is no success, and is found by its marker', async () => {
    const other = await importNumber(inputOf({ number: '+442079461202', label: 'Other' }));
    const { id = '', vendorId = '' } = other.phoneNumber ?? {};
    misled.way.once(
      vendor,
      'import',
      replaces(() => held()[0]?.id ?? vendorId, vendorId),
    );
    const { operation } = await importNumber(inputOf());
    const found = await until(operation?.id, 'SUCCEEDED', []);
    expect(found.phoneNumber?.address).toBe(number);
    expect(await readNumber(misled.app, id)).toEqual(other.phoneNumber);
  });

  it('is answered with an id that shows no number yet stays open until it does', async () => {
    const show = misled.way.on(vendor, 'get', refuses(404, 'Phone number was not found.'));
    const { operation, phoneNumber } = await importNumber(inputOf());
    expect([operation?.status, phoneNumber]).toEqual(['PENDING', null]);
    show();
    expect((await until(operation?.id, 'SUCCEEDED', [])).phoneNumber?.address).toBe(number);
    expect(imports()).toHaveLength(1);
  });
});

describe('a list', () => {
  /** As if the vendor had renamed it, and said nothing of what is left. */
  const renamed: Lie = async (exchange) => {
    const { status, text } = await exchange.forward();
    exchange.answer({ status, text: text.replace('"next_cursor"', '"cursor"').replace(/,"has_more":\w+/, '') });
  };

  it('that does not say that it has ended releases nothing', async () => {
    const { phoneNumber } = await importNumber(inputOf());
    misled.way.on(vendor, 'list', renamed);
    misled.way.on(vendor, 'get', refuses(503, 'Later'));
    const page = await listNumbers(misled.app, { maxAge: 0, filter: { vendors: [vendor], statuses: ['RELEASED'] } });
    expect(page.totalCount).toBe(0);
    expect(page.outages.map((outage) => outage.vendor)).toEqual([vendor]);
    expect((await readNumber(misled.app, phoneNumber?.id ?? ''))?.status).toBe('ACTIVE');
  });
});

it('an unlink that is answered with the agent still there has not succeeded, and says so once that is certain', async () => {
  const { phoneNumber } = await importNumber(inputOf({ agentId }));
  // A vendor that takes null for "as it is".
  misled.way.on(vendor, 'update', async (exchange) => exchange.answer(await exchange.forward('{}')));
  const unlinked = await mutate(misled.app, 'unlinkNumberFromAgent', { phoneNumberId: phoneNumber?.id });
  expect(unlinked.operation?.status).toBe('PENDING');
  const failed = await until(unlinked.operation?.id, 'FAILED');
  expect(failed.phoneNumber).toMatchObject({ agent: { id: agentId } });
});
