import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

let app: TestApp;
let other: DatabaseSync;
beforeEach(async () => {
  app = await startTestApp();
  other = new DatabaseSync(join(app.dataDir, 'sandbox.db'), { timeout: 0 });
});
afterEach(async () => {
  other.close();
  await app.stop();
});

const purchase = { idempotencyKey: 'key-1', vendor: listed.name, number: listed.stockNumber('305') };

/** Waits as one must who shares a process with the service: it may be writing just now. */
const lockFile = (): Promise<void> => vi.waitFor(() => other.exec('begin immediate'), { timeout: 5_000, interval: 1 });

describe('a SQLite file that somebody else has locked', () => {
  it('does not stop the service, which goes on once it may', async () => {
    await lockFile();
    const buying = mutate(app, 'purchaseNumber', purchase);
    await sleep(50);
    const startedAt = performance.now();
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    other.exec('commit');
    expect((await buying).phoneNumber?.address).toBe(purchase.number);
  });

  it('is waited for with a known answer, for as long as it takes', async () => {
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'purchase', kind: 'late', delayMs: 300 });
    const buying = mutate(app, 'purchaseNumber', purchase);
    await sleep(150);
    await lockFile();
    await sleep(7_000);
    other.exec('commit');
    expect((await buying).phoneNumber?.address).toBe(purchase.number);
    expect(app.sandbox.control.sales()).toHaveLength(1);
  });
});
