import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react';
import { filters, kinds, links, orders, statuses } from '../number-filter.ts';
import { usePage } from '../page.ts';
import { firstPage, numbersPaging } from '../paging.ts';
import { type Asked, go, type Parameter } from '../url.ts';
import { Icon } from './icon.tsx';

/** So long after the last key, what was typed is searched for. */
const PAUSE_MS = 250;

/** Shows these numbers in the list, and nothing else. */
export function showNumbers(wanted: Asked): void {
  const { changes, before } = firstPage(numbersPaging);
  const cleared = Object.fromEntries(filters.map((name) => [name, null]));
  go({ ...cleared, ...changes, ...wanted }, { isStep: true, before });
  document.getElementById('numbers')?.focus();
}

function set(name: Parameter, value: string, isStep: boolean): void {
  const { changes, before } = firstPage(numbersPaging);
  go({ ...changes, [name]: value === '' ? null : value }, { isStep, before });
}

type Choices = readonly { readonly value: string; readonly words: string }[];

/** What narrows the list, and its order. */
export function NumberFilters({ asked, countries }: { readonly asked: Asked; readonly countries: readonly string[] }) {
  const { vendors } = usePage();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const ofVendors = vendors.map(({ vendor, title }) => ({ value: vendor, words: title }));
  return (
    <search>
      <form className="filters" aria-label="Numbers" onSubmit={(event) => event.preventDefault()}>
        <Search asked={asked.q ?? ''} />
        <button
          type="button"
          className="btn more-filters"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          Filter
        </button>
        <div className="rest" id={id}>
          <Select name="vendor" label="Vendor" none="Any vendor" choices={ofVendors} asked={asked} />
          <Select name="linked" label="Linked" none="Linked or not" choices={links} asked={asked} />
          <Country asked={asked.country ?? ''} countries={countries} />
          <Select name="kind" label="Kind" none="Any kind" choices={kinds} asked={asked} />
          <Select name="status" label="Status" none="Any status" choices={statuses} asked={asked} />
          <Select name="order" label="Order" choices={orders} asked={asked} />
        </div>
      </form>
    </search>
  );
}

type SelectProps = {
  readonly name: 'vendor' | 'linked' | 'kind' | 'status' | 'order';
  readonly label: string;
  /** What it says where nothing is chosen; the choices have one of their own otherwise. */
  readonly none?: string;
  readonly choices: Choices;
  readonly asked: Asked;
};

function Select({ name, label, none, choices, asked }: SelectProps) {
  const value = asked[name] ?? '';
  const isKnown = choices.some((choice) => choice.value === value);
  return (
    <select
      aria-label={label}
      value={isKnown ? value : ''}
      className={value === '' ? undefined : 'set'}
      onChange={({ target }: ChangeEvent<HTMLSelectElement>) => set(name, target.value, true)}
    >
      {none !== undefined && <option value="">{none}</option>}
      {choices.map(({ value: each, words }) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** Typed, since the API tells of no list of countries: those that have been seen are offered. */
function Country({ asked, countries }: { readonly asked: string; readonly countries: readonly string[] }) {
  const [text, setText] = useTyped(asked, (typed) => {
    if (typed === '' || typed.length === 2) set('country', typed.toUpperCase(), true);
  });
  const id = useId();
  return (
    <>
      <input
        aria-label="Country, two letters"
        placeholder="Any country"
        maxLength={2}
        list={id}
        autoComplete="off"
        spellCheck={false}
        className={asked === '' ? undefined : 'set'}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <datalist id={id}>
        {countries.map((country) => (
          <option key={country} value={country} />
        ))}
      </datalist>
    </>
  );
}

function Search({ asked }: { readonly asked: string }) {
  const [text, setText] = useTyped(asked, (typed) => set('q', typed.trim(), false));
  return (
    <div className="search">
      <Icon glyph="find" />
      <input
        type="search"
        aria-label="Search address or label"
        placeholder="Address or label"
        maxLength={255}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </div>
  );
}

/** A text that is typed here and may be set elsewhere too; `apply` is called when typing has paused. */
function useTyped(asked: string, apply: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(asked);
  const [known, setKnown] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (asked !== known) {
    setKnown(asked);
    // What a person has typed on since is not taken from them.
    if (asked.trim().toUpperCase() !== text.trim().toUpperCase()) setText(asked);
  }
  return [
    text,
    (typed) => {
      setText(typed);
      clearTimeout(timer.current);
      timer.current = setTimeout(apply, PAUSE_MS, typed);
    },
  ];
}
