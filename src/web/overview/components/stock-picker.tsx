import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { send } from '../api.ts';
import { StockDocument, type StockQuery, type VendorFragment } from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { letsChoose, type Place, whyNotPlace } from '../rules.ts';
import { renew } from '../use-change.ts';
import { Address } from './address.tsx';
import { Field, useFocusOnWrong } from './field.tsx';
import { noUserErrors, UserErrors, wrongWith } from './user-errors.tsx';

const LIMIT = 10;
type StockPickerProps = {
  readonly sellers: readonly VendorFragment[];
  readonly vendor: VendorFragment;
  readonly place: Place;
  readonly picked: string | null;
  readonly wrongIn: (field: string) => readonly string[];
  readonly onVendor: (name: string) => void;
  readonly onPlace: (place: Place) => void;
  readonly onPick: (number: string | null) => void;
};

type Found = { readonly answer: NonNullable<StockQuery['availableNumbers']> | null; readonly failure: string | null };

/** Searches the stock of a vendor, and lets one number be chosen: where the vendor chooses itself, it only says where. */
export function StockPicker(props: StockPickerProps) {
  const { sellers, vendor, place, picked, wrongIn, onVendor, onPlace, onPick } = props;
  const { announce } = usePage();
  const [found, setFound] = useState<Found | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const search = useRef<AbortController | null>(null);
  useEffect(() => () => search.current?.abort(), []);
  const { rules } = vendor;
  const picks = letsChoose(vendor);
  const errors = found?.answer?.userErrors ?? noUserErrors;
  const form = useRef<HTMLFormElement>(null);
  useFocusOnWrong(form, errors, wrong);

  async function look(wanted: Place) {
    const { signal } = renew(search);
    onPick(null);
    const complaints = whyNotPlace(vendor, wanted);
    setWrong(complaints);
    if (Object.keys(complaints).length > 0) return;
    setIsBusy(true);
    const { country, areaCode, contains } = wanted;
    const input = {
      ...{ vendor: vendor.vendor, country: country.toUpperCase(), limit: LIMIT },
      ...{ areaCode: areaCode.trim() || null, contains: contains.trim() || null },
    };
    const { data, failure } = await send(StockDocument, { input }, signal);
    // What was searched for since is what counts.
    if (signal.aborted) return;
    setIsBusy(false);
    const answer = data?.availableNumbers ?? null;
    setFound({ answer, failure: failure ?? (answer === null ? 'You may not search the stock.' : null) });
    if (answer?.userErrors.length === 0) announce(sayFound(answer.numbers.length));
  }

  function forget(next: () => void) {
    search.current?.abort();
    setIsBusy(false);
    setFound(null);
    setWrong({});
    onPick(null);
    next();
  }

  const set = (member: keyof Place) => (value: string) => onPlace({ ...place, [member]: value });
  const wrongWithin = (field: string) => [
    ...(wrong[field] ? [wrong[field]] : wrongIn(field)),
    ...wrongWith(errors, field),
  ];
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (picks) void look(place);
  }
  return (
    <>
      <form ref={form} className="srch" onSubmit={submit}>
        <div className="quad">
          <Field label="Vendor">
            {(tied) => (
              <select {...tied} value={vendor.vendor} onChange={({ target }) => forget(() => onVendor(target.value))}>
                {sellers.map((seller) => (
                  <option key={seller.vendor} value={seller.vendor}>
                    {seller.title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Country place={place} countries={rules.countries} wrong={wrongWithin('country')} onChange={set('country')} />
          {rules.areaCode !== 'NONE' && (
            <Field label="Area code" wrong={wrongWithin('areaCode')}>
              {(tied) => (
                <input
                  {...tied}
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={8}
                  placeholder={rules.areaCode === 'REQUIRED' ? '' : 'any'}
                  value={place.areaCode}
                  onChange={({ target }) => set('areaCode')(target.value)}
                />
              )}
            </Field>
          )}
          {rules.contains !== null && (
            <Field label="Digits" wrong={wrongWithin('contains')}>
              {(tied) => (
                <input
                  {...tied}
                  autoComplete="off"
                  maxLength={15}
                  placeholder="any"
                  value={place.contains}
                  onChange={({ target }) => set('contains')(target.value)}
                />
              )}
            </Field>
          )}
          {picks && (
            <button type="submit" className="btn" disabled={isBusy}>
              {isBusy ? 'Searching' : 'Search stock'}
            </button>
          )}
        </div>
        {!picks && <p className="hint">{vendor.title} picks the number itself.</p>}
        <UserErrors
          userErrors={errors}
          failure={found?.failure ?? null}
          fields={['country', 'areaCode', 'contains']}
          onSuggestion={(areaCode) => {
            const next = { ...place, areaCode };
            onPlace(next);
            void look(next);
          }}
        />
        {picks &&
          picked === null &&
          wrongIn('number').map((text) => (
            <p key={text} className="wrong">
              {text}
            </p>
          ))}
      </form>
      {found?.answer && found.answer.userErrors.length === 0 && (
        <Picks numbers={found.answer.numbers.map(({ number }) => number)} picked={picked} onPick={onPick} />
      )}
    </>
  );
}

type PicksProps = {
  readonly numbers: readonly string[];
  readonly picked: string | null;
  readonly onPick: (number: string) => void;
};

function Picks({ numbers, picked, onPick }: PicksProps) {
  if (numbers.length === 0)
    return <p className="none">Nothing in stock fits. Try another area code, or fewer digits.</p>;
  return (
    <fieldset>
      <legend>{sayFound(numbers.length)}</legend>
      <p className="hint">Nothing is reserved until you buy.</p>
      <div className="picks">
        {numbers.map((number) => (
          <label key={number} className="pick">
            <input type="radio" name="stock" checked={number === picked} onChange={() => onPick(number)} />
            <Address>{number}</Address>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type CountryProps = {
  readonly place: Place;
  /** Null where the vendor does not say. */
  readonly countries: readonly string[] | null;
  readonly wrong: readonly string[];
  readonly onChange: (country: string) => void;
};

function Country({ place, countries, wrong, onChange }: CountryProps) {
  return (
    <Field label="Country" wrong={wrong}>
      {(tied) =>
        countries === null ? (
          <input
            {...tied}
            maxLength={2}
            autoComplete="off"
            spellCheck={false}
            value={place.country}
            onChange={({ target }) => onChange(target.value.toUpperCase())}
          />
        ) : (
          <select {...tied} value={place.country} onChange={({ target }) => onChange(target.value)}>
            {countries.map((country) => (
              <option key={country}>{country}</option>
            ))}
          </select>
        )
      }
    </Field>
  );
}

function sayFound(amount: number): string {
  return amount === 0 ? 'Nothing in stock fits' : `${amount} in stock`;
}
