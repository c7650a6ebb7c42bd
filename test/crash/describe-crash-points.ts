import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toBody, toDocument } from '../support/changes.ts';
import type { Engine } from '../support/databases.ts';
import { type CrashSite, type Order, openCrashSite, type RunningApp } from './crash-site.ts';
import { MOST_TIMES, type Scenario, scenarios, type Wish } from './scenarios.ts';

/** One change, which goes no further than so many steps, and the process dies. */
type CrashPoint = Order & { readonly scenario: Scenario; readonly wish: Wish };

/**
 * Lets each kind of change at each vendor go as far as each of its steps, kills the process with all of them in it, and
 * looks at what is left.
 */
export function describeCrashPoints(engine: Engine): void {
  describe(`stopped after any step, on ${engine}`, () => {
    let site: CrashSite;
    let app: RunningApp;
    let points: readonly CrashPoint[];
    /** The steps that were made last, by the id of the crash point; null where all were made, and answered. */
    let lastSteps: ReadonlyMap<string, string | null>;

    beforeAll(async () => {
      site = await openCrashSite(engine);
      points = scenarios.flatMap((scenario) => pointsOf(site, scenario));
      await makeKnown(site, points);
      const outcomes = await site.crash(points.map(({ id, steps, body }) => ({ id, steps, body })));
      lastSteps = new Map([...outcomes.values()].map(({ id, haltedAfter }) => [id, haltedAfter]));
      app = await site.startLater();
      const isOver = async () => expect((await app.auditor.auditHere()).open).toEqual([]);
      await vi.waitFor(isOver, { timeout: 60_000, interval: 200 });
    }, 120_000);
    afterAll(async () => {
      await app.stop();
      await site.remove();
    });

    it.each(scenarios)('$name is done once, and its caller gets the truth', async (scenario) => {
      const ofScenario = points.filter((point) => point.scenario === scenario);
      const steps = ofScenario.flatMap(({ id }) => lastSteps.get(id) ?? []);
      expect(steps[0]).toBe('begin');
      if (scenario.mutation !== 'adoptNumber') expect(steps).toContain('recordSent');
      expect(steps).toContain(scenario.call);
      expect(steps.at(-1)).toBe('finish');
      // Some were answered, so that there are no more steps than those.
      expect(steps.length).toBeLessThan(MOST_TIMES);
      for (const point of ofScenario) await expectTruth(point);
    });

    it('leaves nothing that contradicts', async () => {
      // Some may still wait for a person.
      const { unchecked, contradictions } = await app.auditor.audit();
      expect(contradictions).toEqual([]);
      expect(unchecked).toEqual([]);
    });

    it('sells, and takes in, no number twice', () => {
      const { control } = site.sandbox;
      const accounts = control.vendors().flatMap((vendor) => control.numbers(vendor));
      const addresses = accounts.map(({ vendor, number }) => vendor + number);
      expect(new Set(addresses).size).toBe(addresses.length);
      const areas = control.sales().map(({ vendor, number }) => vendor + number.slice(0, 5));
      expect(new Set(areas).size).toBe(areas.length);
    });

    /** Vendor, ledger and registry agree once recovery has looked, and the caller's repeat is told what is true. */
    async function expectTruth({ id, scenario, wish, body }: CrashPoint): Promise<void> {
      const { mutation, subject } = scenario;
      const wasDone = wish.isDone(wish.find());
      if (lastSteps.get(id) === null) expect(wasDone).toBe(true);
      const before = await operationOf(app, body.variables.input);
      if (before?.status === 'NEEDS_ATTENTION') {
        // A vendor that cannot list cannot be asked, and only where it has acted may nobody say that it has not.
        expect(subject.members.list).toBeUndefined();
        await settle(app, before.id, wasDone ? { vendorId: wish.find()?.id } : { failed: true });
        if (!wasDone) return;
      }
      const answer = (await app.graphql(body.query, body.variables)).data[mutation];
      if (
        subject.members.buying?.choice === 'any' &&
        mutation === 'purchaseNumber' &&
        !wasDone &&
        answer.userErrors.length > 0
      ) {
        // Nothing makes a second call harmless where the vendor picks the number: the key has failed for good.
        expect(lastSteps.get(id)).toBe('recordSent');
        expect(answer.userErrors).toEqual([{ code: 'NUMBER_UNAVAILABLE', charged: 'NO', retryable: false }]);
        expect(wish.find()).toBeUndefined();
        return;
      }
      expect(answer.userErrors).toEqual([]);
      expect(answer.phoneNumber).toMatchObject({
        ...asked(wish),
        status: mutation === 'releaseNumber' ? 'RELEASED' : 'ACTIVE',
      });
      const found = wish.find();
      expect(wish.isDone(found)).toBe(true);
      const { agentId } = wish.input;
      if (agentId !== undefined) expect(found?.agentId).toBe(agentId);
    }
  });
}

function pointsOf(site: CrashSite, scenario: Scenario): CrashPoint[] {
  return Array.from({ length: MOST_TIMES }, (_, index) => {
    const wish = scenario.prepare(site.sandbox.control, index + 1);
    const id = randomUUID();
    return { id, steps: index + 1, scenario, wish, body: toBody(scenario.mutation, id, wish.input) };
  });
}

/** What the number has to be like, going by what was asked for. */
function asked({ input: { agentId, label } }: Wish): object {
  return { ...(agentId !== undefined && { agent: { id: agentId } }), ...(label !== undefined && { label }) };
}

/** Brings the numbers that are to be changed into the registry. */
async function makeKnown(site: CrashSite, points: readonly CrashPoint[]): Promise<void> {
  const app = await site.startLater();
  for (const { scenario, wish } of points) {
    if (wish.knownId === undefined) continue;
    const input = { vendor: scenario.subject.definition.name, vendorId: wish.knownId };
    const { data } = await app.graphql(toDocument('adoptNumber'), { input });
    expect(data.adoptNumber.userErrors).toEqual([]);
  }
  await app.stop();
}

/** The operation of a request that took a key. */
async function operationOf(app: RunningApp, input: object): Promise<{ id: string; status: string } | null> {
  if (!('idempotencyKey' in input)) return null;
  const query = 'query ($key: IdempotencyKey!) { numberOperation(idempotencyKey: $key) { id status } }';
  const { data } = await app.graphql(query, { key: input.idempotencyKey });
  return data.numberOperation;
}

async function settle(app: RunningApp, operationId: string, finding: object): Promise<void> {
  const query = `mutation ($input: SettleNumberOperationInput!) {
    settleNumberOperation(input: $input) { operation { status } userErrors { message } } }`;
  const { data } = await app.graphql(query, { input: { operationId, note: 'Looked at the dashboard.', ...finding } });
  expect(data.settleNumberOperation.userErrors).toEqual([]);
}
