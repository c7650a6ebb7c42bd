import { useState } from 'react';
import { OperationDocument, type OperationFragment } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { lasting } from '../times.ts';
import { useNowTo } from '../use-now.ts';
import { useQuery } from '../use-query.ts';
import { chargeOf, kindWords, stateOf, targetOf } from '../words.ts';
import { Address } from './address.tsx';
import { OperationFacts } from './facts.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { SettleForm } from './settle-form.tsx';
import { Steps } from './steps.tsx';

const FOLLOW_MS = 2_000;

/** What needs a person, each with its history and the form that settles it. */
export function Cases({ operations }: { readonly operations: readonly OperationFragment[] }) {
  const [open, setOpen] = useState<ReadonlyMap<string, OperationFragment>>(new Map());
  const [settled, setSettled] = useState<ReadonlyMap<string, string>>(new Map());
  const known = new Set(operations.map(({ id }) => id));
  // One that somebody has open stays in its place, also once somebody else has settled it.
  const left = [...open.values()].filter(({ id }) => !known.has(id));
  const shown = [...operations, ...left].filter(({ id, updatedAt }) => settled.get(id) !== updatedAt);
  if (shown.length === 0) return null;
  return (
    <ul className="needs">
      {shown.map((operation) => (
        <Case
          key={operation.id}
          operation={operation}
          onToggle={(isOpen) =>
            setOpen((before) => {
              const others = [...before].filter(([id]) => id !== operation.id);
              return new Map(isOpen ? [...others, [operation.id, operation]] : others);
            })
          }
          onSettled={() => {
            setSettled((before) => new Map([...before, [operation.id, operation.updatedAt]]));
            setOpen((before) => new Map([...before].filter(([id]) => id !== operation.id)));
            document.getElementById('needs')?.focus();
          }}
        />
      ))}
    </ul>
  );
}

type CaseProps = {
  readonly operation: OperationFragment;
  readonly onToggle: (isOpen: boolean) => void;
  readonly onSettled: () => void;
};

function Case({ operation, onToggle, onSettled }: CaseProps) {
  const { titleOf } = usePage();
  const [isOpen, setIsOpen] = useState(false);
  const now = useNowTo(10);
  const { kind, vendor, actor, createdAt } = operation;
  const target = targetOf(operation);
  const charge = chargeOf(operation);
  return (
    <li>
      <details
        onToggle={({ currentTarget }) => {
          setIsOpen(currentTarget.open);
          onToggle(currentTarget.open);
        }}
      >
        <summary>
          <Icon glyph="fold" />
          <h2>
            {kindWords[kind]} of {target === null ? 'a number' : <Address>{target}</Address>}
          </h2>
          <span className="meta">
            <span>{titleOf(vendor)}</span>
            {actor !== null && <span>by {actor}</span>}
            <span>open for {lasting(now - new Date(createdAt).getTime())}</span>
            <span>{charge === 'not known yet' ? 'charge not known' : charge}</span>
          </span>
        </summary>
        {isOpen && <OpenCase operation={operation} onSettled={onSettled} />}
      </details>
    </li>
  );
}

/** What is known of it now, and the form; or what became of it, where somebody else was first. */
function OpenCase({ operation, onSettled }: Pick<CaseProps, 'operation' | 'onSettled'>) {
  const { may, vendorOf } = usePage();
  const { last } = useQuery(OperationDocument, { id: operation.id }, { everyMs: FOLLOW_MS });
  const fresh = last?.data.numberOperation ?? operation;
  const { glyph, tone, words } = stateOf(fresh, vendorOf(fresh.vendor));
  return (
    <div className="case">
      <div>
        <h3>History</h3>
        <Steps operation={fresh} />
        <OperationFacts operation={fresh} />
      </div>
      {fresh.status === 'NEEDS_ATTENTION' ? (
        may('numbers:operate') ? (
          <SettleForm operation={fresh} onSettled={onSettled} />
        ) : (
          <p className="hint">Whoever has the scope numbers:operate can settle it.</p>
        )
      ) : (
        <p>
          <Mark glyph={glyph} tone={tone}>
            {words}
          </Mark>
        </p>
      )}
    </div>
  );
}
