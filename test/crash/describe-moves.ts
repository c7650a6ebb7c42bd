import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../src/domain/operation.ts';
import type { Auditor } from '../support/auditor.ts';
import type { Engine } from '../support/databases.ts';
import { at, carrier, done, holdAtCarrier, isOwned, moveInput, platforms, takeIn } from '../support/moves.ts';
import { documentOf, mutate, type ShownNumber } from '../support/mutations.ts';
import type { TestVendor } from '../support/vendors.ts';
import { type CrashSite, type Order, openCrashSite, type RunningApp } from './crash-site.ts';

/** A move makes no more steps than these. */
const MOST_STEPS = 44;

const [one, two] = platforms;
const ways = [
  { from: one, to: two, over: 'a trunk of the caller' },
  { from: two, to: one, over: 'a trunk of the caller' },
  { from: one, to: two, over: 'the trunk of a carrier' },
  { from: two, to: one, over: 'the trunk of a carrier' },
] as const;

type Way = { readonly from: TestVendor; readonly to: TestVendor; readonly over: (typeof ways)[number]['over'] };
/** One move, which goes no further than so many steps, and the process dies. */
type Point = Order & { readonly way: Way; readonly number: ShownNumber; readonly key: string };

/** Who holds the number of a move, and what its operation says; null while there is none. */
type Picture = { readonly holders: readonly string[]; readonly operation: Operation | null };

/** Moves numbers as far as each step, kills the process with all of them in it, and looks at who holds them. */
export function describeMoves(engine: Engine): void {
  describe(`a move that is killed after any step, on ${engine}`, () => {
    let site: CrashSite;
    let app: RunningApp;
    const points: Point[] = [];
    let lastSteps: ReadonlyMap<string, string | null>;
    /** How things were while no service ran, and once recovery had done what it can, by the id of the point. */
    let left: ReadonlyMap<string, Picture>;
    let recovered: ReadonlyMap<string, Picture>;
    /** Numbers that no platform answered at some moment. */
    const without = new Set<string>();
    let watch: NodeJS.Timeout;

    const pictures = async ({ ledger }: Auditor): Promise<ReadonlyMap<string, Picture>> =>
      new Map(
        await Promise.all(
          points.map(async ({ id, key, number }) => {
            const there = platforms.filter((one) => at(site.sandbox.control, one, number.address) !== undefined);
            const operation = await ledger.findByKey('default', key);
            return [id, { holders: there.map(({ name }) => name), operation }] as const;
          }),
        ),
      );

    beforeAll(async () => {
      site = await openCrashSite(engine, { RECOVERY_PATIENCE_SECONDS: '86400' });
      const before = await site.startLater(0);
      for (const way of ways) {
        for (let steps = 1; steps <= MOST_STEPS; steps += 1) points.push(await prepare(before, site, { way, steps }));
      }
      await before.stop();
      watch = setInterval(() => {
        for (const { number } of points) {
          if (!isOwned(site.sandbox.control, number.address)) without.add(number.address);
        }
      }, 20);
      const outcomes = await site.crash(points.map(({ id, steps, body }) => ({ id, steps, body })));
      lastSteps = new Map([...outcomes.values()].map(({ id, haltedAfter }) => [id, haltedAfter]));
      const auditor = await site.look();
      left = await pictures(auditor);
      await auditor.close();
      app = await site.startLater();
      const isOver = async () => expect((await app.auditor.auditHere()).open).toEqual([]);
      await vi.waitFor(isOver, { timeout: 120_000, interval: 200 });
      recovered = await pictures(app.auditor);
    }, 300_000);
    afterAll(async () => {
      clearInterval(watch);
      await app.stop();
      await site.remove();
    });

    it('was killed at every step that counts, in each direction', () => {
      for (const way of ways) {
        const steps = points.filter((point) => point.way === way).map(({ id }) => lastSteps.get(id) ?? null);
        expect(steps[0]).toBe('begin');
        for (const step of ['recordSent', 'importing.run', 'get', 'release', 'finish', null])
          expect(steps).toContain(step);
        if (way.over === 'the trunk of a carrier') expect(steps).toContain('connecting.run');
      }
    });

    it('leaves no number without a platform, and none with two of which its operation does not tell', () => {
      const both = [...left.values()].filter(({ holders }) => holders.length > 1);
      expect(both).not.toEqual([]);
      for (const { operation } of both) {
        expect(operation?.status).toBe('PENDING');
        expect(operation?.errors.map(({ code }) => code)).toContain('HELD_TWICE');
      }
      expect([...left.values()].filter(({ holders }) => holders.length === 0)).toEqual([]);
      expect([...without]).toEqual([]);
    });

    it('is ended by recovery alone, as far as it can be without the login of a caller', () => {
      for (const { id, way } of points) {
        const { holders, operation } = recovered.get(id) ?? {};
        // What two held had been taken in, and needs no login any more.
        const isDone = operation?.status === 'SUCCEEDED' || left.get(id)?.holders.length === 2;
        if (isDone) expect(operation).toMatchObject({ status: 'SUCCEEDED', errors: [] });
        else expect(operation).toMatchObject({ status: 'FAILED', errors: [{ retryable: true }] });
        expect(holders).toEqual([isDone ? way.to.name : way.from.name]);
      }
    });

    it('is done once its key is repeated, and nothing is sold', { timeout: 120_000 }, async () => {
      const { control } = site.sandbox;
      for (const { body, way, number } of points) {
        const moved = done(await mutate(app, 'moveNumber', body.variables.input));
        const agent = { id: way.to.agents.second };
        expect(moved).toMatchObject({ vendor: way.to.name, address: number.address, agent });
        expect(at(control, way.from, number.address)).toBeUndefined();
        if (way.over === 'the trunk of a carrier') expect(at(control, carrier, number.address)).toBeDefined();
      }
      expect(control.sales()).toEqual([]);
      expect([...without]).toEqual([]);
      const { contradictions, unchecked } = await app.auditor.audit();
      expect({ contradictions, unchecked }).toEqual({ contradictions: [], unchecked: [] });
    });
  });
}

/** A number at the platform that it leaves, and the move to be killed. */
async function prepare(
  app: RunningApp,
  site: CrashSite,
  { way, steps }: { readonly way: Way; readonly steps: number },
): Promise<Point> {
  const { from, to, over } = way;
  const isCarried = over === 'the trunk of a carrier';
  const number = isCarried ? await connected(app, site, from) : await takeIn(app, from);
  const input = moveInput(number, to, isCarried ? { trunk: undefined } : {});
  const body = { query: documentOf('moveNumber'), variables: { input } };
  return { id: randomUUID(), steps, body, way, number, key: input.idempotencyKey };
}

async function connected(app: RunningApp, site: CrashSite, to: TestVendor): Promise<ShownNumber> {
  const { id: phoneNumberId } = await holdAtCarrier(app, site.sandbox.control);
  const input = { idempotencyKey: randomUUID(), phoneNumberId, vendor: to.name, agentId: to.agents.first };
  return done(await mutate(app, 'connectNumber', input));
}
