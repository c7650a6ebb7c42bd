import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** The metrics of one service, in a registry of its own. */
export type Metrics = {
  /** Makes counters, gauges and histograms. */
  readonly meter: Meter;
  /** Answers with all of them in Prometheus' text format. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  stop(): Promise<void>;
};

/** Metrics that wait to be asked for: they are served by the service's own HTTP server. */
export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
  const provider = new MeterProvider({ readers: [exporter] });
  return {
    meter: provider.getMeter('phone-numbers-subgraph'),
    answer: (request, response) => exporter.getMetricsRequestHandler(request, response),
    stop: () => provider.shutdown(),
  };
}
