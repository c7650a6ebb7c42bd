import {
  OperationDocument,
  type OperationFragment,
  OperationsDocument,
  type OperationsQuery,
} from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { countBefore, firstPage, goBack, goOn, operationsPaging, toPage, toSlice } from '../paging.ts';
import { type Asked, go } from '../url.ts';
import { useHandOn } from '../use-hand-on.ts';
import { useList } from '../use-list.ts';
import { useQuery } from '../use-query.ts';
import { kindWords, stateOf, targetOf } from '../words.ts';
import { Address } from './address.tsx';
import { When } from './age.tsx';
import { Cards, Cell, Row } from './cards.tsx';
import { Nothing } from './empty.tsx';
import { OperationFacts } from './facts.tsx';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { News, Pager } from './pager.tsx';
import { Steps } from './steps.tsx';

const EVERY_MS = 30_000;
const FOLLOW_MS = 2_000;

const choices = [
  { value: 'open', words: 'Open', is: 'PENDING' },
  { value: 'person', words: 'Needs a person', is: 'NEEDS_ATTENTION' },
  { value: 'done', words: 'Done', is: 'SUCCEEDED' },
  { value: 'failed', words: 'Failed', is: 'FAILED' },
] as const;

/** Who did what lately, and what became of it. */
export function OperationList({ asked }: { readonly asked: Asked }) {
  const status = choices.find(({ value }) => value === asked.operations)?.is;
  const filter = status === undefined ? {} : { statuses: [status] };
  const variables = { ...toSlice(operationsPaging, asked), filter };
  const query = useQuery(OperationsDocument, variables, { everyMs: EVERY_MS });
  const { shown, showNew, put } = useList<OperationFragment, OperationsQuery>({
    answered: query.last,
    pageOf: ({ numberOperations }) => toPage(numberOperations),
    isHeld: asked.op !== undefined,
  });
  const before = countBefore(operationsPaging, asked);
  const isEmpty = shown?.rows.length === 0;
  return (
    <section aria-labelledby="operations" className={shown === null ? 'area waits' : 'area'}>
      <div className="head">
        <h2 id="operations" tabIndex={-1}>
          Recent operations
        </h2>
        {!(isEmpty && status === undefined) && (
          <select
            className="right"
            aria-label="Status of operations"
            value={status === undefined ? '' : asked.operations}
            onChange={({ target }) => choose(target.value)}
          >
            <option value="">Any status</option>
            {choices.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </div>
      {shown === null && query.isSlow && <p className="none">Loading</p>}
      {shown !== null && <News news={shown.news} hasGone={shown.hasGone} onShow={showNew} />}
      {isEmpty && (
        <Nothing title={status === undefined ? 'No operations yet' : 'No operation has this status'}>
          {status === undefined && <p>Every change is recorded here before it is sent to a vendor.</p>}
        </Nothing>
      )}
      {shown !== null && !isEmpty && (
        <>
          <Rows rows={shown.rows} open={asked.op ?? null} put={put} />
          <Pager
            list="operations"
            rows={shown.rows.length}
            total={shown.total}
            before={before}
            words={['Newer', 'Older']}
            onBack={shown.hasPrevious ? () => goBack(operationsPaging, shown, before) : null}
            onNext={shown.hasNext ? () => goOn(operationsPaging, shown, before) : null}
          />
        </>
      )}
    </section>
  );
}

function choose(value: string): void {
  const { changes, before } = firstPage(operationsPaging);
  go({ ...changes, operations: value === '' ? null : value }, { isStep: true, before });
}

type Put = (row: OperationFragment) => void;

function Rows({ rows, open, put }: { rows: readonly OperationFragment[]; open: string | null; put: Put }) {
  return (
    <Cards className="list ops" labelledBy="operations" columns={['Operation', 'Vendor', 'Asked by', 'Status', 'When']}>
      {rows.map((operation) => (
        <OperationRow key={operation.id} operation={operation} isOpen={operation.id === open} put={put} />
      ))}
    </Cards>
  );
}

type OperationRowProps = { readonly operation: OperationFragment; readonly isOpen: boolean; readonly put: Put };

function OperationRow({ operation, isOpen, put }: OperationRowProps) {
  const { titleOf, vendorOf } = usePage();
  const { id, kind, vendor, actor, createdAt } = operation;
  const target = targetOf(operation);
  const { glyph, tone, words } = stateOf(operation, vendorOf(vendor));
  return (
    <>
      <Row className={isOpen ? 'row open' : 'row'}>
        <Cell className="o-kind">
          <button
            type="button"
            className="fold"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `history-${id}` : undefined}
            aria-label={`History of ${kindWords[kind]}${target === null ? '' : `, ${target}`}`}
            onClick={() => go({ op: isOpen ? null : id }, { isStep: false })}
          >
            <Icon glyph="fold" />
          </button>
          <b>{kindWords[kind]}</b> {target !== null && <Address>{target}</Address>}
        </Cell>
        <Cell className="o-vendor">{titleOf(vendor)}</Cell>
        <Cell className="o-actor">{actor ?? <span className="none">not known</span>}</Cell>
        <Cell className="o-status">
          <Mark glyph={glyph} tone={tone}>
            {words}
          </Mark>
        </Cell>
        <Cell className="o-when num">
          <When at={createdAt} />
        </Cell>
      </Row>
      {isOpen && (
        <Row className="more" id={`history-${id}`}>
          <Cell colSpan={5}>
            <History operation={operation} put={put} />
          </Cell>
        </Row>
      )}
    </>
  );
}

/** An operation that is open is followed until it ends. */
function History({ operation, put }: { readonly operation: OperationFragment; readonly put: Put }) {
  const isOpen = operation.status === 'PENDING';
  const { last } = useQuery(OperationDocument, { id: operation.id }, { everyMs: isOpen ? FOLLOW_MS : EVERY_MS });
  const fresh = last?.data.numberOperation ?? null;
  useHandOn(fresh, put);
  return (
    <>
      <Steps operation={operation} />
      <OperationFacts operation={operation} />
    </>
  );
}
