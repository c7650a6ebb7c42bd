import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  carriers,
  done,
  holdAtCarrier,
  moveInput,
  platforms,
  stepsOf,
  takeIn,
  writes,
} from '../../support/moves.ts';
import {
  codesOf,
  countOperations,
  fieldsOf,
  mutate,
  type ShownNumber,
  untilOperation,
} from '../../support/mutations.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import type { TestVendor } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    ...{ recoveryGraceSeconds: 0, recoveryPatienceSeconds: 60, recoveryIntervalSeconds: 0.2 },
  });
});
afterAll(() => app.stop());
afterEach(() => app.sandbox.control.clearFaults());

const [platform, other] = platforms;
const connect = (input: object) => mutate(app, 'connectNumber', input);
const disconnect = (input: object) => mutate(app, 'disconnectNumber', input);

function connectInput({ id }: ShownNumber, to: TestVendor = platform, changes: object = {}) {
  return { idempotencyKey: randomUUID(), phoneNumberId: id, vendor: to.name, agentId: to.agents.first, ...changes };
}

function disconnectInput({ id, address }: ShownNumber, from: TestVendor = platform, changes: object = {}) {
  return { idempotencyKey: randomUUID(), phoneNumberId: id, vendor: from.name, confirmAddress: address, ...changes };
}

/** The carrier's id of the trunk that calls to a number go over, as the carrier tells it. */
async function trunkOf({ id }: ShownNumber): Promise<string | null> {
  const query =
    'query ($id: ID!) { phoneNumber(id: $id, maxAge: 0) { ... on PstnNumber { trunk { inboundTrunkId } } } }';
  const { data } = await app.graphql(query, { id });
  return data.phoneNumber.trunk?.inboundTrunkId ?? null;
}

