import { type Month, type MonthLine, type MonthTotals, readMonth } from '../audit/month.ts';
import { loadSettings } from '../config.ts';
import { createLedgerReads } from '../ledger/reads.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { explainRetention } from './audit-export.ts';
import { toCsvLine } from './csv.ts';
import { openBesideService } from './open-beside-service.ts';
import { writeOutput } from './write-output.ts';

/** The options of `phone-numbers audit report`. */
export type AuditReportOptions = {
  /** Its beginning, and that of the next. */
  readonly month: { readonly since: string; readonly until: string };
  readonly vendor?: string;
  readonly format: 'text' | 'jsonl' | 'csv';
  /** The totals of each vendor, without the numbers. */
  readonly totals?: true;
  /** A new file; standard output if left out. */
  readonly output?: string;
};

/**
 * Writes what was in the accounts in a month, for comparing it with the vendors' invoices. Reads alone, page by page, beside
 * the service.
 * @throws {CommandError | ConfigError} where there is no ledger, or the file cannot be written.
 */
export async function runAuditReport({ month, vendor, format, totals, output }: AuditReportOptions): Promise<void> {
  const { config } = await loadSettings();
  const now = () => new Date();
  await openBesideService(
    config,
    async (database) => {
      const sources = { ledger: createLedgerReads(database, now), registry: createRegistry(database, now) };
      const read = readMonth(sources, month, vendor ?? null);
      const heading = `${month.since.slice(0, 7)} (UTC), as far as known on ${now().toISOString()}`;
      await writeOutput(formats[format](totals ? await withoutLines(read) : read, heading, totals === true), output);
    },
    { readOnly: true },
  );
  if (month.until > now().toISOString()) process.stderr.write('The month is not over yet.\n');
  process.stderr.write(explainRetention(config, month));
}

async function withoutLines(month: Month): Promise<Month> {
  for await (const _page of month.lines);
  return month;
}

const formats = {
  async *text({ lines, totals }: Month, heading: string) {
    yield `Numbers in ${heading}\n`;
    let isFirst = true;
    for await (const page of lines) {
      if (page.length > 0 && isFirst) yield `\n${toColumns(Object.keys(columns))}`;
      isFirst &&= page.length === 0;
      yield page.map((line) => toColumns(toCells(line))).join('');
    }
    yield totals().length === 0 ? '\nThere were none.\n' : totals().map(toParagraph).join('');
  },
  async *jsonl({ lines, totals }: Month) {
    for await (const page of lines) yield page.map((line) => toJson({ record: 'number', ...line })).join('');
    yield totals()
      .map((total) => toJson({ record: 'totals', ...total }))
      .join('');
  },
  async *csv({ lines, totals }: Month, _heading: string, isTotals: boolean) {
    if (!isTotals) {
      yield toCsvLine(Object.keys(columns));
      for await (const page of lines) yield page.map((line) => toCsvLine(toCells(line))).join('');
      return;
    }
    yield toCsvLine(['vendor', ...counts.map(({ member }) => member)]);
    yield totals()
      .map((total) => toCsvLine([total.vendor, ...counts.map(({ member }) => total[member])]))
      .join('');
  },
};

function toJson(record: object): string {
  return `${JSON.stringify(record)}\n`;
}

/** The members of a line, and how wide those are that people are shown. */
const columns = {
  vendor: 10,
  address: 28,
  vendorId: 36,
  came: 8,
  from: 24,
  went: 8,
  until: 24,
  status: 15,
  idempotencyKey: 36,
  actor: null,
  operationId: null,
  releaseId: null,
  numberId: null,
} as const satisfies Record<keyof MonthLine, number | null>;

function toCells(line: MonthLine): (string | null)[] {
  return [
    ...[line.vendor, line.address, line.vendorId, line.came, line.from, line.went, line.until, line.status],
    ...[line.idempotencyKey, line.actor, line.operationId, line.releaseId, line.numberId],
  ];
}

function toColumns(cells: readonly (string | null)[]): string {
  const shown = Object.values(columns).flatMap((width, index) =>
    width === null ? [] : (cells[index] ?? '-').padEnd(width),
  );
  return `${shown.join('  ').trimEnd()}\n`;
}

const counts = [
  { member: 'heldAtStart', words: 'held at the start' },
  { member: 'bought', words: '+ bought' },
  { member: 'imported', words: '+ imported' },
  { member: 'created', words: '+ created on the SIP domain' },
  { member: 'found', words: '+ came in another way' },
  { member: 'released', words: '- released' },
  { member: 'gone', words: '- gone in another way' },
  { member: 'heldAtEnd', words: '= held at the end' },
  { member: 'unknown', words: '? asked for, outcome unknown' },
] as const satisfies { member: keyof MonthTotals; words: string }[];

function toParagraph(totals: MonthTotals): string {
  const lines = counts.map(({ member, words }) => `  ${words.padEnd(28)} ${String(totals[member]).padStart(9)}\n`);
  return `\n${totals.vendor}\n${lines.join('')}`;
}
