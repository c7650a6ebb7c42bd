import { type JournalEntry, type Period, readJournal } from '../audit/journal.ts';
import { type Config, loadSettings } from '../config.ts';
import { createLedgerReads } from '../ledger/reads.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { type Cell, toCsvLine } from './csv.ts';
import { openBesideService } from './open-beside-service.ts';
import { writeOutput } from './write-output.ts';

/** The options of `phone-numbers audit export`; times are RFC 3339 in UTC. */
export type AuditExportOptions = {
  readonly since: string;
  readonly until?: string;
  readonly format: 'jsonl' | 'csv';
  /** A new file; standard output if left out. */
  readonly output?: string;
};

/**
 * Writes the operations that were begun in a period, the oldest first. Reads alone, page by page, beside the service.
 * @throws {CommandError | ConfigError} where there is no ledger, or the file cannot be written.
 */
export async function runAuditExport({ since, until, format, output }: AuditExportOptions): Promise<void> {
  const { config } = await loadSettings();
  const now = () => new Date();
  const period = { since, until: until ?? now().toISOString() };
  let count = 0;
  await openBesideService(
    config,
    async (database) => {
      const sources = { ledger: createLedgerReads(database, now), registry: createRegistry(database, now) };
      const onPage = (entries: readonly JournalEntry[]): void => {
        count += entries.length;
      };
      await writeOutput(formats[format](countPages(readJournal(sources, period), onPage)), output);
    },
    { readOnly: true },
  );
  process.stderr.write(`${count} operations begun from ${period.since} on and before ${period.until}.\n`);
  process.stderr.write(explainRetention(config, period));
}

async function* countPages(pages: AsyncIterable<JournalEntry[]>, onPage: (entries: JournalEntry[]) => void) {
  for await (const page of pages) {
    onPage(page);
    yield page;
  }
}

const formats = {
  async *jsonl(pages: AsyncIterable<JournalEntry[]>) {
    for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  },
  async *csv(pages: AsyncIterable<JournalEntry[]>) {
    yield toCsvLine(Object.keys(columns));
    for await (const page of pages)
      yield page.map((entry) => toCsvLine(Object.values(columns).map((cellOf) => cellOf(entry)))).join('');
  },
};

const columns: Readonly<Record<string, (entry: JournalEntry) => Cell>> = {
  begun: ({ begun }) => begun,
  ended: ({ ended }) => ended,
  status: ({ status }) => status,
  kind: ({ kind }) => kind,
  vendor: ({ vendor }) => vendor,
  address: ({ address }) => address,
  vendorId: ({ vendorId }) => vendorId,
  agentId: ({ agentId }) => agentId,
  actor: ({ actor }) => actor,
  idempotencyKey: ({ idempotencyKey }) => idempotencyKey,
  charged: ({ charged }) => charged,
  attempts: ({ attempts }) => attempts,
  errorCodes: ({ errors }) => errors.map(({ code }) => code).join(' ') || null,
  errorMessages: ({ errors }) => errors.map(({ message }) => message).join(' ') || null,
  reason: ({ reason }) => reason,
  settlements: ({ settlements }) => settlements.map(({ at, note }) => `${at} ${note}`).join(' ') || null,
  asked: ({ asked }) => JSON.stringify(asked),
  operationId: ({ operationId }) => operationId,
  numberId: ({ numberId }) => numberId,
};

const DAY_MS = 86_400_000;

/** What was deleted is in no export. */
export function explainRetention({ ledgerRetentionDays: days }: Config, { since }: Pick<Period, 'since'>): string {
  if (days === null || Date.parse(since) > Date.now() - days * DAY_MS) return '';
  return `LEDGER_RETENTION_DAYS is ${days}: operations that ended longer ago are deleted, and missing here.\n`;
}
