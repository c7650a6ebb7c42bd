import type { OperationStep } from '../../src/domain/operation.ts';
import type { Engine } from '../support/databases.ts';
import type { Books, Breach, Breaches } from './books.ts';
import type { ClientRecord } from './clients.ts';
import type { TroubleCounts } from './trouble.ts';

/** What a run is told. */
export type TortureSettings = {
  readonly minutes: number;
  readonly instances: number;
  readonly store: Engine;
  readonly seed: number;
};

export type Report = { readonly text: string; readonly isClean: boolean };

type Findings = {
  readonly settings: TortureSettings;
  readonly books: Books;
  readonly breaches: Breaches;
  readonly record: ClientRecord;
  readonly counts: TroubleCounts;
  readonly histories: ReadonlyMap<string, readonly OperationStep[]>;
  readonly settledByHand: number;
};

const MOST_EXAMPLES = 10;

/** The table a run ends with. */
export function toReport(findings: Findings): Report {
  const { settings, books, breaches, record, counts, histories, settledByHand } = findings;
  const notes = [...histories.values()].map((steps) => steps.map(({ note }) => note ?? '').join('\n'));
  const foundOut = notes.filter((text) => /Reconciled: .*(has done it|been seen)/.test(text)).length;
  const foundNot = notes.filter((text) => /Reconciled: .*(nothing|still|not)|stopped before/.test(text)).length;
  const rows: [string, string | number][] = [
    ['seed', settings.seed],
    ['store, instances, minutes', `${settings.store}, ${settings.instances}, ${settings.minutes}`],
    ['requests (unanswered)', `${record.counts.requests} (${record.counts.unanswered})`],
    ['replays, keys reused', `${record.counts.replays}, ${record.counts.reusedKeys}`],
    ['kill -9', counts.kills],
    ['faults injected', total(Object.values(counts.faults))],
    ...Object.entries(counts.faults).map(([kind, count]): [string, number] => [`  ${kind}`, count]),
    ['operations', books.operations.length],
    ...tally(books.operations.map(({ kind, status }) => `  ${kind} ${status}`)),
    ['sold', books.control.sales().length],
    ['reconciled as done', foundOut],
    ['reconciled as not done', foundNot],
    ['settled by a person', settledByHand],
  ];
  const others = record.breaches.map((text) => ({ text, operationIds: [] }));
  const all: [string, readonly Breach[]][] = [...Object.entries(breaches), ['other', others]];
  const lines = [
    ...rows.map(([name, value]) => `${name.padEnd(34)} ${value}`),
    'BREACHES',
    ...all.map(([name, found]) => `${name.padEnd(34)} ${found.length}`),
    ...all.flatMap(([name, found]) =>
      found.slice(0, MOST_EXAMPLES).flatMap((breach) => toLines(name, breach, histories)),
    ),
  ];
  return { text: lines.join('\n'), isClean: all.every(([, found]) => found.length === 0) };
}

function toLines(name: string, { text, operationIds }: Breach, histories: Findings['histories']): string[] {
  const steps = operationIds.flatMap((id) => [
    `    ${id}`,
    ...(histories.get(id) ?? []).map(({ at, status, note }) => `      ${at} ${status} ${note ?? ''}`),
  ]);
  return [`  ${name}: ${text}`, ...steps];
}

function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
