import { randomUUID } from 'node:crypto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import { assertNever } from '../domain/assert-never.ts';
import { tellFailures } from './export-failures.ts';
import { createTracing } from './spans.ts';
import type { Tracing } from './tracing.ts';

/** Where metrics and traces are pushed. Loaded only where that is set. */
export type Otlp = {
  readonly resource: Resource;
  readonly push: PeriodicExportingMetricReader;
  readonly tracing: Tracing;
};

type OtlpSettings = NonNullable<Config['otlp']>;

const PUSH_INTERVAL_MS = 30_000;
const EXPORT_TIMEOUT_MS = 5_000;
/** Of spans: sooner where many wait. */
const SEND_INTERVAL_MS = 2_000;
/** Of spans that wait to be sent: what comes beyond that, while the collector is away, is dropped. */
const MAX_WAITING_SPANS = 8_192;
const MAX_SPANS_AT_ONCE = 1_024;
/** No attribute of ours is nearly as long. */
const MAX_ATTRIBUTE_LENGTH = 200;

/** `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say more of the service, `OTEL_EXPORTER_OTLP_HEADERS` who sends. */
export function openOtlp(
  { endpoint, ...sampling }: OtlpSettings,
  { resource: own, logger }: { readonly resource: Resource; readonly logger: Logger },
): Otlp {
  const resource = own
    .merge(resourceFromAttributes({ 'service.instance.id': randomUUID() }))
    .merge(detectResources({ detectors: [envDetector] }));
  const common = { timeoutMillis: EXPORT_TIMEOUT_MS };
  const metrics = new OTLPMetricExporter({ ...common, url: `${endpoint}/v1/metrics` });
  const traces = new OTLPTraceExporter({ ...common, url: `${endpoint}/v1/traces` });
  const provider = new TracerProvider({
    resource,
    sampler: toSampler(sampling),
    spanLimits: { attributeValueLengthLimit: MAX_ATTRIBUTE_LENGTH },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellFailures(traces, { what: 'traces', logger }),
        maxQueueSize: MAX_WAITING_SPANS,
        maxExportBatchSize: MAX_SPANS_AT_ONCE,
        scheduledDelayMillis: SEND_INTERVAL_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  return {
    resource,
    push: new PeriodicExportingMetricReader({
      exporter: tellFailures(metrics, { what: 'metrics', logger }),
      exportIntervalMillis: PUSH_INTERVAL_MS,
      exportTimeoutMillis: EXPORT_TIMEOUT_MS,
    }),
    tracing: createTracing(provider.getTracer('phone-numbers-subgraph', packageJson.version), () =>
      provider.shutdown(),
    ),
  };
}

function toSampler({ sampler, ratio }: Pick<OtlpSettings, 'sampler' | 'ratio'>): Sampler {
  switch (sampler) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
    default:
      return assertNever(sampler);
  }
}
