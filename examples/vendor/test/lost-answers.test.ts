import { randomUUID } from 'node:crypto';
import { losesItsAnswer, startMisledApp, untilOperation } from 'phone-numbers-subgraph/vendor-testing/service';
import { expect, it, onTestFinished } from 'vitest';
import { pickwick } from '../src/index.ts';

it('a purchase whose answer is lost is found by its marker, and is made once', async () => {
  const { app, way, sandbox, purchase, stop } = await startMisledApp({ vendors: [pickwick] });
  onTestFinished(stop);
  way.once(pickwick.name, 'purchase', losesItsAnswer);
  const input = { idempotencyKey: randomUUID(), vendor: pickwick.name, areaCode: '212', label: 'Front desk' };
  const { operation } = await purchase(input);
  const found = await untilOperation(app, operation?.id, { status: 'SUCCEEDED', errorCodes: [] });
  expect(found.phoneNumber).toMatchObject({ label: 'Front desk' });
  expect((await purchase(input)).phoneNumber?.id).toBe(found.phoneNumber?.id);
  expect(sandbox.control.sales()).toMatchObject([{ number: found.phoneNumber?.address }]);
});
