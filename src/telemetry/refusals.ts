import { type Attributes, type Meter, ROOT_CONTEXT } from '@opentelemetry/api';
import { currentRequest, type RequestTrace } from './logger.ts';
import { type RefusalReason, refusalReasons } from './refusal-reasons.ts';

/** Counts what is refused. */
export type Refusals = { count(reason: RefusalReason): void };

/** All are there from the beginning: a rate needs a first value. */
export function createRefusals(meter: Meter): Refusals {
  const counter = meter.createCounter('phone_numbers.requests.refused', {
    description: 'Requests, and purchases, that were refused before anything was done.',
  });
  const attributes = new Map<RefusalReason, Attributes>(refusalReasons.map((reason) => [reason, { reason }]));
  for (const reason of refusalReasons) counter.add(0, attributes.get(reason));
  return { count: (reason) => counter.add(1, attributes.get(reason), ROOT_CONTEXT) };
}

/** The request that is being served is refused. It counts once, for the first reason. */
export function noteRefusal(reason: RefusalReason | null): void {
  const request = servedRequest();
  if (request === undefined) return;
  request.outcome ??= 'refused';
  if (reason !== null) request.refusedFor ??= reason;
}

/** Something that is not the caller's mistake went wrong with the request that is being served. */
export function noteFailure(): void {
  const request = servedRequest();
  if (request !== undefined) request.outcome = 'failed';
}

function servedRequest(): RequestTrace | undefined {
  const current = currentRequest();
  return current?.of ?? current;
}
