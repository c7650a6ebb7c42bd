import type { TestApp } from './test-app.ts';

/** The lines of the log that tell of a refusal, so far. */
export function securityEventsOf({ logLines }: Pick<TestApp, 'logLines'>): Record<string, unknown>[] {
  return logLines.map((line) => JSON.parse(line)).filter(({ event }) => event !== undefined);
}
