import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hides, refuses } from '../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp } from '../support/misleading/misled-app.ts';
import { mutate, readNumber } from '../support/mutations.ts';
import { listNumbers } from '../support/numbers.ts';
import { freeAreaCode, purchaseInput } from '../support/purchases.ts';
import { listed, unlisted } from '../support/vendors.ts';

/** Long enough for a busy machine to do what has to be done before it is over. */
const GRACE_SECONDS = 20;

/** A number, whether it is released or not. */
const at = (address: string | undefined) => ({
  maxAge: 0,
  filter: { startsWith: address, statuses: ['ACTIVE', 'RELEASED'] },
});

let misled: MisledApp;
beforeAll(async () => {
  misled = await startMisledApp();
});
afterAll(() => misled.stop());

describe('a number just bought that the list does not show yet', () => {
  beforeEach(() => misled.app.restart({ recoveryGraceSeconds: GRACE_SECONDS }));

  it('is not shown as released: not in a list, not to a repeat of the key; and it can be linked', async () => {
    const vendor = listed.name;
    const areaCode = freeAreaCode();
    const number = listed.stockNumber(areaCode);
    const show = misled.way.on(vendor, 'list', hides(number));
    const input = purchaseInput(vendor, { areaCode });
    const { phoneNumber } = await misled.purchase(input);
    expect(phoneNumber?.address).toBe(number);

    const { edges } = await listNumbers(misled.app, at(number));
    expect(edges.map(({ node }) => node.status)).toEqual(['ACTIVE']);
    const replayed = await misled.purchase(input);
    expect(replayed.phoneNumber).toMatchObject({ address: number, status: 'ACTIVE' });
    const id = phoneNumber?.id ?? '';
    const linked = await mutate(misled.app, 'linkNumberToAgent', { phoneNumberId: id, agentId: listed.agents.second });
    expect(linked.userErrors).toEqual([]);
    expect(linked.phoneNumber).toMatchObject({ status: 'ACTIVE', agent: { id: listed.agents.second } });
    show();
  });

  it('is not taken for released because a release was refused in a way that nobody understands', async () => {
    const vendor = listed.name;
    const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
    const { id: phoneNumberId = '', address: confirmAddress = '' } = phoneNumber ?? {};
    const hidden = [
      misled.way.on(vendor, 'list', hides(confirmAddress)),
      misled.way.on(vendor, 'get', refuses(404, 'No such line')),
    ];
    misled.way.once(vendor, 'release', refuses(302, 'Found'));
    const { operation } = await mutate(misled.app, 'releaseNumber', { phoneNumberId, confirmAddress });
    expect(operation?.status).toBe('PENDING');
    const looks = () => misled.way.calls(vendor, 'list').length;
    const before = looks();
    await expect.poll(looks, { timeout: 10_000 }).toBeGreaterThan(before);
    const { edges } = await listNumbers(misled.app, at(confirmAddress));
    expect(edges.map(({ node }) => node.status)).toEqual(['ACTIVE']);
    for (const show of hidden) show();
  });

  it('is not released because the vendor says once that it knows no such number', async () => {
    const vendor = unlisted.name;
    const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
    const show = misled.way.on(vendor, 'get', refuses(404, 'Phone number not found'));
    const { edges } = await listNumbers(misled.app, at(phoneNumber?.address));
    expect(edges.map(({ node }) => node.status)).toEqual(['ACTIVE']);
    expect((await readNumber(misled.app, phoneNumber?.id ?? ''))?.status).toBe('ACTIVE');
    show();
  });
});

it('a number that the list has not shown since the grace period ended is shown as released', async () => {
  const vendor = listed.name;
  await misled.app.restart({ recoveryGraceSeconds: 1 });
  const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
  misled.way.on(vendor, 'list', hides(phoneNumber?.address ?? ''));
  const show = misled.way.on(vendor, 'get', refuses(404, 'Phone number not found'));
  await passGrace();
  await listNumbers(misled.app, { maxAge: 0 });
  await passGrace();
  const { edges } = await listNumbers(misled.app, at(phoneNumber?.address));
  expect(edges.map(({ node }) => node.status)).toEqual(['RELEASED']);
  show();
});

it('a number that the list has left out, and that is there when it is asked for, is not shown as released', async () => {
  const vendor = listed.name;
  await misled.app.restart({ recoveryGraceSeconds: 1 });
  const { phoneNumber } = await misled.purchase(purchaseInput(vendor));
  misled.way.on(vendor, 'list', hides(phoneNumber?.address ?? ''));
  await passGrace();
  await listNumbers(misled.app, { maxAge: 0 });
  await passGrace();
  const { edges } = await listNumbers(misled.app, at(phoneNumber?.address));
  expect(edges.map(({ node }) => node.status)).toEqual(['ACTIVE']);
});
