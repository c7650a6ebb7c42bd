import type { Meter } from '@opentelemetry/api';
import type { WatchRefresh } from '../sync/sync.ts';
import { timed } from './timed.ts';
import type { Tracing } from './tracing.ts';

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** Times syncs. */
export function watchSyncs({
  meter,
  tracing,
}: {
  readonly meter: Meter;
  readonly tracing: Tracing | null;
}): WatchRefresh {
  const durations = meter.createHistogram('phone_numbers.sync.duration', {
    unit: 's',
    description: "Reads of all of a vendor's numbers.",
    advice: { explicitBucketBoundaries: buckets },
  });
  return async (vendor, refresh) => {
    const work = () =>
      timed(durations, refresh, (ended) => ({ vendor, outcome: 'error' in ended ? 'failed' : 'complete' }));
    if (tracing === null) return work();
    return tracing.inSpan({ name: `sync ${vendor}`, attributes: { 'phone_numbers.vendor': vendor } }, work);
  };
}
