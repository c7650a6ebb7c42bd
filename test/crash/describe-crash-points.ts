import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../support/databases.ts';
import { type CrashSite, openCrashSite, type RunningApp } from './crash-points.ts';
import { type Scenario, scenarios, takesKey, toDocument, type Wish } from './scenarios.ts';

const MOST_STEPS = 20;

/** Stops the service after each step of each kind of change, and looks at what is left. */
export function describeCrashPoints(engine: Engine): void {
  describe(`stopped after any step, on ${engine}`, () => {
    let site: CrashSite;
    let times = 0;

    beforeAll(async () => {
      site = await openCrashSite(engine);
    });
    afterAll(() => site.remove());

    it.each(scenarios)('$name is done once, and its caller gets the truth', { timeout: 120_000 }, async (scenario) => {
      const points: string[] = [];
      for (let step = 1; step <= MOST_STEPS; step += 1) {
        times += 1;
        const wish = scenario.prepare(site.sandbox.control, times);
        if (wish.knownId !== undefined) await makeKnown(site, wish.knownId);
        const input = takesKey.has(scenario.mutation)
          ? { idempotencyKey: `crash-${times}`, ...wish.input }
          : wish.input;
        const body = { query: toDocument(scenario.mutation), variables: { input } };
        const { killedAfter } = await site.crash(body, step);
        const app = await site.startLater();
        await expectTruth(app, { scenario, wish, body, wasAnswered: killedAfter === null });
        await app.stop();
        if (killedAfter === null) break;
        points.push(killedAfter);
      }
      // At the least: taken up, recorded as sent, done at the vendor, recorded as done.
      expect(points.length).toBeGreaterThanOrEqual(4);
      expect(points[0]).toBe('begin');
    });

    type Outcome = { scenario: Scenario; wish: Wish; body: { variables: object }; wasAnswered: boolean };

    /** Vendor, ledger and registry agree once recovery has looked, and the caller's repeat is told what is true. */
    async function expectTruth(app: RunningApp, { scenario, wish, body, wasAnswered }: Outcome): Promise<void> {
      await expect.poll(() => openOperations(app), { timeout: 10_000 }).toEqual([]);
      const wasDone = wish.isDone();
      if (wasAnswered) expect(wasDone).toBe(true);
      const attention = await needingAttention(app);
      for (const operation of attention) {
        // Only OneInbox cannot be asked, and only where it has acted may nobody say that it has not.
        expect(scenario.vendor).toBe('ONEINBOX');
        const held = site.sandbox.control.numbers('ONEINBOX').at(-1);
        await settle(app, operation.id, wasDone ? { vendorId: held?.id } : { failed: true });
      }
      if (attention.length > 0 && !wasDone) return;
      const answer = (await app.graphql(toDocument(scenario.mutation), body.variables)).data[scenario.mutation];
      expect(answer.userErrors).toEqual([]);
      expect(answer.phoneNumber).toMatchObject({
        status: scenario.mutation === 'releaseNumber' ? 'RELEASED' : 'ACTIVE',
      });
      expect(wish.isDone()).toBe(true);
      expectOneEach();
    }

    /** Nothing was bought or brought in twice: each address is in the accounts once, each sold number was sold once. */
    function expectOneEach(): void {
      const { control } = site.sandbox;
      const held = [...control.numbers('ONEINBOX'), ...control.numbers('VOGENT')].map(
        ({ vendor, number }) => vendor + number,
      );
      expect(new Set(held).size).toBe(held.length);
      const areas = control.sales().map(({ vendor, number }) => vendor + number.slice(0, 5));
      expect(new Set(areas).size).toBe(areas.length);
    }
  });
}

async function makeKnown(site: CrashSite, id: string): Promise<void> {
  const app = await site.startLater();
  const [vendor, vendorId] = Buffer.from(id, 'base64url').toString().split(':');
  const adopt = 'mutation ($input: AdoptNumberInput!) { adoptNumber(input: $input) { userErrors { message } } }';
  const { data } = await app.graphql(adopt, { input: { vendor, vendorId } });
  expect(data.adoptNumber.userErrors).toEqual([]);
  await app.stop();
}

async function openOperations(app: RunningApp): Promise<unknown[]> {
  const { data } = await app.graphql('{ numberOperations(filter: { statuses: [PENDING] }) { nodes { id kind } } }');
  return data.numberOperations.nodes;
}

async function needingAttention(app: RunningApp): Promise<{ id: string }[]> {
  const { data } = await app.graphql('{ numberOperations(filter: { statuses: [NEEDS_ATTENTION] }) { nodes { id } } }');
  return data.numberOperations.nodes;
}

async function settle(app: RunningApp, operationId: string, finding: object): Promise<void> {
  const query = `mutation ($input: SettleNumberOperationInput!) {
    settleNumberOperation(input: $input) { operation { status } userErrors { message } } }`;
  const { data } = await app.graphql(query, { input: { operationId, note: 'Looked at the dashboard.', ...finding } });
  expect(data.settleNumberOperation.userErrors).toEqual([]);
}
