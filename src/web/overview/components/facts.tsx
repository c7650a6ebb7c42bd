import type { ReactNode } from 'react';
import type { OperationFragment } from '../generated/documents.ts';
import { chargeOf } from '../words.ts';

type FactsProps = { readonly facts: Readonly<Record<string, ReactNode>> };

/** Names with their values; those without a value are left out. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** What a person may want to look up about an operation. */
export function OperationFacts({ operation }: { readonly operation: OperationFragment }) {
  const { idempotencyKey, attempts, id } = operation;
  return (
    <Facts
      facts={{
        Charge: chargeOf(operation),
        'Idempotency key': idempotencyKey && <span className="id">{idempotencyKey}</span>,
        'Calls to the vendor': attempts,
        Operation: <span className="id">{id}</span>,
      }}
    />
  );
}
