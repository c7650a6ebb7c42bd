import { type Meter, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import type { HttpReply, HttpRequest, OpenOrigin } from '../vendors/http/exchange.ts';
import { HttpError } from '../vendors/http/http-error.ts';
import { createBoundedNames } from './bounded-names.ts';
import { currentRequest } from './logger.ts';
import { timed } from './timed.ts';
import type { TracedWork, Tracing } from './tracing.ts';

const buckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Operations are named in the code of vendors: this only holds if one makes up names. */
const MAX_OPERATIONS = 50;

/**
 * Times the calls to vendors, and those that are not made, and lets them carry the trace of what they are made for: by ids
 * alone, which say nothing of us. The vendor's own headers come last.
 */
export function watchVendorCalls(
  open: OpenOrigin,
  { meter, tracing }: { readonly meter: Meter; readonly tracing: Tracing | null },
): OpenOrigin {
  const durations = meter.createHistogram('phone_numbers.vendor.call.duration', {
    unit: 's',
    description: 'Calls to vendors, each attempt for itself, without the wait for a place.',
    advice: { explicitBucketBoundaries: buckets },
  });
  const notMade = meter.createCounter('phone_numbers.vendor.calls.not_made', {
    description: 'Calls to vendors that were not made: the breaker was open, or there was no place in time.',
  });
  const boundedName = createBoundedNames(MAX_OPERATIONS, { atUse: 1 });
  return (settings) => {
    const { vendor } = settings;
    const headers = async () => ({ ...currentRequest()?.context?.headers, ...(await settings.headers()) });
    const origin = open({ ...settings, headers });
    const { hostname } = new URL(settings.baseUrl);

    async function traced(call: () => Promise<HttpReply>, work: TracedWork): Promise<HttpReply> {
      try {
        const reply = await call();
        work.set({ 'http.response.status_code': reply.status });
        if (reply.status >= 400) work.fail(String(reply.status));
        return reply;
      } catch (error) {
        work.fail(kindOf(error));
        throw error;
      }
    }

    return {
      ...origin,
      exchange(request, options) {
        const { operation } = request;
        const call = () =>
          timed(
            durations,
            () => origin.exchange(request, options),
            (ended) => ({ vendor, operation: boundedName(operation), outcome: outcomeOf(ended) }),
          );
        if (tracing === null) return call();
        return tracing.inSpan(toName(request, { vendor, hostname }), (work) => traced(call, work));
      },
      noteNotMade(reason) {
        notMade.add(1, { vendor, reason }, ROOT_CONTEXT);
      },
    };
  };
}

/** The path is left out: it has ids of numbers in it. */
function toName({ operation, method }: HttpRequest, { vendor, hostname }: { vendor: string; hostname: string }) {
  return {
    name: `${vendor} ${operation}`,
    kind: SpanKind.CLIENT,
    attributes: { 'http.request.method': method, 'server.address': hostname, 'phone_numbers.vendor': vendor },
  };
}

function outcomeOf(ended: { readonly result: HttpReply } | { readonly error: unknown }): string {
  return 'error' in ended ? kindOf(ended.error) : `${Math.floor(ended.result.status / 100)}xx`;
}

function kindOf(error: unknown): string {
  return error instanceof HttpError ? error.kind : 'failed';
}
