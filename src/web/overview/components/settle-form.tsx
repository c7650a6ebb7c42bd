import { type SubmitEvent, useId, useRef, useState } from 'react';
import { type OperationFragment, SettleDocument, type SettleNumberOperationInput } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { useChange } from '../use-change.ts';
import { kindWords } from '../words.ts';
import { Field, useFocusOnWrong } from './field.tsx';
import { UserErrors, wrongWith } from './user-errors.tsx';

const NOTE_MAX_LENGTH = 1000;
const ofNewNumbers = ['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE', 'ADOPT'];

type Found = 'there' | 'done' | 'failed';
type SettleFormProps = { readonly operation: OperationFragment; readonly onSettled: () => void };

/** Takes what a person found at the vendor, in their words. Nothing is chosen for them. */
export function SettleForm({ operation, onSettled }: SettleFormProps) {
  const { id: operationId, kind, vendor } = operation;
  const { titleOf, actor, announce } = usePage();
  const title = titleOf(vendor);
  const [found, setFound] = useState<Found | null>(null);
  const [vendorId, setVendorId] = useState('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState<readonly ('found' | 'vendorId' | 'note')[]>([]);
  const settle = useChange(SettleDocument);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnWrong(form, settle.userErrors, missing);
  const isNew = ofNewNumbers.includes(kind);
  const name = useId();
  const wrongIds = [
    ...(missing.includes('vendorId') ? ['Give the id that the vendor’s dashboard shows.'] : []),
    ...wrongWith(settle.userErrors, 'vendorId'),
  ];

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const lacks = [
      ...(found === null ? (['found'] as const) : []),
      ...(found === 'there' && vendorId.trim() === '' ? (['vendorId'] as const) : []),
      ...(note.trim() === '' ? (['note'] as const) : []),
    ];
    setMissing(lacks);
    if (found === null || lacks.length > 0) return;
    const change = await settle.run({ input: { operationId, note: note.trim(), ...toSaid(found, vendorId.trim()) } });
    if (change === null || change.operation?.status === 'NEEDS_ATTENTION' || change.operation === null) return;
    announce(`Settled: ${kindWords[kind]}.`);
    onSettled();
  }

  const choice = (value: Found) => ({
    type: 'radio' as const,
    name,
    checked: found === value,
    onChange: () => setFound(value),
    'aria-invalid': missing.includes('found'),
  });
  return (
    <form ref={form} onSubmit={submit}>
      <fieldset aria-describedby={missing.includes('found') ? `${name}-wrong` : undefined}>
        <legend>What did you find?</legend>
        {isNew ? (
          <div className="choice">
            <input id={`${name}-there`} {...choice('there')} />
            <label htmlFor={`${name}-there`}>The number is there</label>
            {found === 'there' && (
              <div className="in">
                <Field
                  label={`Its id at ${title}`}
                  wrong={wrongIds}
                  hint={`The service reads it from ${title} before it records anything.`}
                >
                  {(tied) => (
                    <input
                      {...tied}
                      className="mono"
                      autoComplete="off"
                      spellCheck={false}
                      value={vendorId}
                      onChange={({ target }) => setVendorId(target.value)}
                    />
                  )}
                </Field>
              </div>
            )}
          </div>
        ) : (
          <div className="choice">
            <input id={`${name}-done`} {...choice('done')} />
            <label htmlFor={`${name}-done`}>
              {kind === 'RELEASE' ? 'The number is gone' : 'It is as it was asked for'}
            </label>
          </div>
        )}
        <div className="choice">
          <input id={`${name}-failed`} {...choice('failed')} />
          <label htmlFor={`${name}-failed`}>{sayNothing(kind)}</label>
          <p className="in hint">The operation ends as failed.{isNew ? ' The caller may ask again.' : ''}</p>
        </div>
        {missing.includes('found') && (
          <p className="wrong" id={`${name}-wrong`}>
            Choose what you found.
          </p>
        )}
      </fieldset>
      <Field
        label="Note"
        wrong={[
          ...(missing.includes('note') ? ['Write where you looked, and what you saw.'] : []),
          ...wrongWith(settle.userErrors, 'note'),
        ]}
      >
        {(tied) => (
          <textarea
            {...tied}
            rows={2}
            aria-required="true"
            maxLength={NOTE_MAX_LENGTH}
            placeholder="Where you looked, and what you saw"
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      <UserErrors
        userErrors={settle.userErrors}
        failure={settle.failure}
        fields={found === 'there' ? ['vendorId', 'note'] : ['note']}
      />
      <div className="foot">
        <button type="submit" className="btn main" disabled={settle.isBusy}>
          {settle.isBusy ? 'Settling' : 'Settle'}
        </button>
        <span className="hint">{actor === null ? 'Kept' : `Signed as ${actor} and kept`} in the history.</span>
      </div>
    </form>
  );
}

function toSaid(found: Found, vendorId: string): Partial<SettleNumberOperationInput> {
  if (found === 'there') return { vendorId };
  return found === 'done' ? { done: true } : { failed: true };
}

function sayNothing(kind: OperationFragment['kind']): string {
  switch (kind) {
    case 'PURCHASE':
      return 'It is not there, and nothing was charged';
    case 'SIP_IMPORT':
    case 'SIP_CREATE':
    case 'ADOPT':
      return 'It is not there';
    case 'RELEASE':
      return 'The number is still there';
    case 'LINK':
    case 'UNLINK':
    case 'UPDATE':
    case 'REROUTE':
      return 'It is as it was before';
    case 'CONNECT':
    case 'DISCONNECT':
    case 'MOVE':
      return 'It stays as its steps have left it';
  }
}
