import type { Attributes, SpanKind } from '@opentelemetry/api';
import type { RequestWatch } from './request-watch.ts';

/** What is told of work while it is under way. Never a text of a document, a variable, or a secret. */
export type TracedWork = {
  set(attributes: Attributes): void;
  /** It has failed, by a word that says how; what a failure says may hold anything. */
  fail(how: string): void;
};

/** What a piece of work is called, and what is known of it at its beginning. */
export type WorkName = { readonly name: string; readonly kind?: SpanKind; readonly attributes?: Attributes };

/** Records what is done for requests, as traces that belong to those of the callers. */
export type Tracing = RequestWatch & {
  /** Records a piece of work as a part of what is under way; what it throws is thrown on. */
  inSpan<Result>(name: WorkName, work: (traced: TracedWork) => Promise<Result>): Promise<Result>;
  /** Sends what there is, and stops. */
  stop(): Promise<void>;
};
