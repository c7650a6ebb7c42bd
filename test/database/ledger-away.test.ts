import { expect, it } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

it('a repeat during an outage of the database does not deny what its key has bought', async () => {
  const server = await startPostgresServer();
  const app = await startTestApp({ databaseUrl: server.url });
  const input = { idempotencyKey: 'key-1', vendor: listed.name, number: listed.stockNumber('305') };
  expect((await mutate(app, 'purchaseNumber', input)).phoneNumber).not.toBeNull();
  await server.stop();
  const { userErrors } = await mutate(app, 'purchaseNumber', input);
  await app.stop();
  await server.remove();
  expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
});
