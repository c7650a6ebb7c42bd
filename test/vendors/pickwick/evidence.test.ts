import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { hides, neverArrives, replaces } from '../../support/misleading/lies.ts';
import { GRACE_SECONDS, type MisledApp, startMisledApp } from '../../support/misleading/misled-app.ts';
import { readNumber, untilOperation } from '../../support/mutations.ts';
import { listNumbers } from '../../support/numbers.ts';
import { pickwick } from './pickwick.ts';

const vendor = pickwick.name;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({ vendors: [...builtInVendors, pickwick] });
  // The sync of the start must not see what is bought.
  await listNumbers(misled.app, { maxAge: 0 });
});
afterEach(() => misled.stop());

const inputOf = () => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212' });
const sold = () => misled.sandbox.control.sales().map(({ number }) => number);
const callTimes = (operation: 'list' | 'purchase') => misled.way.calls(vendor, operation).map(({ at }) => at);

describe('a purchase where the vendor picks the number, and whose answer is lost,', () => {
  it('never happens again under its key, and is found by its marker however late the list shows it', async () => {
    let show = () => {};
    misled.way.once(vendor, 'purchase', async (exchange) => {
      await exchange.forward();
      show = misled.way.on(vendor, 'list', hides(...sold()));
      exchange.breakOff();
    });
    const input = inputOf();
    const { operation } = await misled.purchase(input);
    const ended = await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    expect(ended.userErrors).toMatchObject([{ code: 'NUMBER_UNAVAILABLE', retryable: false }]);
    expect((await misled.purchase(input)).operation?.status).toBe('FAILED');
    expect(callTimes('purchase')).toHaveLength(1);

    show();
    await listNumbers(misled.app, { maxAge: 0 });
    const healed = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', withinMs: 3_000 });
    expect([healed.phoneNumber?.address]).toEqual(sold());
  });

  it('counts as not made after two complete lists, each read after the grace period and one apart', async () => {
    misled.way.once(vendor, 'purchase', neverArrives);
    const { operation } = await misled.purchase(inputOf());
    const [sentAt = Number.NaN] = callTimes('purchase');
    const graceMs = GRACE_SECONDS * 1_000;
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const [first = Number.NaN, ...later] = callTimes('list').filter((at) => at > sentAt + graceMs);
    expect(later.map((at) => at - first >= graceMs - 20)).toContain(true);
  });
});

it('a purchase that is answered with the line of another is no success, and is found by its marker', async () => {
  const ours = await misled.purchase(inputOf());
  const line = ours.phoneNumber?.address ?? '';
  misled.way.once(
    vendor,
    'purchase',
    replaces(() => sold().at(-1) ?? line, line),
  );
  const { operation } = await misled.purchase(inputOf());
  const found = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
  expect(found.phoneNumber?.address).toBe(sold().at(-1));
  expect(await readNumber(misled.app, ours.phoneNumber?.id ?? '')).toEqual(ours.phoneNumber);
});
it('a purchase that had failed, and whose line shows late, is named as was asked, and says that it is not linked', async () => {
  let show = () => {};
  misled.way.once(vendor, 'purchase', async (exchange) => {
    await exchange.forward();
    show = misled.way.on(vendor, 'list', hides(...sold()));
    exchange.breakOff();
  });
  const { operation } = await misled.purchase({ ...inputOf(), label: 'Reception', agentId: 'asst_sam' });
  await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
  show();
  await listNumbers(misled.app, { maxAge: 0 });
  const healed = await untilOperation(misled.app, operation?.id, {
    status: 'SUCCEEDED',
    errorCodes: ['AGENT_LINK_FAILED'],
  });
  expect(healed.phoneNumber?.label).toBe('Reception');
  expect(misled.sandbox.control.numbers(vendor).at(-1)?.label).toBe('Reception');
});
