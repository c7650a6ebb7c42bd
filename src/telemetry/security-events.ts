import type { Meter } from '@opentelemetry/api';
import type { Logger } from 'pino';

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
export function createSecurityEvents(logger: Logger, meter: Meter): SecurityEvents {
  const counter = meter.createCounter('phone_numbers.security.events', {
    description: 'What was refused: bad secrets and tokens, missing scopes, foreign hosts and pages, too many changes.',
  });
  // All are there from the beginning: a rate needs a first value.
  for (const event of events) counter.add(0, { event });
  return {
    report(event, details) {
      counter.add(1, { event });
      logger.warn({ event, ...details }, 'refused');
    },
  };
}
