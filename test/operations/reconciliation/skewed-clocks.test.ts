import { expect, it } from 'vitest';
import { createRegistry } from '../../../src/registry/sql-registry.ts';
import { createSync } from '../../../src/sync/sync.ts';
import { openTestDatabase } from '../../support/databases.ts';
import { perform } from '../../support/model/actions.ts';
import { findBreaches } from '../../support/model/invariants.ts';
import { createWorld, GRACE_MS, smoothly } from '../../support/model/world.ts';

it('a lost answer is reconciled though another instance, whose clock is 2 s behind, has seen the number', async () => {
  const opened = await openTestDatabase('SQLite');
  const world = createWorld(opened.database);
  const lost = { fuse: null, luck: { purchases: ['sold-lost'], links: [], readsFail: false }, skewMs: 0 } as const;
  await perform(world, { do: 'ask', account: 'acme', key: 1, input: 1, fortune: lost });
  await world.run(smoothly, async (parts) => {
    const now = () => new Date(world.now().getTime() - 2_000);
    const sync = createSync({
      ...parts,
      now,
      registry: createRegistry(opened.database, now),
      maxAgeSeconds: 0,
      minIntervalMs: 0,
      waitMs: 60_000,
    });
    await sync.ensureFresh(['LISTED'], 0);
  });
  world.pass(GRACE_MS + 1);
  await perform(world, { do: 'reconcile', fortune: smoothly });
  const breaches = await findBreaches(world);
  await perform(world, { do: 'ask', account: 'acme', key: 1, input: 1, fortune: smoothly });
  const sales = world.accounts.get('LISTED')?.sales.length;
  await opened.close();
  expect([breaches, sales]).toEqual([[], 1]);
});
