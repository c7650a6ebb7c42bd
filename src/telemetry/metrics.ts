import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Meter } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { PrometheusText } from './prometheus-text.ts';

/** The metrics of one service, in a registry of its own. */
export type Metrics = {
  /** Makes counters, gauges and histograms. */
  readonly meter: Meter;
  /** Answers with all of them in Prometheus' text format. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Sends what there is where it is pushed, and stops. */
  stop(): Promise<void>;
};

type MetricsSettings = {
  /** Of what service they are. */
  readonly resource?: Resource;
  /** Sends them on; they only wait to be asked for unless given. */
  readonly push?: MetricReader | null;
};

/** Metrics that wait to be asked for: they are served by the service's own HTTP server. */
export function createMetrics({ resource, push = null }: MetricsSettings = {}): Metrics {
  const text = new PrometheusText();
  const provider = new MeterProvider({
    ...(resource && { resource }),
    readers: push === null ? [text] : [text, push],
  });
  return {
    meter: provider.getMeter('phone-numbers-subgraph'),
    answer: (request, response) => text.getMetricsRequestHandler(request, response),
    stop: () => provider.shutdown(),
  };
}
