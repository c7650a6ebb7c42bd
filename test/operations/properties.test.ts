import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, openTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Action, life, perform, repeats } from '../support/model/actions.ts';
import { allOperations, findBreaches, findUntruths } from '../support/model/invariants.ts';
import { createWorld, GRACE_MS, smoothly, type World } from '../support/model/world.ts';

/** How long to search for a life that breaks a promise, in s. More finds more. */
const SECONDS = Number(process.env['PROPERTY_SECONDS'] ?? 8);

describe.each(engines)('whatever happens, on %s', (engine) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(engine);
  });
  afterAll(() => opened.close());

  it(
    'no key buys twice, no failure has bought, no success is taken back, and no number is lost',
    async () => {
      const property = fc.asyncProperty(life, async (actions) => {
        await empty(opened);
        await live(createWorld(opened.database), actions);
      });
      const end = performance.now() + SECONDS * 1000;
      // One life at least, however busy the machine is: a limit of fast-check's own would fail where not even one ends in time.
      do await fc.assert(property, { numRuns: 1 });
      while (performance.now() < end);
    },
    (SECONDS + 110) * 1000,
  );
});

/** As many as it takes until a vendor without a list has been asked for long enough. */
const LOOKS = 12;

async function live(world: World, actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    await perform(world, action);
    expect(await findBreaches(world)).toEqual([]);
  }
  // From now on everything goes well: nothing may stay open, and everybody gets an answer.
  await world.wakeAll();
  for (let look = 0; look < LOOKS; look += 1) {
    world.pass(GRACE_MS + 1);
    await perform(world, { do: 'reconcile', fortune: smoothly });
  }
  await perform(world, { do: 'settle', fortune: smoothly });
  expect(await findBreaches(world)).toEqual([]);
  for (const operation of await allOperations(world)) {
    expect(['SUCCEEDED', 'FAILED']).toContain(operation.status);
    expect(operation.followUp).toBeNull();
  }
  for (const repeat of repeats(world)) await perform(world, repeat);
  expect(await findBreaches(world)).toEqual([]);
  await perform(world, { do: 'sync', fortune: smoothly });
  expect(await findUntruths(world)).toEqual([]);
}

async function empty({ database }: TestDatabase): Promise<void> {
  for (const table of ['operation_steps', 'operation_calls', 'operations', 'numbers', 'vendor_syncs'] as const) {
    await database.deleteFrom(table).execute();
  }
}
