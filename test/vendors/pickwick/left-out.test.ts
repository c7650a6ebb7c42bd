import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { builtInVendors } from '../../../src/vendors/index.ts';
import { mutate } from '../../support/mutations.ts';
import { startTestApp } from '../../support/test-app.ts';
import { pickwick } from './pickwick.ts';

it('a service that lacks the definition of a vendor it has numbers of does not start, and names it', async () => {
  const app = await startTestApp({ vendors: [...builtInVendors, pickwick] });
  await mutate(app, 'purchaseNumber', { idempotencyKey: randomUUID(), vendor: pickwick.name, areaCode: '212' });
  await expect(app.restart({ vendors: builtInVendors })).rejects.toThrow('numbers or operations of PICKWICK');
  await app.restart();
  await app.stop();
});
