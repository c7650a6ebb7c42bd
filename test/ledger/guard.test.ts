import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerGuard, openLedgerGuard } from '../../src/ledger/guard.ts';
import { acceptLedger } from '../../src/ledger/identity.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createLedger } from '../../src/ledger/sql-ledger.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { engines, openTestDatabase, type TestDatabase } from '../support/databases.ts';
import { beginLeased, send, troubleOf } from '../support/ledger-harness.ts';

describe.each(engines)('the guard of a ledger on %s', (engine) => {
  let opened: TestDatabase;
  let dataDir: string;
  beforeEach(async () => {
    opened = await openTestDatabase(engine);
    dataDir = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
  });
  afterEach(async () => {
    await opened.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const openGuard = (folder = dataDir): Promise<LedgerGuard> =>
    openLedgerGuard(folder, { database: opened.database, logger: createLogger('silent') });

  const ledgerWith = (guard: LedgerGuard): Ledger =>
    createLedger({
      ...{ database: opened.database, guard, now: () => new Date(), leaseMs: 60_000, waitMs: 0 },
      ...{ pauseMs: () => 1_000, limits: { inAll: null, perActor: null } },
    });

  /** Records a call of a new operation, which fails for good after it. */
  async function callOnce(ledger: Ledger, target: string): Promise<void> {
    const leased = await beginLeased(ledger, { idempotencyKey: null });
    const { operation } = await send(ledger, leased, { account: 'ours', target, note: 'Asking.' });
    await ledger.finish(operation, {
      status: 'FAILED',
      note: 'Refused.',
      errors: [troubleOf(false)],
      outcome: 'refused',
    });
  }

  async function tryCall(ledger: Ledger): Promise<string> {
    const leased = await beginLeased(ledger, { idempotencyKey: null });
    return (await ledger.recordSent(leased, { account: 'ours', target: '+14155550199', note: 'Asking.' })).state;
  }

  it('does not miss calls that were pruned', async () => {
    const guard = await openGuard();
    const ledger = ledgerWith(guard);
    await callOnce(ledger, '+14155550151');
    expect(await ledger.prune(new Date(Date.now() + 60_000).toISOString())).toBe(1);
    expect(await guard.whyNotToBuy()).toBeNull();
    expect(await tryCall(ledger)).toBe('sent');
    await guard.stop();
  });

  it('misses a call that was lost, though others were pruned', async () => {
    const guard = await openGuard();
    const ledger = ledgerWith(guard);
    await callOnce(ledger, '+14155550151');
    await ledger.prune(new Date(Date.now() + 60_000).toISOString());
    await callOnce(ledger, '+14155550152');
    await opened.database.deleteFrom('operation_calls').execute();
    expect(await tryCall(ledger)).toBe('refused');
    await guard.stop();
  });

  it('lets other changes be recorded meanwhile, and takes them for no proof that nothing is missing', async () => {
    const guard = await openGuard();
    const ledger = ledgerWith(guard);
    await callOnce(ledger, '+14155550151');
    await opened.database.deleteFrom('operation_calls').execute();
    const leased = await beginLeased(ledger, { kind: 'SIP_IMPORT', idempotencyKey: null });
    await send(ledger, leased, { account: 'ours', target: '+14155550152', note: 'Asking.' });
    expect(await tryCall(ledger)).toBe('refused');
    await guard.stop();
    const again = await openGuard();
    expect((await again.whyNotToBuy())?.message).toMatch('has lost calls');
    await again.stop();
  });

  it('misses calls of other instances that it has seen, too', async () => {
    const first = await openGuard();
    await callOnce(ledgerWith(first), '+14155550151');
    await first.stop();
    const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    const seeing = await openGuard(folder);
    await seeing.stop();
    rmSync(join(dataDir, 'ledger-memory.json'));
    await opened.database.deleteFrom('operation_calls').execute();
    const knowing = await openGuard(folder);
    expect((await knowing.whyNotToBuy())?.message).toMatch('has lost calls');
    await knowing.stop();
    rmSync(folder, { recursive: true });
  });

  it('accepts what an operator has accepted, time and again', async () => {
    const guard = await openGuard();
    const ledger = ledgerWith(guard);
    for (const target of ['+14155550151', '+14155550152']) {
      await callOnce(ledger, target);
      await opened.database.deleteFrom('operation_calls').execute();
      expect(await tryCall(ledger)).toBe('refused');
      await opened.database.transaction().execute((transaction) => acceptLedger(transaction, null));
      expect(await guard.whyNotToBuy()).toBeNull();
    }
    await guard.stop();
  });
});
