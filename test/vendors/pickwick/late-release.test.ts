import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { type MisledApp, startMisledApp } from '../../support/misleading/misled-app.ts';
import { mutate, readNumber, untilOperation } from '../../support/mutations.ts';
import { pickwick } from './pickwick.ts';

const vendor = pickwick.name;

let misled: MisledApp;
beforeAll(async () => {
  misled = await startMisledApp({ vendors: [...builtInVendors, pickwick], vendorTimeoutMs: 8_000 });
});
afterAll(() => misled.stop());

it('a number that another key got before its release was answered is not shown as released', async () => {
  const order = () => ({ idempotencyKey: randomUUID(), vendor, areaCode: '212' });
  const { phoneNumber } = await misled.purchase(order());
  const { id = '', address = '' } = phoneNumber ?? {};
  misled.way.once(vendor, 'release', async (exchange) => {
    const answer = await exchange.forward();
    const { operation } = await misled.purchase(order());
    // It is known by its marker; that is told from what it was before by no id.
    const again = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED' });
    expect(again.phoneNumber?.address).toBe(address);
    exchange.answer(answer);
  });
  const release = { idempotencyKey: randomUUID(), phoneNumberId: id, confirmAddress: address };
  expect((await mutate(misled.app, 'releaseNumber', release)).operation?.status).toBe('SUCCEEDED');
  expect(await readNumber(misled.app, id)).toMatchObject({ address, status: 'ACTIVE' });
});
