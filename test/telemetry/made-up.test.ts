import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readMetrics, sumOf } from '../support/prometheus-text.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { vendorNames } from '../support/vendors.ts';

const NAMES = 2_000;
/** More than are kept, each as often as a name has to come. */
const INSISTENT = 150;
const AT_ONCE = 50;
const BUY = 'mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { replayed } }';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ logLevel: 'silent' });
});
afterAll(() => app.stop());

/** Sends so many requests, some at a time. */
async function sendAll(count: number, send: (index: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => send(from + index)));
  }
}

it('no name or text that a caller makes up lets the metrics grow beyond their bounds', async () => {
  await sendAll(NAMES, (index) => app.graphql(`query Made_up_${index} { numberVendors { vendor } }`));
  await sendAll(3 * INSISTENT, (index) => app.graphql(`query Again_${index % INSISTENT} { numberVendors { vendor } }`));
  await sendAll(500, (index) => app.graphql(`query Wrong_${index} { nothing_${index} }`));
  await sendAll(500, (index) => {
    const input = { vendor: `VENDOR_${index}`, idempotencyKey: `key_${index}`, areaCode: '415' };
    return app.graphql(BUY, { input });
  });
  await sendAll(500, (index) =>
    fetch(`${app.url}/path_${index}?query=${index}`, {
      method: index % 2 === 0 ? 'PROPFIND' : 'GET',
      headers: { traceparent: 'made_up', 'x-request-id': `id_${index}`, 'user-agent': `agent_${index}` },
    }),
  );
  const countGraphql = async () =>
    sumOf(await readMetrics(app.url), 'phone_numbers_graphql_request_duration_seconds_count');
  await vi.waitFor(async () => expect(await countGraphql()).toBe(NAMES + 3 * INSISTENT + 500), { timeout: 10_000 });

  const families = await readMetrics(app.url);
  const valuesOf = (label: string) => {
    const samples = [...families.values()].flatMap((family) => family.samples);
    return [...new Set(samples.flatMap(({ labels }) => labels[label] ?? []))].toSorted();
  };
  const names = valuesOf('graphql_operation_name');
  expect(names).toHaveLength(101);
  expect(names).toContain('other');
  expect(valuesOf('vendor')).toEqual([...vendorNames].toSorted());
  expect(valuesOf('http_route')).toEqual(['/graphql', '/metrics', 'other']);
  expect(valuesOf('http_request_method')).toEqual(['GET', 'POST', '_OTHER']);
  const text = await (await fetch(`${app.url}/metrics`)).text();
  expect(text).not.toMatch(/VENDOR_\d|Made_up|Wrong|nothing_|key_\d|path_\d|id_\d|agent_\d/);
}, 120_000);
