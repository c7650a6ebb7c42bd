import type { Operation } from '../domain/operation.ts';
import type { Audit, Unexplained } from './findings.ts';

/** What an audit found, for people at a terminal. */
export function toText(audit: Audit): string {
  const { counts, open, needsAttention, overdue, contradictions, unexplained, notes, unchecked } = audit;
  const sections = [
    `Operations in the ledger: ${counts.operations}; numbers in the registry: ${counts.numbers}.`,
    section(`Open: ${open.length}`, toTable(open)),
    ...(overdue.length === 0
      ? []
      : [section(`Open for longer than they should be: ${overdue.length}`, toTable(overdue))]),
    section(`Need attention: ${needsAttention.length}`, needsAttention.length === 0 ? [] : attention(needsAttention)),
    section(
      `Contradictions: ${contradictions.length}`,
      contradictions.map(({ kind, vendor, message }) => `${kind} (${vendor}): ${message}`),
    ),
    ...(unexplained.length === 0 ? [] : [toNumbers(unexplained)]),
    ...(notes.length === 0 ? [] : [section('To know', notes)]),
    ...(unchecked.length === 0 ? [] : [section('Not checked', unchecked)]),
    verdicts[audit.verdict],
  ];
  return `${sections.join('\n\n')}\n`;
}

const verdicts: Record<Audit['verdict'], string> = {
  consistent: 'No contradiction.',
  'needs-attention': 'No contradiction; a person is needed: see above.',
  contradictory: 'There are contradictions: see above.',
  unchecked: 'No contradiction in what could be checked.',
};

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** Numbers that are named; the JSON has all. */
const MOST_NUMBERS = 20;

function toNumbers(unexplained: readonly Unexplained[]): string {
  const newer = unexplained.filter(({ isNewer }) => isNewer).length;
  const lines = unexplained.slice(0, MOST_NUMBERS).map(({ vendor, address, vendorId, firstSeenAt, isNewer }) => {
    return `${vendor}  ${address}  ${vendorId}  first seen ${firstSeenAt}${isNewer ? ', after this ledger was begun' : ''}`;
  });
  const more = unexplained.length - lines.length;
  return section(`Numbers that no operation obtained: ${unexplained.length}, newer than the ledger: ${newer}`, [
    ...lines,
    ...(more > 0 ? [`and ${more} more: see --json`] : []),
    'Where a key of a ledger that was lost bought one, a repeat of that key buys again, unless it is written back:',
    '  phone-numbers restore-key --key … --vendor … --vendor-id …',
    'Where a person bought one elsewhere, say so with adoptNumber.',
  ]);
}

const HEADINGS = ['id', 'kind', 'status', 'vendor', 'target', 'since', 'attempts', 'looked at next'];

function toTable(operations: readonly Operation[]): string[] {
  if (operations.length === 0) return [];
  const rows = [HEADINGS, ...operations.map(toCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function toCells({ id, kind, status, vendor, target, createdAt, attempts, dueAt }: Operation): string[] {
  const isUnlinked = status === 'SUCCEEDED';
  return [
    id,
    kind,
    isUnlinked ? 'follow-up open' : status,
    vendor,
    target ?? '-',
    createdAt,
    String(attempts),
    dueAt ?? 'never',
  ];
}

function attention(operations: readonly Operation[]): string[] {
  return [
    ...operations.flatMap(({ id, kind, vendor, target, createdAt, errors }) => [
      `${id}  ${kind}  ${vendor}  ${target ?? '-'}  since ${createdAt}`,
      ...errors.map(({ message }) => `  ${message}`),
    ]),
    'Look at the vendor, then end each in GraphQL with what you have seen:',
    '  mutation { settleNumberOperation(input: { operationId: "…", vendorId: "… or else failed: true", note: "…" })',
    '    { operation { status } userErrors { message } } }',
  ];
}

/** The same for machines: one JSON document. */
export function toJson(audit: Audit): string {
  const { open, needsAttention, overdue } = audit;
  const records = {
    open: open.map(toRecord),
    needsAttention: needsAttention.map(toRecord),
    overdue: overdue.map(toRecord),
  };
  const document = { ...audit, ...records };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toRecord(operation: Operation) {
  const { id, kind, status, vendor, target, phoneNumberId, followUp, attempts } = operation;
  const { createdAt, updatedAt, dueAt, errors } = operation;
  const record = {
    id,
    kind,
    status,
    vendor,
    target,
    phoneNumberId,
    followUp,
    attempts,
    createdAt,
    updatedAt,
    dueAt,
  };
  return { ...record, messages: errors.map(({ message }) => message) };
}
