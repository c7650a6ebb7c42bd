import { medianOf } from '../report.ts';
import type { Contender } from './contenders.ts';
import { checkAnswers, openCaller, sendRequests } from './measure.ts';
import { type WorkloadName, workloads } from './workloads.ts';

/** Processor time of each request, in µs, of each contender in each round. */
export type Costs = ReadonlyMap<WorkloadName, ReadonlyMap<string, readonly number[]>>;

type Plan = { readonly rounds: number; readonly share: number; readonly print: (text: string) => void };

/** How many rounds' requests warm up a server: until all that is compiled is. */
const WARM_UP = 2;

/** Measures all workloads, the contenders in turns within each round, each round in another order. */
export async function measureRequests(
  contenders: readonly Contender[],
  { rounds, share, print }: Plan,
): Promise<Costs> {
  await using stack = new AsyncDisposableStack();
  const callers = new Map(contenders.map((contender) => [contender, stack.use(openCaller(contender))]));
  const costs = new Map(
    workloads.map(({ name }) => [name, new Map(contenders.map(({ name: of }) => [of, [] as number[]]))]),
  );
  const expected = new Map<WorkloadName, Map<Contender, Set<string>>>();
  for (const workload of workloads) expected.set(workload.name, await checkAnswers(workload, callers));

  const send = async (round: number, factor: number, record: boolean): Promise<void> => {
    for (const { name, bodies, perRound } of workloads) {
      for (const index of contenders.keys()) {
        const contender = contenders[(index + round) % contenders.length];
        const caller = contender && callers.get(contender);
        if (!contender || !caller) continue;
        const count = Math.ceil(perRound * factor);
        const before = contender.cpuMs();
        await sendRequests(caller, { bodies, count, expected: expected.get(name)?.get(contender) ?? new Set() });
        if (record)
          costs
            .get(name)
            ?.get(contender.name)
            ?.push(((contender.cpuMs() - before) * 1_000) / count);
      }
    }
  };
  await send(0, WARM_UP * share, false);
  for (let round = 1; round <= rounds; round += 1) {
    await send(round, share, true);
    print(`round ${round} of ${rounds}`);
  }
  return costs;
}

/** What a request costs one as a part of what it costs another: the median of the rounds' ratios. */
export function ratioOf(costs: Costs, workload: WorkloadName, [one, other]: readonly [string, string]): number {
  const [ofOne = [], ofOther = []] = [one, other].map((name) => costs.get(workload)?.get(name));
  return medianOf(ofOne.map((cost, round) => cost / (ofOther[round] ?? Number.NaN)));
}

/** What a request costs, in µs: the median of the rounds. */
export function costOf(costs: Costs, workload: WorkloadName, name: string): number {
  return medianOf(costs.get(workload)?.get(name) ?? []);
}
