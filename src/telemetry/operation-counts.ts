import { type Meter, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Operation, OperationKind, OperationStatus } from '../domain/operation.ts';
import type { Result } from '../ledger/ledger.ts';

type Counted = Pick<Operation, 'kind' | 'vendor'>;

/** Counts what operations come to. */
export type OperationCounts = {
  /** One was written down. */
  begun(operation: Counted): void;
  /** One was as `before`, and this result left it as `after`. */
  ended(before: Operation, after: Operation, result: Result): void;
  /** The vendor's answer to one came after its lease was lost. */
  late(operation: Counted): void;
};

const kinds: readonly OperationKind[] = [
  'PURCHASE',
  'SIP_IMPORT',
  'SIP_CREATE',
  'ADOPT',
  'LINK',
  'UNLINK',
  'UPDATE',
  'RELEASE',
  'REROUTE',
  'CONNECT',
  'DISCONNECT',
  'MOVE',
];

const outcomes = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  NEEDS_ATTENTION: 'needs_attention',
} as const satisfies Partial<Record<OperationStatus, string>>;

/** All are there from the beginning, as 0, for these vendors: a rate needs a first value. */
export function createOperationCounts(meter: Meter, vendors: readonly string[]): OperationCounts {
  const counter = (name: string, description: string) =>
    meter.createCounter(`phone_numbers.operations.${name}`, { description });
  const begun = counter('begun', 'Operations that were written down.');
  const ended = counter('ended', 'Operations that succeeded, failed, or were left to a person.');
  const inferred = counter(
    'inferred_failures',
    'Operations that failed by evidence alone: no answer of the vendor says so.',
  );
  const healed = counter('healed', 'Operations that had failed, or waited for a person, and whose number was found.');
  const late = counter('late_answers', 'Answers of vendors that came after the lease of their operation was lost.');
  for (const vendor of vendors) {
    for (const kind of kinds) {
      for (const each of [begun, inferred, healed, late]) each.add(0, { vendor, kind });
      for (const outcome of Object.values(outcomes)) ended.add(0, { vendor, kind, outcome });
    }
  }
  const of = ({ kind, vendor }: Counted) => ({ vendor, kind });
  return {
    begun: (operation) => begun.add(1, of(operation), ROOT_CONTEXT),
    late: (operation) => late.add(1, of(operation), ROOT_CONTEXT),
    ended(before, after, { isInferred, isSettled }) {
      if (before.status === after.status || after.status === 'PENDING') return;
      ended.add(1, { ...of(after), outcome: outcomes[after.status] }, ROOT_CONTEXT);
      if (isInferred) inferred.add(1, of(after), ROOT_CONTEXT);
      const wasGivenUp = before.status === 'FAILED' || before.status === 'NEEDS_ATTENTION';
      if (after.status === 'SUCCEEDED' && wasGivenUp && !isSettled) healed.add(1, of(after), ROOT_CONTEXT);
    },
  };
}
