import { setTimeout as sleep } from 'node:timers/promises';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { ConnectionUse } from '../database/database.ts';
import type { Services } from '../graphql/context.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WatchRefresh } from '../sync/sync.ts';
import type { OpenOrigin } from '../vendors/http/exchange.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observeParts } from './parts-gauges.ts';
import { observeProcess } from './process-gauges.ts';
import { createRefusals } from './refusals.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { noWatch, type RequestWatch } from './request-watch.ts';
import { createSecurityEvents, type SecurityEvents } from './security-events.ts';
import { observeState } from './state-gauges.ts';
import { watchSyncs } from './syncs.ts';
import type { Tracing } from './tracing.ts';
import { watchVendorCalls } from './vendor-calls.ts';
import { watchLedger } from './watched-ledger.ts';

/** For how long the service waits, as it stops, until all is sent. */
const LAST_SENDING_MS = 3_000;

/** What looks on at a service, for those who run it. */
export type Telemetry = {
  readonly securityEvents: SecurityEvents;
  readonly requests: RequestWatch;
  /** Null where nothing is traced. */
  readonly tracing: Tracing | null;
  readonly answerMetrics: Metrics['answer'];
  readonly refresh: WatchRefresh;
  ledger(ledger: Ledger): Ledger;
  /** A purchase was refused before the ledger was asked: nothing may be bought. */
  purchaseRefused(): void;
  open(open: OpenOrigin): OpenOrigin;
  /** Tells from now on how the parts of the service stand. */
  observe(services: Services, connectionUse: () => ConnectionUse | null): void;
  /** Sends what there is, and stops. */
  stop(): Promise<void>;
};

type TelemetrySettings = {
  readonly logger: Logger;
  /** Those that there are accounts with. */
  readonly vendors: readonly string[];
};

/** Opens all of it. Nothing is pushed or traced, or loaded for that, unless the operator says where to. */
export async function openTelemetry(config: Config, { logger, vendors }: TelemetrySettings): Promise<Telemetry> {
  const resource = resourceFromAttributes({
    'service.name': 'phone-numbers-subgraph',
    'service.version': packageJson.version,
  });
  const otlp = config.otlp === null ? null : (await import('./otlp.ts')).openOtlp(config.otlp, { resource, logger });
  const tracing = otlp?.tracing ?? null;
  const metrics = createMetrics({ resource, ...otlp });
  const { meter } = metrics;
  const refusals = createRefusals(meter);
  const countRequest = createRequestMetrics(meter, refusals);
  const stopObserving = observeProcess(meter);
  const { begin, end } = tracing ?? noWatch;
  return {
    securityEvents: createSecurityEvents(logger, { meter, refusals }),
    requests: {
      begin,
      end(trace, ended) {
        countRequest(trace, ended);
        end(trace, ended);
      },
    },
    tracing,
    answerMetrics: metrics.answer,
    refresh: watchSyncs({ meter, tracing }),
    ledger: (ledger) => watchLedger(ledger, { meter, refusals, tracing, vendors }),
    purchaseRefused: () => refusals.count('ledger'),
    open: (open) => watchVendorCalls(open, { meter, tracing }),
    observe({ operations, sync }, connectionUse) {
      const { ledger, registry, now } = operations;
      observeState(meter, { ledger, registry, vendors, dataDir: config.dataDir, now });
      observeParts(meter, { vendors: operations.vendors, sync, connectionUse });
    },
    async stop() {
      stopObserving();
      // What cannot be sent by now is not worth waiting for, and has been logged.
      const sent = Promise.allSettled([metrics.stop(), tracing?.stop()]);
      await Promise.race([sent, sleep(LAST_SENDING_MS, undefined, { ref: false })]);
    },
  };
}