describe.each(carriers)('a number of $title', (carrier) => {
  const hold = () => holdAtCarrier(app, app.sandbox.control, { carrier });

  it.each(platforms)(
    'is given to $title, which shows it with its agent before the carrier sends calls there',
    async (to) => {
      const { control } = app.sandbox;
      const held = await hold();
      const before = writes(app).length;
      const input = connectInput(held, to, { label: 'Connected' });
      const first = await connect(input);
      const connected = { vendor: to.name, address: held.address, label: 'Connected', acquisition: 'SIP_IMPORTED' };
      expect(done(first)).toMatchObject({ ...connected, agent: { id: to.agents.first } });
      expect(first.operation).toMatchObject({
        kind: 'CONNECT',
        status: 'SUCCEEDED',
        vendor: carrier.name,
        attempts: 0,
      });
      expect(await stepsOf(app, first.operation?.id)).toEqual([
        `SIP_IMPORT ${to.name} SUCCEEDED`,
        `REROUTE ${carrier.name} SUCCEEDED`,
      ]);
      expect(writes(app).slice(before).at(-1)).toBe(`update ${carrier.name}`);
      expect(await trunkOf(held)).not.toBeNull();
      expect(at(control, carrier, held.address)).toBeDefined();
      expect(control.sales()).toEqual([]);
      const all = writes(app);
      expect(await connect(input)).toEqual(first);
      expect(codesOf(await connect({ ...input, label: 'Another' }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
      expect(writes(app)).toEqual(all);
    },
  );

  it('is taken back: the carrier sends its calls nowhere, then the platform gives it up', async () => {
    const { control } = app.sandbox;
    const held = await hold();
    done(await connect(connectInput(held)));
    const input = disconnectInput(held);
    const first = await disconnect(input);
    expect(done(first)).toMatchObject({ id: held.id, vendor: carrier.name, status: 'ACTIVE' });
    expect(await stepsOf(app, first.operation?.id)).toEqual([
      `REROUTE ${carrier.name} SUCCEEDED`,
      `RELEASE ${platform.name} SUCCEEDED`,
    ]);
    expect(await trunkOf(held)).toBeNull();
    expect(at(control, platform, held.address)).toBeUndefined();
    expect(at(control, carrier, held.address)).toBeDefined();
    expect(await disconnect(input)).toEqual(first);
    // And may be given away again.
    expect(done(await connect(connectInput(held, other)))).toMatchObject({ vendor: other.name });
  });

  it('whose calls the carrier did not redirect is half done, says so, and goes on by itself or by a repeat', async () => {
    const { control } = app.sandbox;
    const held = await hold();
    const stop = control.addFault({ vendor: carrier.name, operation: 'update', kind: 'refuse' });
    const input = connectInput(held);
    const { operation, userErrors } = await connect(input);
    expect(operation).toMatchObject({ status: 'NEEDS_ATTENTION', phoneNumber: { id: held.id } });
    expect(codesOf({ userErrors })).toEqual(['VENDOR_REJECTED']);
    expect(userErrors[0]?.message).toContain('repeat the key');
    expect(await stepsOf(app, operation?.id)).toEqual([
      `SIP_IMPORT ${platform.name} SUCCEEDED`,
      `REROUTE ${carrier.name} FAILED`,
    ]);
    stop();
    expect(done(await connect(input))).toMatchObject({ vendor: platform.name });

    const lost = await hold();
    control.addFault({ vendor: carrier.name, operation: 'update', kind: 'reset-after', times: 1 });
    const open = await connect(connectInput(lost));
    expect(open.operation).toMatchObject({ status: 'PENDING' });
    await untilOperation(app, open.operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
  });

  it('that the platform refuses is not redirected', async () => {
    const { control } = app.sandbox;
    const held = await hold();
    control.addFault({ vendor: platform.name, operation: 'import', kind: 'refuse' });
    const { operation, userErrors } = await connect(connectInput(held));
    expect(operation).toMatchObject({ status: 'FAILED' });
    expect(userErrors).toMatchObject([{ code: 'VENDOR_REJECTED', charged: 'NO' }]);
    expect(await stepsOf(app, operation?.id)).toEqual([`SIP_IMPORT ${platform.name} FAILED`]);
    expect(await trunkOf(held)).toBeNull();
  });
});

describe('what is refused before anything is written or sent', () => {
  const [carrier] = carriers;

  it.each([
    ['a platform that takes nothing in', () => ({ vendor: carrier?.name }), 'vendor'],
    ['an unknown number', () => ({ phoneNumberId: 'nothing' }), 'phoneNumberId'],
    ['a key that is none', () => ({ idempotencyKey: 'a b' }), 'idempotencyKey'],
    ['a label that is none', () => ({ label: ' ' }), 'label'],
  ])('%s', async (_what, changes, field) => {
    const held = await holdAtCarrier(app, app.sandbox.control);
    const before = [writes(app), await countOperations(app)];
    const { operation, userErrors } = await connect({ ...connectInput(held), ...changes() });
    expect(operation).toBeNull();
    expect(fieldsOf({ userErrors })).toContain(field);
    expect([writes(app), await countOperations(app)]).toEqual(before);
  });

  it('a number of a platform, which is no carrier', async () => {
    const number = await takeIn(app, platform);
    expect(codesOf(await connect(connectInput(number, other)))).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
    expect(codesOf(await disconnect(disconnectInput(number, other)))).toEqual(['NOT_SUPPORTED_BY_VENDOR']);
  });

  it('taking back what is not there, or is not confirmed', async () => {
    const held = await holdAtCarrier(app, app.sandbox.control);
    expect(codesOf(await disconnect(disconnectInput(held, platform, { confirmAddress: '+1' })))).toEqual([
      'CONFIRMATION_MISMATCH',
    ]);
    expect(codesOf(await disconnect(disconnectInput(held)))).toEqual(['NOT_FOUND']);
  });

  it('moving what is connected leaves it connected to the other platform, and taking back from the first is refused', async () => {
    const held = await holdAtCarrier(app, app.sandbox.control);
    const there = done(await connect(connectInput(held)));
    done(await mutate(app, 'moveNumber', moveInput(there, other, { trunk: undefined })));
    const trunk = await trunkOf(held);
    expect(codesOf(await disconnect(disconnectInput(held, platform)))).toEqual(['NOT_FOUND']);
    expect(await trunkOf(held)).toBe(trunk);
  });
});
