import type { Meter } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { assertNever } from '../domain/assert-never.ts';
import type { RefusalReason } from './refusal-reasons.ts';
import { noteRefusal, type Refusals } from './refusals.ts';

/** What is refused. The names stay: alerts and counters go by them. */
const events = [
  'foreign-request-refused',
  'rate-limited',
  'router-secret-refused',
  'scope-missing',
  'token-refused',
] as const;

/** One of these. */
export type SecurityEvent = (typeof events)[number];

/** Where it is told that somebody tried what they may not. */
export type SecurityEvents = {
  /** Details are words of ours, or come from credentials that are known to be good: never what a stranger has sent. */
  report(event: SecurityEvent, details: Readonly<Record<string, string>>): void;
};

/** Tells the log, in one line at `warn` with the name of the event as its member `event`, and counts. */
export function createSecurityEvents(
  logger: Logger,
  { meter, refusals }: { readonly meter: Meter; readonly refusals: Refusals },
): SecurityEvents {
  const counter = meter.createCounter('phone_numbers.security.events', {
    description: 'What was refused: bad secrets and tokens, missing scopes, foreign hosts and pages, too many changes.',
  });
  // All are there from the beginning: a rate needs a first value.
  for (const event of events) counter.add(0, { event });
  return {
    report(event, details) {
      counter.add(1, { event });
      refusals.count(reasonOf(event, details));
      noteRefusal(null);
      logger.warn({ event, ...details }, 'refused');
    },
  };
}

function reasonOf(event: SecurityEvent, details: Readonly<Record<string, string>>): RefusalReason {
  switch (event) {
    case 'foreign-request-refused':
      return details['reason'] === 'host' ? 'foreign-host' : 'foreign-page';
    case 'rate-limited':
      return 'rate';
    case 'router-secret-refused':
      return 'router-secret';
    case 'scope-missing':
      return 'scope';
    case 'token-refused':
      return 'token';
    default:
      return assertNever(event);
  }
}
