import { type Meter, ROOT_CONTEXT } from '@opentelemetry/api';
import { createBoundedNames } from './bounded-names.ts';
import type { Refusals } from './refusals.ts';
import type { RequestWatch } from './request-watch.ts';

/** Of operations whose names come from callers. */
const MAX_OPERATIONS = 100;
/** What a person types, or a stranger makes up, comes once. */
const COUNTED_AT_USE = 3;

const methods = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and times requests: to be called for each, once it is over. */
export function createRequestMetrics(meter: Meter, refusals: Refusals): RequestWatch['end'] {
  const http = meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'HTTP requests, until the answer is sent.',
    advice: { explicitBucketBoundaries: buckets },
  });
  const graphql = meter.createHistogram('phone_numbers.graphql.request.duration', {
    unit: 's',
    description: 'GraphQL requests by the name of their operation, until the answer is sent.',
    advice: { explicitBucketBoundaries: buckets },
  });
  const boundedName = createBoundedNames(MAX_OPERATIONS, { atUse: COUNTED_AT_USE });
  return ({ operationName, outcome = 'ok', refusedFor }, { method, route, status, durationMs }) => {
    const seconds = durationMs / 1_000;
    const ofHttp = {
      'http.request.method': methods.has(method) ? method : '_OTHER',
      'http.route': route ?? 'other',
      'http.response.status_code': status,
    };
    http.record(seconds, ofHttp, ROOT_CONTEXT);
    if (operationName !== undefined) {
      graphql.record(seconds, { 'graphql.operation.name': boundedName(operationName), outcome }, ROOT_CONTEXT);
    }
    if (refusedFor !== undefined) refusals.count(refusedFor);
  };
}
