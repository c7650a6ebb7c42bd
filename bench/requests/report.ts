import type { Bars } from '../performance-page.ts';
import { medianOf } from '../report.ts';
import { APOLLO, HAND_WRITTEN, PROJECT } from './contenders.ts';
import type { Fresh } from './fresh.ts';
import { costsNow, limits, otherLimits, TOLERANCE } from './limits.ts';
import { type Costs, costOf, ratioOf } from './run.ts';
import { BUILT } from './starts.ts';
import { type WorkloadName, workloads } from './workloads.ts';

type Table = { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** What each costs as a part of what Apollo's defaults cost, and the service's limits. */
export function toRatioRows(costs: Costs, names: readonly string[]): Table {
  const others = names.filter((name) => name !== PROJECT && name !== APOLLO);
  const ratio = (workload: WorkloadName, name: string) => ratioOf(costs, workload, [name, APOLLO]).toFixed(3);
  const rows = workloads.map(({ name: workload, title }) => {
    const { ofApollo, ofHandWritten } = limits[workload];
    return [
      title,
      costOf(costs, workload, PROJECT).toFixed(0),
      ratio(workload, PROJECT),
      ofApollo.toFixed(2),
      ratioOf(costs, workload, [PROJECT, HAND_WRITTEN]).toFixed(2),
      ofHandWritten?.toFixed(1) ?? '–',
      ...others.map((name) => ratio(workload, name)),
    ];
  });
  return { headings: ['', 'µs', 'of Apollo', 'limit', 'of hand-written', 'limit', ...others], rows };
}

/** The same as bars. */
export function toBars(costs: Costs, names: readonly string[]): Bars[] {
  return workloads.map(({ name: workload, title }) => ({
    title,
    bars: names.map((name) => ({ name, value: ratioOf(costs, workload, [name, APOLLO]) })),
  }));
}

type Rounds = ReadonlyMap<string, readonly number[]>;
type Others = { readonly fresh: Fresh; readonly starts: Rounds; readonly memory: Rounds };

/** What is not processor time of requests: waits for the vendor, starts, memory. */
export function toOtherRows({ fresh, starts, memory }: Others, names: readonly string[]): Table {
  const columns = [BUILT, ...names];
  const toRow = (title: string, rounds: Rounds, limit: string) => {
    const medians = columns.map((name) => medianOf(rounds.get(name) ?? []));
    const ratio = medianOf(
      (rounds.get(PROJECT) ?? []).map((one, index) => one / (rounds.get(APOLLO)?.[index] ?? Number.NaN)),
    );
    return [title, ratio.toFixed(2), limit, ...medians.map((value) => (Number.isNaN(value) ? '–' : value.toFixed(1)))];
  };
  const rows = [
    toRow('`phoneNumber(id, maxAge: 0)`, vendor at 20 ms: p50 added, ms', fresh.addedMs, otherLimits.addedMs),
    toRow('50 callers, `phoneNumbers(maxAge: 0)`: answers/s', fresh.answersPerSecond, otherLimits.answersPerSecond),
    toRow('start to the first right answer, CPU ms', starts, otherLimits.starts),
    toRow('resident memory after load, MiB', memory, otherLimits.memory),
  ];
  return { headings: ['', 'of Apollo', 'limit', ...columns], rows };
}

/** In a sentence each, what costs more than it may, and more than it does by now. */
export function findMisses(costs: Costs): string[] {
  return workloads.flatMap(({ name, title }) => {
    const most = Math.max(limits[name].ofApollo, costsNow[name] ?? 0);
    const ratio = ratioOf(costs, name, [PROJECT, APOLLO]);
    if (ratio <= most * TOLERANCE) return [];
    return [
      `${title} costs ${ratio.toFixed(2)} of what it costs ${APOLLO}: more than ${most}, and half as much more for noise.`,
    ];
  });
}
