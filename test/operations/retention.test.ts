import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';
import { codesOf, mutate, readNumber, readOperation, type ShownPayload } from '../support/mutations.ts';
import { buyInto, purchaseInput } from '../support/purchases.ts';
import { startTestApp, type TestApp, type TestSettings } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const DAY_MS = 24 * 60 * 60_000;

describe.each(engines)('operations that ended long ago, on %s', (engine) => {
  let app: TestApp;
  let time: number;
  let drop: () => Promise<void>;
  beforeEach(() => {
    time = Date.parse('2026-07-01T09:00:00Z');
  });
  afterEach(async () => {
    await app.stop();
    await drop();
  });

  async function start(settings: TestSettings = {}): Promise<void> {
    const database = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    drop = async () => database?.drop();
    app = await startTestApp({
      databaseUrl: database?.url ?? null,
      now: () => new Date(time),
      recoveryIntervalSeconds: 0.05,
      recoveryGraceSeconds: 0,
      recoveryPatienceSeconds: 0,
      ...settings,
    });
  }

  /** Waits for a run of reconciliation that begins from now on to end. */
  async function untilReconciled(): Promise<void> {
    const runs = () => app.logLines.filter((line) => line.includes('due_at\\" <= ')).length;
    const before = runs();
    // A run may be under way; the next one must have ended when the one after it begins.
    await vi.waitFor(() => expect(runs()).toBeGreaterThan(before + 2), { timeout: 25_000, interval: 20 });
  }

  function idsOf(...payloads: ShownPayload[]): string[] {
    return payloads.map(({ operation }) => operation?.id ?? '');
  }

  const known = async (ids: readonly string[]) => {
    const operations = await Promise.all(ids.map((id) => readOperation(app, id)));
    return operations.map((operation) => operation?.status ?? 'forgotten');
  };

  const buy = (changes: Record<string, unknown> = {}) =>
    mutate(app, 'purchaseNumber', purchaseInput(listed.name, changes));

  /** Asks for a number that somebody else has just bought. */
  function fail(): Promise<ShownPayload> {
    const number = listed.stockNumber('305');
    app.sandbox.control.sell(listed.name, number);
    return buy({ number });
  }

  it('are forgotten after the days that the operator chose, with their keys', async () => {
    await start({ ledgerRetentionDays: 30 });
    const input = purchaseInput(listed.name);
    const bought = await mutate(app, 'purchaseNumber', input);
    const ended = idsOf(bought, await fail());
    time += 30 * DAY_MS;
    await untilReconciled();
    expect(await known(ended)).toEqual(['SUCCEEDED', 'FAILED']);
    expect(codesOf(await mutate(app, 'purchaseNumber', { ...input, label: undefined, areaCode: '617' }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);

    time += 1;
    await untilReconciled();
    expect(await known(ended)).toEqual(['forgotten', 'forgotten']);
    const again = await mutate(app, 'purchaseNumber', { ...input, areaCode: '617' });
    expect(again.operation?.status).toBe('SUCCEEDED');
    // The number that came of it is not forgotten.
    expect(await readNumber(app, bought.phoneNumber?.id ?? '')).toMatchObject({ acquisition: 'PURCHASED' });
  });

  it('are kept where anything is open or waits for a person', async () => {
    await start({ ledgerRetentionDays: 30 });
    const lost = await buyInto(app, unlisted.name, { fault: { kind: 'reset-after' } });
    const attention = idsOf(lost.payload);
    // Only after the grace period is it certain that nothing can reconcile it.
    time += 1_000;
    await vi.waitFor(async () => expect(await known(attention)).toEqual(['NEEDS_ATTENTION']), { timeout: 25_000 });

    const { control } = app.sandbox;
    control.addFault({ vendor: listed.name, operation: 'update', kind: '500-before' });
    const linking = await buy({ agentId: listed.agents.first });
    expect(codesOf(linking)).toEqual(['AGENT_LINK_FAILED']);
    control.addFault({ vendor: listed.name, operation: 'list', kind: '500-before' });
    const pending = await buyInto(app, listed.name, { fault: { kind: 'reset-before' } });
    const kept = [...attention, ...idsOf(linking, pending.payload)];
    expect(await known(kept)).toEqual(['NEEDS_ATTENTION', 'SUCCEEDED', 'PENDING']);
    const ended = idsOf(await buy());

    time += 1_000 * DAY_MS;
    await untilReconciled();
    expect(await known(ended)).toEqual(['forgotten']);
    expect(await known(kept)).toEqual(['NEEDS_ATTENTION', 'SUCCEEDED', 'NEEDS_ATTENTION']);
  });

  it('are kept for ever where the operator chose nothing', async () => {
    expect(readConfig({}).ledgerRetentionDays).toBeNull();
    await start();
    const ended = idsOf(await buy(), await fail());
    time += 36_500 * DAY_MS;
    await untilReconciled();
    expect(await known(ended)).toEqual(['SUCCEEDED', 'FAILED']);
  });
});
