import { expect, it } from 'vitest';
import { openTestDatabase } from '../support/databases.ts';
import { beginSent, openLedger } from '../support/ledger-harness.ts';

it('a purchase of yesterday whose agent is linked today is no purchase of today', async () => {
  const harness = await openLedger(() => openTestDatabase('SQLite'), { inAll: 1, perActor: null });
  const leased = await beginSent(harness.ledger, '+14155550151');
  const bought = {
    status: 'SUCCEEDED',
    note: 'Bought.',
    errors: [],
    followUp: { agentId: 'agent-1' },
  } as const;
  const kept = await harness.ledger.advance(leased, bought);
  harness.pass(24 * 60 * 60_000);
  await harness.ledger.recordSent(kept, { account: 'ours', note: 'Linking.' });
  const today = await beginSent(harness.ledger, '+14155550152').catch((error: Error) => error.name);
  await harness.close();
  expect(today).toMatchObject({ target: '+14155550152' });
});
