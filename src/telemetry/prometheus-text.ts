import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { CollectionResult, MetricData, MetricReader } from '@opentelemetry/sdk-metrics';

type Collecting = Parameters<MetricReader['collect']>[0];

/** By OpenTelemetry's unit, what Prometheus wants a name to end with. */
const endings: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/**
 * Prometheus' text format of what there is, without a server of its own. Names end with their unit there, which the exporter
 * leaves out; where the same metrics are pushed, a collector adds it.
 */
export class PrometheusText extends PrometheusExporter {
  constructor() {
    super({ preventServerStart: true, withoutScopeInfo: true });
  }

  override async collect(options?: Collecting): Promise<CollectionResult> {
    const { resourceMetrics, errors } = await super.collect(options);
    const scopeMetrics = resourceMetrics.scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.map(withUnit),
    }));
    return { resourceMetrics: { ...resourceMetrics, scopeMetrics }, errors };
  }
}

function withUnit(metric: MetricData): MetricData {
  const { descriptor } = metric;
  const ending = endings[descriptor.unit];
  if (ending === undefined) return metric;
  return { ...metric, descriptor: { ...descriptor, name: `${descriptor.name}.${ending}` } };
}
