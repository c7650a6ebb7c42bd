import type { NumberRowFragment, NumberStatus } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { go } from '../url.ts';
import { type Glyph, sharedBy, shorten } from '../words.ts';
import { Address } from './address.tsx';
import { Age } from './age.tsx';
import { Cell, Row } from './cards.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { NumberActions } from './number-actions.tsx';

const stateWords: Readonly<Record<NumberStatus, readonly [Glyph, string]>> = {
  ACTIVE: ['on', 'Active'],
  INACTIVE: ['off', 'Inactive'],
  RELEASED: ['off', 'Released'],
  UNKNOWN: ['ask', 'Unknown'],
};

type NumberRowProps = {
  readonly row: NumberRowFragment;
  readonly isOpen: boolean;
  readonly put: (row: NumberRowFragment) => void;
};

/** One number; below it, where it is open, what is known of it and what can be done with it. */
export function NumberRow({ row, isOpen, put }: NumberRowProps) {
  const { titleOf, vendorOf } = usePage();
  const { id, address, label, vendor, agent, status, locked, syncedAt } = row;
  const shared = sharedBy(row);
  const [glyph, words] = stateWords[status];
  return (
    <>
      <Row className={isOpen ? 'row open' : 'row'}>
        <Cell className="c-addr">
          <button
            type="button"
            className="fold"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `more-${id}` : undefined}
            aria-label={`Change ${address}`}
            onClick={() => go({ row: isOpen ? null : id }, { isStep: false })}
          >
            <Icon glyph="fold" />
          </button>
          <Address>{address}</Address>
          {locked && (
            <span className="lock" title="Locked: never released by this service">
              <Icon glyph="lock" />
              <span className="vh">locked</span>
            </span>
          )}
        </Cell>
        <Cell className="c-label">{label ?? <span className="none">No label</span>}</Cell>
        <Cell className="c-vendor">{titleOf(vendor)}</Cell>
        <Cell className="c-agent">
          {shared !== null ? (
            <span title={shared.names}>{shared.count}</span>
          ) : agent === null ? (
            <span className="none">Not linked</span>
          ) : (
            <span className="id" title={`Agent id ${agent.id}`}>
              {shorten(agent.id)}
            </span>
          )}
        </Cell>
        <Cell className="c-status">
          <Mark glyph={glyph} tone="quiet">
            {words}
          </Mark>
        </Cell>
        <Cell className="c-sync num">
          <Age at={syncedAt} isStale={vendorOf(vendor)?.available === false} />
        </Cell>
      </Row>
      {isOpen && (
        <Row className="more" id={`more-${id}`}>
          <Cell colSpan={6}>
            <NumberActions row={row} put={put} />
          </Cell>
        </Row>
      )}
    </>
  );
}
