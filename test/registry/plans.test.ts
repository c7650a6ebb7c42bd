import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../bench/growth/explain.ts';
import { filters } from '../../bench/growth/shapes.ts';
import { type Filled, openFilled } from '../../bench/growth/stores.ts';
import type { NumberOrder, Registry } from '../../src/registry/registry.ts';
import { createRegistry } from '../../src/registry/sql-registry.ts';
import { createPostgresDatabase, engines } from '../support/databases.ts';

const orders: readonly NumberOrder[] = ['CREATED_AT_ASC', 'CREATED_AT_DESC', 'ADDRESS_ASC', 'LABEL_DESC'];
const SIZE = 20_000;
const PAGE = 20;

describe.each(engines)('a page of many numbers on %s', (engine) => {
  let filled: Filled;
  let registry: Registry;
  const endings: (() => unknown)[] = [];
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phone-numbers-'));
    endings.push(() => rmSync(folder, { recursive: true, force: true }));
    const postgres = engine === 'PostgreSQL' ? await createPostgresDatabase() : null;
    if (postgres) endings.push(postgres.drop);
    filled = await openFilled(engine, { size: SIZE, folder, serverUrl: postgres?.url ?? '', listens: true });
    endings.push(() => filled.database.destroy());
    registry = createRegistry(filled.database, () => new Date(), 1_000);
  }, 120_000);
  afterAll(async () => {
    for (const end of endings.toReversed()) await end();
  });

  const pageOf = (filter: (typeof filters)[number][1], order: NumberOrder) => async () => {
    const whole = { direction: 'forward', size: PAGE, after: null, before: null } as const;
    const first = await registry.page({ filter, order, paging: whole });
    const after = first.edges.at(-1)?.position ?? null;
    await registry.page({ filter, order, paging: { ...whole, after } });
    await registry.page({ filter, order, paging: { ...whole, direction: 'backward', before: after } });
  };

  const withoutTexts = filters.filter(([, filter]) => filter.contains === undefined && filter.startsWith === undefined);
  it.each(withoutTexts)(
    'is found by an index that has its order, whatever it is narrowed by: %s',
    async (_name, filter) => {
      for (const order of orders) {
        const plan = await explain(filled, pageOf(filter, order));
        expect(filled.statements.length).toBeGreaterThan(0);
        if (engine === 'SQLite') {
          expect(plan).toMatch(/USING (COVERING )?INDEX phone_numbers_(in_account|group|country|agent)_/);
          // Groups are counted anew, of which there are some hundred.
          expect(plan.replaceAll('USE TEMP B-TREE FOR GROUP BY', '')).not.toMatch(/SCAN numbers$|B-TREE/m);
        } else {
          expect(plan).not.toMatch(/Seq Scan on numbers/);
          expect(mostRows(plan)).toBeLessThan(SIZE / 10);
        }
      }
    },
  );

  const withTexts = filters.filter(
    ([, { contains, startsWith }]) => contains !== undefined || startsWith !== undefined,
  );
  it.each(withTexts)('is found among few, where it is narrowed by a text: %s', async (name, filter) => {
    for (const order of orders) {
      const plan = await explain(filled, pageOf(filter, order));
      // A subquery bears the name of the table.
      if (engine === 'SQLite')
        expect(count(plan, 'SCAN numbers\n')).toBeLessThanOrEqual(count(plan, 'CO-ROUTINE numbers\n'));
      else if (/rare|digits/.test(name)) expect(mostRows(plan)).toBeLessThan(SIZE / 10);
    }
  });

  it.each(['UNLINKED', 'UNKNOWN_HERE', 'GONE_THERE'] as const)(
    'of those that drift is found by an index of its own, and counted by that: %s',
    async (reason) => {
      const index = `numbers_drift_${reason.toLowerCase()}`;
      const whole = { direction: 'forward', size: PAGE, after: null, before: null } as const;
      const plan = await explain(filled, async () => {
        const first = await registry.drift(reason, whole);
        await registry.drift(reason, { ...whole, after: first.edges.at(-1)?.position ?? null });
        await registry.countDrift(reason, 100);
      });
      // Of two pages, and of the count.
      expect(count(plan, index)).toBe(3);
      expect(plan).not.toMatch(/SCAN numbers$|B-TREE|Seq Scan on numbers/m);
    },
  );

  it('that is counted is found by what is kept', async () => {
    for (const [, filter] of withoutTexts) {
      const plan = await explain(filled, () => registry.count(filter));
      expect(plan).not.toMatch(/SCAN numbers$|Seq Scan on numbers/m);
    }
  });
});

function count(plan: string, step: string): number {
  return `${plan}\n`.split(step).length - 1;
}

/** Of the numbers that a step of the plan has found or looked at, the most. */
function mostRows(plan: string): number {
  const found = [...plan.matchAll(/rows=([\d.]+) loops=(\d+)/g)].map(([, rows, loops]) => Number(rows) * Number(loops));
  const leftOut = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows));
  return Math.max(...found, ...leftOut);
}
