import type { Meter } from '@opentelemetry/api';
import type { ConnectionUse } from '../database/database.ts';
import type { Freshness, Sync } from '../sync/sync.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

type Parts = {
  readonly vendors: ReadonlyMap<string, VoiceVendor>;
  readonly sync: Pick<Sync, 'availability'> & { freshness(): Freshness };
  readonly connectionUse: () => ConnectionUse | null;
};

/** Tells what this instance knows of the vendors, and how its connections to the database are used. */
export function observeParts(meter: Meter, { vendors, sync, connectionUse }: Parts): void {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const answering = gauge(
    'phone_numbers.vendor.answering',
    'Whether a vendor answers, as its last calls and its last sync tell.',
  );
  const breaker = gauge('phone_numbers.vendor.breaker.open', 'Whether the breaker lets no calls to a vendor through.');
  const running = gauge('phone_numbers.sync.running', 'Whether a vendor is being read, and has not failed.');
  const connections = gauge('db.client.connection.count', 'Connections to the database.');
  const most = gauge('db.client.connection.max', 'How many connections to the database there may be.');
  const waiting = gauge(
    'db.client.connection.pending_requests',
    'Statements and transactions that wait for a connection to the database.',
  );
  meter.addBatchObservableCallback(
    (result) => {
      const { refreshing } = sync.freshness();
      for (const [vendor, account] of vendors) {
        result.observe(answering, sync.availability(account).available ? 1 : 0, { vendor });
        result.observe(breaker, account.health().available ? 0 : 1, { vendor });
        result.observe(running, refreshing.includes(vendor) ? 1 : 0, { vendor });
      }
      const use = connectionUse();
      if (use === null) return;
      result.observe(connections, use.used, { 'db.client.connection.state': 'used' });
      result.observe(connections, use.idle, { 'db.client.connection.state': 'idle' });
      result.observe(most, use.max);
      result.observe(waiting, use.waiting);
    },
    [answering, breaker, running, connections, most, waiting],
  );
}
