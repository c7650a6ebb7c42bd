import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { openSqlite } from '../../src/database/sqlite.ts';
import { beginLeased, openLedger } from '../support/ledger-harness.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, 'ledger.db');

async function open() {
  const database = openSqlite(file(), () => undefined);
  await migrate(database);
  return { database, close: () => database.destroy() };
}

describe('the ledger in a file', () => {
  it('finds what was recorded after it was closed and opened again', async () => {
    const first = await openLedger(open);
    const leased = await beginLeased(first.ledger);
    await first.ledger.recordSent(leased, { account: 'ours', target: '+14155550151', note: 'Asking.' });
    const before = await first.ledger.find(leased.id);
    await first.close();
    const second = await openLedger(open);
    expect(await second.ledger.find(leased.id)).toEqual(before);
    await second.close();
  });

  it('begins an operation once for three processes', async () => {
    const harness = await openLedger(open);
    const script = fileURLToPath(new URL('../support/begin-in-child.ts', import.meta.url));
    const run = promisify(execFile);
    const children = Array.from({ length: 3 }, () => run(process.execPath, [script, file(), '20']));
    const states = (await Promise.all(children)).flatMap(({ stdout }) => stdout.trim().split(' '));
    expect(states.toSorted()).toEqual(['new', ...Array(59).fill('running')]);
    expect(await harness.ledger.count({})).toBe(1);
    await harness.close();
  });
});
