import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { losesItsAnswer, neverArrives, repeatsIt } from '../../support/misleading/lies.ts';
import { type MisledApp, startMisledApp } from '../../support/misleading/misled-app.ts';
import { mutate, untilOperation } from '../../support/mutations.ts';
import { agentId } from './harness.ts';

const vendor = retell.name;

let misled: MisledApp;
beforeEach(async () => {
  misled = await startMisledApp({ vendorTimeoutMs: 8_000 });
});
afterEach(() => misled.stop());

describe('an import', () => {
  const importOf = () => ({
    idempotencyKey: randomUUID(),
    vendor,
    number: '+442079460123',
    terminationUri: 'trunk.example.com',
    username: 'example-user',
    password: 'example-password',
    label: 'Desk',
    agentId,
  });

  it.each([
    ['whose answer is lost', losesItsAnswer],
    ['that something between us makes twice', repeatsIt(400, 'Phone number already exists')],
  ])('%s is found by its number', async (_what, lie) => {
    misled.way.once(vendor, 'import', lie);
    const input = importOf();
    const { operation } = await mutate(misled.app, 'importSipNumber', input);
    const done = await untilOperation(misled.app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
    expect(done.phoneNumber).toMatchObject({
      address: input.number,
      label: 'Desk',
      agent: { id: agentId },
      acquisition: 'SIP_IMPORTED',
      trunk: { terminationUri: 'trunk.example.com' },
    });
  });

  it('that never arrives has failed, and may be made again', async () => {
    misled.way.once(vendor, 'import', neverArrives);
    const input = importOf();
    const { operation } = await mutate(misled.app, 'importSipNumber', input);
    await untilOperation(misled.app, operation?.id, { status: 'FAILED' });
    const again = await mutate(misled.app, 'importSipNumber', input);
    expect(again).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [] });
  });
});
