import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { namesIn } from '../support/promql.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const panel = z.object({
  id: z.int(),
  type: z.enum(['row', 'stat', 'timeseries']),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int().min(0), y: z.int().min(0) }),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string(), refId: z.string() })).optional(),
});
const { panels } = z
  .object({ title: z.string(), uid: z.string(), panels: z.array(panel) })
  .parse(JSON.parse(read('deploy/grafana/dashboard.json')));

type Row = { readonly name: string; readonly type: string; readonly labels: readonly string[] };

const rows: readonly Row[] = [...read('docs/metrics.md').matchAll(/^\| `(\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
  ([, name = '', type = '', labels = '']) => ({
    ...{ name, type },
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
  }),
);

/** The metric that a name in an expression is, or is a part of. */
function rowOf(name: string): Row | undefined {
  const whole = name.replace(/_(bucket|sum|count)$/, '');
  return rows.find((row) => row.name === name || (row.type === 'histogram' && name !== whole && row.name === whole));
}

const queries = panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));

describe('the dashboard', () => {
  it.each(queries)('asks in "$title" for what a service tells: $legendFormat', ({ expr, legendFormat }) => {
    const names = [...namesIn(expr.replaceAll('$__rate_interval', '5m'))];
    expect(names.length).toBeGreaterThan(0);
    const known = names.map(rowOf);
    expect(names.filter((_name, index) => known[index] === undefined)).toEqual([]);
    // Prometheus adds the instance.
    const labels = ['instance', 'le', ...known.flatMap((row) => row?.labels ?? [])];
    const used = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g), ...expr.matchAll(/\bby \(([^)]*)\)/g)];
    for (const label of used.flatMap(([, list = '']) => list.split(', '))) expect(labels).toContain(label);
  });

  it('shows every metric that there is', () => {
    const shown = new Set(queries.flatMap(({ expr }) => [...namesIn(expr.replaceAll('$__rate_interval', '5m'))]));
    const missing = rows.filter(({ name }) => ![...shown].some((each) => rowOf(each)?.name === name));
    const elsewhere = [
      'target_info',
      'nodejs_eventloop_delay_max_seconds',
      'phone_numbers_operations_oldest_open_age_seconds',
    ];
    expect(missing.map(({ name }) => name).toSorted()).toEqual(elsewhere.toSorted());
  });

  it('says what each panel shows, and lays none over another', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { type, title, description, gridPos } of panels) {
      if (type !== 'row') expect(description, title).toMatch(/^[A-Z\d].*\.$/);
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`), title).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });
});
