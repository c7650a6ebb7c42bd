import type { WorkloadName } from './workloads.ts';

/** How much a request may cost at most, as a part of what it costs others; null where it is not compared. */
export type Limit = { readonly ofApollo: number; readonly ofHandWritten: number | null };

export const limits: Readonly<Record<WorkloadName, Limit>> = {
  List: { ofApollo: 0.21, ofHandWritten: 1.9 },
  Entities: { ofApollo: 0.32, ofHandWritten: 2.1 },
  Agents: { ofApollo: 0.17, ofHandWritten: 3 },
  Typename: { ofApollo: 0.8, ofHandWritten: null },
  Number: { ofApollo: 0.85, ofHandWritten: null },
};

/** What the service costs by now, as a part of what Apollo does, where that is more than its limit: it may not become more. */
export const costsNow: Readonly<Partial<Record<WorkloadName, number>>> = {
  List: 0.3,
  Entities: 0.37,
  Agents: 0.24,
  Typename: 1.16,
  Number: 1.14,
};

/** By how much a ratio may be worse than that in the quick run: wide for noise, yet a lost lever shows. */
export const TOLERANCE = 1.5;

/** Of Apollo, for what the quick run does not measure; of a hand-written handler, `p50 added` is 2.5 at most. */
export const otherLimits = {
  addedMs: '1.0',
  answersPerSecond: 'at least 2.2',
  starts: '1.3, built 1.0',
  memory: '1.0',
} as const;
