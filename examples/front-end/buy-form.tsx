import { type SubmitEvent, useState } from 'react';
import type { TroubleFragment } from './gql/graphql.ts';
import type { Order } from './use-purchase.ts';
import type { Vendor } from './vendors.ts';

type BuyFormProps = {
  readonly vendors: readonly Vendor[];
  /** What was ordered last; null if nothing. */
  readonly last: Order | null;
  /** What was wrong with that: shown at the fields that it is about, with what was typed there. */
  readonly troubles: readonly TroubleFragment[];
  readonly buy: (order: Order) => void;
};

/** Asks for what the chosen vendor asks for: its rules are data. */
export function BuyForm({ vendors, last, troubles, buy }: BuyFormProps) {
  const sellers = vendors.filter(({ capabilities }) => capabilities.includes('PURCHASE'));
  const [chosen, setChosen] = useState<string | undefined>(last?.vendor);
  const [isKept, setIsKept] = useState(true);
  const easiest = sellers.find(({ rules }) => !rules.agentRequired) ?? sellers[0];
  const seller = sellers.find(({ vendor }) => vendor === chosen) ?? easiest;
  if (!seller) return null;
  const { vendor, title, rules } = seller;

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const textOf = (name: string) => String(fields.get(name) ?? '').trim() || null;
    try {
      buy({ vendor, areaCode: textOf('areaCode'), agentId: textOf('agentId'), label: textOf('label') });
    } catch {
      setIsKept(false);
    }
  }

  const fieldOf = (name: 'areaCode' | 'agentId' | 'label') => ({
    name,
    wrong: troubles.filter(({ field }) => field?.at(-1) === name).map(({ message }) => message),
    value: troubles.length > 0 ? String(last?.[name] ?? '') : '',
  });
  return (
    <form onSubmit={submit} className="card">
      <h2>Buy a number</h2>
      <label>
        Vendor
        <select value={vendor} onChange={(event) => setChosen(event.currentTarget.value)}>
          {sellers.map((each) => (
            <option key={each.vendor} value={each.vendor}>
              {each.title}
            </option>
          ))}
        </select>
      </label>
      {rules.areaCode !== 'NONE' && (
        <Field {...fieldOf('areaCode')} text="Area code" isRequired={rules.areaCode === 'REQUIRED'} />
      )}
      <Field
        {...fieldOf('agentId')}
        text="Agent’s id"
        isRequired={rules.agentRequired}
        pattern={rules.agentIdPattern ?? undefined}
      />
      <Field {...fieldOf('label')} text="Label" />
      {!isKept && (
        <p className="wrong">
          This browser keeps nothing for this page, so that an order might be sent twice. None was sent.
        </p>
      )}
      <button type="submit">Buy at {title}</button>
    </form>
  );
}

type FieldProps = {
  readonly name: string;
  readonly text: string;
  readonly value: string;
  readonly wrong: readonly string[];
  readonly isRequired?: boolean;
  readonly pattern?: string | undefined;
};

function Field({ name, text, value, wrong, isRequired = false, pattern }: FieldProps) {
  return (
    <label>
      {isRequired ? text : `${text}, if you like`}
      <input
        name={name}
        defaultValue={value}
        required={isRequired}
        autoComplete="off"
        aria-invalid={wrong.length > 0}
        pattern={pattern}
      />
      {wrong.map((message) => (
        <span key={message} className="wrong">
          {message}
        </span>
      ))}
    </label>
  );
}
