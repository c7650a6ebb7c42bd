import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Clock, startClock } from '../../src/database/clock.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { createPostgresDatabase, engines, openTestDatabase, type TestDatabase } from '../support/databases.ts';
import { collectEndings } from '../support/endings.ts';
import { mutate } from '../support/mutations.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const DISTRUST_MS = 175_000;
const STEP_MS = 120_000;

const endings = collectEndings();

describe('the clock of a service on SQLite', () => {
  let opened: TestDatabase;
  let clock: Clock;
  let warnings: string[];
  /** What the two clocks of the machine show. */
  let wallMs: number;
  let monotonicMs: number;
  beforeEach(async () => {
    opened = await openTestDatabase('SQLite');
    endings.push(() => opened.close());
    warnings = [];
    wallMs = Date.parse('2026-07-01T09:00:00Z');
    monotonicMs = 0;
    const logger = createLogger('warn', { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
    const clocks = { now: () => new Date(wallMs), monotonicMs: () => monotonicMs };
    clock = await startClock(clocks, { database: opened.database, distrustMs: DISTRUST_MS, logger });
  });

  const pass = (ms: number): void => {
    wallMs += ms;
    monotonicMs += ms;
  };
  const aheadOfWall = (): number => clock.now().getTime() - wallMs;

  it('is the machine’s', () => {
    pass(3_600_000);
    expect(aheadOfWall()).toBe(0);
    expect(clock.setAtMs()).toBe(Date.parse('2026-07-01T09:00:00Z'));
    expect(warnings).toEqual([]);
  });

  it('follows the machine’s where that is put right little by little', () => {
    for (let second = 0; second < 3_600; second += 1) {
      pass(1_000);
      wallMs += second % 2 === 0 ? 5 : -4;
      expect(aheadOfWall()).toBe(0);
    }
    expect(warnings).toEqual([]);
  });

  it.each([
    ['ahead', STEP_MS],
    ['back', -STEP_MS],
  ])(
    'goes on where the machine’s is set %s, until all is over that was under way, and says so once',
    (_way, stepMs) => {
      const before = clock.now().getTime();
      wallMs += stepMs;
      for (let passed = 0; passed < DISTRUST_MS; passed += 5_000) {
        expect(clock.now().getTime() - before).toBe(passed);
        pass(5_000);
      }
      expect(aheadOfWall()).toBe(0);
      expect(clock.setAtMs()).toBe(wallMs);
      pass(60_000);
      expect(aheadOfWall()).toBe(0);
      expect(clock.setAtMs()).toBe(wallMs - 60_000);
      expect(warnings).toEqual([expect.stringContaining(`moved by ${stepMs / 1000} s`)]);
    },
  );

  it('catches up with a machine that has slept', () => {
    wallMs += 8 * 3_600_000;
    clock.now();
    pass(DISTRUST_MS);
    expect(aheadOfWall()).toBe(0);
  });

  it('believes nothing sooner where the machine’s is set again and again', () => {
    const before = clock.now().getTime();
    for (let times = 1; times <= 10; times += 1) {
      wallMs += STEP_MS;
      expect(clock.now().getTime() - before).toBe((times - 1) * (DISTRUST_MS / 2));
      pass(DISTRUST_MS / 2);
    }
  });

  it('forgets a step that is taken back', () => {
    wallMs += STEP_MS;
    clock.now();
    pass(DISTRUST_MS - 1);
    wallMs -= STEP_MS;
    expect(aheadOfWall()).toBe(0);
    wallMs += STEP_MS;
    expect(aheadOfWall()).toBe(-STEP_MS);
  });
});

describe('a call that is under way', () => {
  const purchase = { idempotencyKey: 'key-1', vendor: listed.name, number: listed.stockNumber('305') };

  it.each(engines)('is left alone though the clock of the machine steps ahead, on %s', async (engine) => {
    let aheadMs = 0;
    const { apps, sandbox } = await startInstances(engine, [() => aheadMs]);
    const buying = mutate(apps[0], 'purchaseNumber', purchase);
    await vi.waitFor(() => expect(sandbox.control.sales()).toHaveLength(1), 5_000);
    aheadMs = STEP_MS;
    expect((await buying).operation).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
    expectNoTakeover(apps);
  });

  it('is left alone by an instance on another machine, whose clock is ahead', async () => {
    const { apps, sandbox } = await startInstances('PostgreSQL', [() => 0, () => STEP_MS]);
    const buying = mutate(apps[0], 'purchaseNumber', purchase);
    await vi.waitFor(() => expect(sandbox.control.sales()).toHaveLength(1), 5_000);
    expect((await buying).operation).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
    expectNoTakeover(apps);
  });

  /** Instances on machines whose clocks are ahead by so much. Their vendors take three seconds for a purchase. */
  async function startInstances(engine: (typeof engines)[number], ahead: readonly (() => number)[]) {
    const sandbox = await startSandbox({ vendors: builtInVendors });
    endings.push(() => sandbox.stop());
    sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 3_000 });
    const database = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    if (database) endings.push(database.drop);
    const settings: TestSettings = {
      ...{ sandbox: false, accounts: sandbox.accounts, databaseUrl: database?.url ?? null },
      ...{ vendorTimeoutMs: 5_000, recoveryIntervalSeconds: 0.2, recoveryGraceSeconds: 1 },
    };
    const start = async (aheadMs: () => number): Promise<TestApp> => {
      const now = () => new Date(Date.now() + aheadMs());
      const app = await startTestApp({ ...settings, now, monotonicMs: () => performance.now() });
      endings.push(() => app.stop());
      return app;
    };
    const [first, ...others] = await Promise.all(ahead.map(start));
    if (!first) throw new Error('There is no instance.');
    return { apps: [first, ...others] as const, sandbox };
  }

  function expectNoTakeover(apps: readonly TestApp[]): void {
    const said = apps.flatMap(({ logLines }) => logLines.map((line) => JSON.parse(line).msg));
    expect(said).not.toContain('an answer came after the lease was lost');
    expect(said).not.toContain('reconciled');
  }
});
