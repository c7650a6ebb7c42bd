import { NumberDocument, type NumberRowFragment } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { go } from '../url.ts';
import { useHandOn } from '../use-hand-on.ts';
import { useQuery } from '../use-query.ts';
import { acquisitionWords, kindDone, sharedBy } from '../words.ts';
import { Since } from './age.tsx';
import { Facts } from './facts.tsx';
import { LabelForm, LinkForm, LockForm } from './number-forms.tsx';
import { ReleaseForm } from './release-form.tsx';

const EVERY_MS = 30_000;

type NumberActionsProps = { readonly row: NumberRowFragment; readonly put: (row: NumberRowFragment) => void };

/** What is known of a number, and what its caller may do with it: what they may not is absent. */
export function NumberActions({ row, put }: NumberActionsProps) {
  const { vendorOf, titleOf, may } = usePage();
  const { last } = useQuery(NumberDocument, { id: row.id }, { everyMs: EVERY_MS });
  const fresh = last?.data.phoneNumber ?? null;
  useHandOn(fresh, put);
  const vendor = vendorOf(row.vendor);
  const operation = last?.data.numberOperations?.nodes[0] ?? null;
  const isReleased = row.status === 'RELEASED';
  return (
    <>
      <Facts
        facts={{
          Acquired: <Acquired row={row} />,
          Country: 'country' in row ? (row.country ?? 'none') : null,
          Carrier: 'carrier' in row ? (row.carrier ?? 'not reported') : null,
          Agent: row.agent && <span className="id">{row.agent.id}</span>,
          Agents: sharedBy(row)?.names ?? null,
          [`Id at ${titleOf(row.vendor)}`]: <span className="id">{row.vendorId}</span>,
          'Last operation': operation && (
            <button type="button" className="link" onClick={() => showOperation(operation.id)}>
              {kindDone[operation.kind]} <Since at={operation.updatedAt} />
            </button>
          ),
        }}
      />
      {vendor === null || isReleased ? (
        <p className="hint">
          {isReleased
            ? 'It was released: nothing can be changed any more.'
            : 'There is no account with its vendor any more.'}
        </p>
      ) : (
        <div className="acts">
          {may('numbers:write') && <LabelForm row={row} vendor={vendor} put={put} />}
          {may('numbers:route') && <LinkForm row={row} vendor={vendor} put={put} />}
          {may(row.locked ? 'numbers:operate' : 'numbers:write') && <LockForm row={row} put={put} />}
          {may('numbers:operate') && <ReleaseForm row={row} vendor={vendor} put={put} />}
        </div>
      )}
    </>
  );
}

function Acquired({ row: { acquisition, createdAt } }: { readonly row: NumberRowFragment }) {
  return (
    <>
      {acquisitionWords[acquisition]} {createdAt !== null && <Since at={createdAt} />}
    </>
  );
}

function showOperation(id: string): void {
  go({ op: id, operations: null, opsafter: null, opsbefore: null }, { isStep: false });
  document.getElementById('operations')?.focus();
}
