import type { Attributes, Meter } from '@opentelemetry/api';
import type { Operation } from '../domain/operation.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createOperationCounts } from './operation-counts.ts';
import type { Refusals } from './refusals.ts';
import { timed } from './timed.ts';
import type { Tracing } from './tracing.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

type Watching = {
  readonly meter: Meter;
  readonly refusals: Refusals;
  readonly tracing: Tracing | null;
  /** Those that there are accounts with: what there may be of each is told from the beginning, as 0. */
  readonly vendors: readonly string[];
};

/** The same ledger, which counts what operations come to, and times its commits. */
export function watchLedger(ledger: Ledger, { meter, refusals, tracing, vendors }: Watching): Ledger {
  const counts = createOperationCounts(meter, vendors);
  const durations = meter.createHistogram('phone_numbers.ledger.commit.duration', {
    unit: 's',
    description: 'Transactions of the ledger, from the wait for their turn until they are on the disk.',
    advice: { explicitBucketBoundaries: buckets },
  });

  function commit<Result>(step: string, attributes: Attributes, work: () => Promise<Result>): Promise<Result> {
    const run = () => timed(durations, work, () => ({ step }));
    return tracing === null ? run() : tracing.inSpan({ name: `ledger ${step}`, attributes }, run);
  }

  return {
    ...ledger,

    async begin(operation) {
      const { kind, vendor } = operation;
      const begun = await commit(
        'begin',
        { 'phone_numbers.operation.kind': kind, 'phone_numbers.vendor': vendor },
        () => ledger.begin(operation),
      );
      if (begun.state === 'new') counts.begun(operation);
      return begun;
    },

    async beginBulk(bulk) {
      const begun = await commit('beginBulk', {}, () => ledger.beginBulk(bulk));
      if (begun.state === 'begun') for (const one of begun.operations) if (one?.isNew) counts.begun(one.operation);
      return begun;
    },

    async recordSent(leased, call) {
      const recorded = await commit('recordSent', idOf(leased), () => ledger.recordSent(leased, call));
      if (recorded.state === 'limit-reached') refusals.count('purchase-limit');
      if (recorded.state === 'refused') refusals.count('ledger');
      return recorded;
    },

    recordUnavailable: (leased, note) =>
      commit('recordUnavailable', idOf(leased), () => ledger.recordUnavailable(leased, note)),

    async advance(leased, result) {
      const advanced = await commit('advance', idOf(leased), () => ledger.advance(leased, result));
      counts.ended(leased, advanced, result);
      return advanced;
    },

    async finish(leased, result) {
      const finished = await commit('finish', idOf(leased), () => ledger.finish(leased, result));
      counts.ended(leased, finished.operation, result);
      return finished;
    },

    async recordLate(leased, result) {
      const operation = await commit('recordLate', idOf(leased), () => ledger.recordLate(leased, result));
      counts.late(operation);
      return operation;
    },

    postpone: (leased, so) => commit('postpone', idOf(leased), () => ledger.postpone(leased, so)),

    during(operationId, work) {
      if (tracing === null) return ledger.during(operationId, work);
      const name = { name: 'operation', attributes: idOf({ id: operationId }) };
      return tracing.inSpan(name, () => ledger.during(operationId, work));
    },
  };
}

/** Its own id says nothing of a number or a caller. */
function idOf({ id }: Pick<Operation, 'id'>): Attributes {
  return { 'phone_numbers.operation.id': id };
}
