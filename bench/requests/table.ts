import { print, toTable } from '../report.ts';
import { contenders, type Measured, measureRequests } from './measure.ts';

/** By how much a ratio may be worse than it should be, on a machine that others share. */
const NOISE = 1.5;

/**
 * Prints what requests cost: milliseconds of processor time, and the same as a share of what Apollo Server takes. Returns a line
 * for each that costs more than it should.
 */
export async function printRequests({
  rounds,
  share,
  root,
}: {
  readonly rounds: number;
  readonly share: number;
  readonly root?: string | undefined;
}): Promise<string[]> {
  const names = [...contenders, ...(root === undefined ? [] : ['other'])];
  const measured = await measureRequests({ rounds, share, otherRoot: root });
  print(`Processor time of one request, and as a share of what Apollo Server takes: medians of ${rounds} rounds\n`);
  print(
    toTable(
      ['', ...names],
      measured.map(({ workload, cpuMs }) => [
        workload.name,
        ...names.map((name) => `${cpuMs[name]?.toFixed(3)} ms ${ratioOf({ workload, cpuMs }, name).toFixed(2)}`),
      ]),
    ),
  );
  print('');
  return measured.flatMap((one) => {
    const { name, ofApollo } = one.workload;
    const ratio = ratioOf(one, 'service');
    return ratio <= ofApollo * NOISE
      ? []
      : [`${name} costs ${ratio.toFixed(2)} of what Apollo Server takes; it should be ${ofApollo} or less.`];
  });
}

function ratioOf({ cpuMs }: Measured, name: string): number {
  return (cpuMs[name] ?? Number.NaN) / (cpuMs['apollo'] ?? Number.NaN);
}
