import { faults } from './faults.ts';
import { kindOf, type RunResult } from './run-result.ts';

type Run = { readonly seed: number; readonly workers: number };

/** What a run came to, for people at a terminal. */
export function toReport(result: RunResult, { seed, workers }: Run): string {
  const { lives, ms, counts, failures, story } = result;
  const purchases = counts.get('purchase') ?? 0;
  const perSecond = ms === 0 ? 0 : Math.round((purchases / ms) * 1000);
  const told = failures.filter(({ story }) => story.length > 0);
  return [
    ...story,
    ...told.flatMap(({ life, breach, story }) => [...story, '', `BREACH of ${breach}`, replay(seed, life), '']),
    `${lives} lives and ${purchases} purchases in ${(ms / 1000).toFixed(1)} s (${perSecond} a second on ${workers} thread${workers === 1 ? '' : 's'}), seed ${seed}.`,
    'A purchase is a call of purchaseNumber whose key had no final result yet; replays of results are counted apart.',
    toTable([...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([what, times]) => [what, String(times)])),
    ...(failures.length === 0 ? ['No breach.'] : breachesByKind(failures, seed)),
  ].join('\n');
}

function breachesByKind(failures: RunResult['failures'], seed: number): string[] {
  const kinds = Map.groupBy(failures, ({ breach }) => kindOf(breach));
  return [...kinds].map(
    ([kind, some]) =>
      `BREACH of ${kind} in ${some.length} lives, such as: ${some[0]?.breach}\n  ${replay(seed, some[0]?.life ?? 0)}`,
  );
}

function replay(seed: number, life: number): string {
  return `Again: npm run simulate -- --seed ${seed} --life ${life}`;
}

/** Which faults were found, and after how many lives. */
export function toFaultTable(
  rows: readonly { readonly number: number; readonly result: RunResult }[],
  seed: number,
): string {
  const cells = rows.map(({ number, result: { lives, ms, failures, counts } }) => {
    const [failure] = failures;
    return [
      String(number),
      faults.find((fault) => fault.number === number)?.what ?? '',
      failure === undefined
        ? `NOT FOUND in ${lives} lives`
        : `${lives} lives, ${counts.get('purchase') ?? 0} purchases`,
      `${(ms / 1000).toFixed(1)} s`,
      failure?.breach.slice(0, 100) ?? '',
    ];
  });
  return [`Seed ${seed}.`, toTable([['fault', 'what', 'found after', 'time', 'breach'], ...cells])].join('\n');
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
