import { useSyncExternalStore } from 'react';

/** What the page keeps in its address: everything that a person has set, so that a link or a reload shows the same. */
export type Parameter =
  | 'q'
  | 'vendor'
  | 'linked'
  | 'country'
  | 'kind'
  | 'status'
  | 'order'
  | 'after'
  | 'before'
  | 'row'
  | 'operations'
  | 'opsafter'
  | 'opsbefore'
  | 'op'
  | 'buy';

/** What the address says. */
export type Asked = Readonly<Partial<Record<Parameter, string>>>;

/** Members that are null go; those left out stay. */
type Changes = Readonly<Partial<Record<Parameter, string | null>>>;

type Going = {
  /** Whether this is a place of its own that the browser's Back leads to; typing and opening rows are not. */
  readonly isStep: boolean;
  /** How many rows come before the first of a page, by list: counted, since cursors do not tell. */
  readonly before?: Readonly<Record<string, number>>;
};

const listeners = new Set<() => void>();

/** What the address says, also after Back and Forward. */
export function useAsked(): Asked {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return Object.fromEntries(new URLSearchParams(search));
}

/** Changes the address, and with it what is shown. */
export function go(changes: Changes, { isStep, before = readBefore() }: Going): void {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  const search = parameters.toString();
  const url = search === '' ? location.pathname : `?${search}`;
  if (isStep) history.pushState({ before }, '', url);
  else history.replaceState({ before }, '', url);
  for (const listener of listeners) listener();
}

/** How many rows come before the first that is shown, by list; those of a link that somebody sent are not known. */
export function readBefore(): Readonly<Record<string, number>> {
  return history.state?.before ?? {};
}

/** Shows the form, or the purchase with this key. */
export function openPurchase(key: string): void {
  go({ buy: key }, { isStep: false });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}
