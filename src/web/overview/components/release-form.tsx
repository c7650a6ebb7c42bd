import { type SubmitEvent, useState } from 'react';
import type { NumberRowFragment, VendorFragment } from '../generated/documents.ts';
import { keyOf, newKey } from '../kept.ts';
import { usePage } from '../page.ts';
import type { Stage } from '../pursue.ts';
import { whyNot } from '../rules.ts';
import { useHandOn } from '../use-hand-on.ts';
import { Field } from './field.tsx';
import { Outcome } from './outcome.tsx';
import { UserErrors, wrongWith } from './user-errors.tsx';

type ReleaseFormProps = {
  readonly row: NumberRowFragment;
  readonly vendor: VendorFragment;
  readonly put: (row: NumberRowFragment) => void;
};

/** Gives a number back, once its address has been typed. Where that cannot be, says why, and what to do instead. */
export function ReleaseForm({ row, vendor, put }: ReleaseFormProps) {
  const { keys } = usePage();
  const [key, setKey] = useState(newKey);
  const [typed, setTyped] = useState('');
  const [isKept, setIsKept] = useState(true);
  const entry = keys.entries.findLast(({ kept }) => kept.kind === 'RELEASE' && kept.input.phoneNumberId === row.id);
  const stage = entry?.stage ?? null;
  const released = stage?.at === 'ended' ? (stage.change?.phoneNumber ?? null) : null;
  useHandOn(released, put);

  function send(idempotencyKey: string) {
    const input = { idempotencyKey, phoneNumberId: row.id, confirmAddress: row.address };
    try {
      keys.begin({ kind: 'RELEASE', input, begunAt: Date.now() });
    } catch {
      setIsKept(false);
    }
  }
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (typed === row.address) send(key);
    // What comes of this one is known before another is sent: then it is something new.
    setKey(newKey());
  }

  const cannot = whyNotReleased(row, vendor);
  if (cannot !== null) return <p className="a-release hint">{cannot}</p>;
  if (entry?.isFollowed && stage !== null && stage.at !== 'refused' && !hasFailed(stage)) {
    return (
      <div className="a-release">
        <Outcome stage={stage} words={['Releasing', 'Released']} vendor={vendor.title} address={row.address} />
      </div>
    );
  }
  const errors = errorsOf(stage);
  const isBusy = stage?.at === 'sent';
  const repeated = entry === undefined ? null : keyOf(entry.kept);
  return (
    <form className="a-release" onSubmit={submit}>
      <UserErrors
        userErrors={errors}
        failure={isKept ? null : 'This browser keeps nothing for the page, so nothing was sent.'}
        fields={['confirmAddress']}
        onRepeat={repeated === null || isBusy ? undefined : () => send(repeated)}
      />
      <Field
        label={
          <>
            To release it, type <b>{row.address}</b>
          </>
        }
        wrong={wrongWith(errors, 'confirmAddress')}
        hint={
          whyNot(vendor) ??
          `Gives the number back to ${vendor.title}. Calls to it stop, and it may not be available again.`
        }
      >
        {(tied) => (
          <div className="with">
            <input
              {...tied}
              className="mono"
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={({ target }) => setTyped(target.value.trim())}
            />
            <button type="submit" className="btn bad" disabled={typed !== row.address || isBusy || !vendor.available}>
              {isBusy ? 'Releasing' : 'Release'}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
}

function whyNotReleased({ locked }: NumberRowFragment, { title, capabilities }: VendorFragment): string | null {
  if (!capabilities.includes('RELEASE')) {
    return `${title} takes no numbers back through its API: release it in ${title}’s own dashboard.`;
  }
  return locked ? 'To release it, unlock it first.' : null;
}

function hasFailed(stage: Stage): boolean {
  return stage.at === 'ended' && stage.operation.status === 'FAILED';
}

function errorsOf(stage: Stage | null) {
  if (stage?.at === 'refused') return stage.userErrors;
  return stage?.at === 'ended' && hasFailed(stage) ? stage.operation.userErrors : [];
}
