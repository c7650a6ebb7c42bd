import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import type { Engine } from '../support/databases.ts';
import { type Books, type Breach, compareBooks, countExcused } from './books.ts';
import type { Hiding } from './misled.ts';
import type { Tally } from './tally.ts';

/** What a run is told. */
export type TortureSettings = {
  readonly minutes: number;
  readonly instances: number;
  readonly store: Engine;
  readonly seed: number;
  /** Where the logs of the instances are kept; null for nowhere. */
  readonly logs: string | null;
  /** A fault of the simulation that the instances run with; null for none. */
  readonly fault: number | null;
};

export type Report = { readonly text: string; readonly isClean: boolean };

type Findings = {
  readonly settings: TortureSettings;
  readonly books: Books;
  readonly auditor: Auditor;
  readonly hidings: readonly Hiding[];
  readonly requests: Tally;
  readonly events: Tally;
  readonly anomalies: Tally;
  readonly breaches: readonly string[];
  readonly settledInMs: number;
};

const MOST_EXAMPLES = 10;

/** The tables a run ends with, and all that is known of what must not be. */
export async function toReport(findings: Findings): Promise<Report> {
  const { settings, books, requests, events, anomalies, breaches, settledInMs } = findings;
  const { ledger, control } = books;
  const excused = countExcused(books);
  const others = breaches.map((text) => ({ text, operationIds: [] }));
  const all: [string, readonly Breach[]][] = [...Object.entries(compareBooks(books)), ['other', others]];
  const examples: string[] = [];
  for (const [name, found] of all) {
    for (const breach of found.slice(0, MOST_EXAMPLES)) examples.push(...(await explain(name, breach, findings)));
  }
  const lines = [
    ...toTable('RUN', [
      ['seed', settings.seed],
      ...(settings.fault === null ? [] : [['fault', settings.fault] as const]),
      ['store, instances, minutes', `${settings.store}, ${settings.instances}, ${settings.minutes}`],
      ['seconds until all had ended', Math.round(settledInMs / 1000)],
      ...requests.rows(),
    ]),
    ...toTable(`ANOMALIES THAT STRUCK: ${anomalies.total()}`, anomalies.rows()),
    ...toTable('EVENTS', events.rows()),
    ...toTable(`PURCHASES: ${control.sales().length} numbers sold`, [
      ...control.vendors().map((vendor): [string, number] => [`${vendor} has now`, control.numbers(vendor).length]),
      ...ledger.stories.rows(),
      ['told FAILED: the vendor misled beyond the rules', excused.vendor],
      ['told FAILED: a person had settled wrongly', excused.person],
    ]),
    ...toTable(`OUTCOMES: ${ledger.entries.length} operations`, ledger.outcomes.rows()),
    ...toTable(
      'BREACHES',
      all.map(([name, found]) => [name, found.length]),
    ),
    ...examples,
  ];
  return { text: lines.join('\n'), isClean: all.every(([, found]) => found.length === 0) };
}

function toTable(title: string, rows: readonly (readonly [string, string | number])[]): string[] {
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(48)} ${value}`)];
}

/** Everything that is on record of a breach. */
async function explain(
  name: string,
  { text, operationIds, number }: Breach,
  { auditor, books: { control }, hidings }: Findings,
): Promise<string[]> {
  const lines = [`  ${name}: ${text}`];
  const histories = operationIds.length === 0 ? null : await auditor.ledger.histories(operationIds);
  for (const id of operationIds) {
    lines.push(`    ${id}`);
    for (const { at, status, note } of histories?.get(id) ?? []) lines.push(`      ${at} ${status} ${note ?? ''}`);
    for (const call of await auditor.ledger.calls(id)) lines.push(`      call ${JSON.stringify(call)}`);
  }
  const sales = control.sales().filter((sale) => sale.number === number);
  for (const { vendor, at } of sales) lines.push(`    ${vendor} sold ${number} at ${at}`);
  for (const sale of sales) lines.push(...describeHidings(hidings, sale));
  return lines;
}

function describeHidings(
  hidings: readonly Hiding[],
  { vendor, at }: ReturnType<SandboxControl['sales']>[number],
): string[] {
  const soldAt = Date.parse(at);
  const near = hidings.filter((one) => one.vendor === vendor && one.to >= soldAt && one.from < soldAt + 60_000);
  return near.map(({ what, from, to, delayMs }) => {
    const time = (ms: number) => new Date(ms).toISOString().slice(11, 23);
    return `    ${vendor} may have hidden: ${what} from ${time(from)} to ${time(to)}${delayMs === null ? '' : `, ${delayMs} ms`}`;
  });
}
