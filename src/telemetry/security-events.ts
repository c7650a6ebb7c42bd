import type { Logger } from 'pino';

/** What was refused. The names stay: alerts and counters go by them. */
export const securityEvents = [
  'foreign-request-refused',
  'rate-limited',
  'router-secret-refused',
  'scope-missing',
  'token-refused',
] as const;
export type SecurityEvent = (typeof securityEvents)[number];

/** Where it is told that somebody tried what they may not. */
export type SecurityEvents = {
  /** Details are words of ours, or come from credentials that are known to be good: never what a stranger has sent. */
  report(event: SecurityEvent, details: Readonly<Record<string, string>>): void;
};

/** Tells the log: one line at `warn`, with the name of the event as its member `event`. */
export function createSecurityEvents(logger: Logger): SecurityEvents {
  return {
    report: (event, details) => logger.warn({ event, ...details }, 'refused'),
  };
}
