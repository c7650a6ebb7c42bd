import { createContext, useContext } from 'react';
import type { VendorFragment } from './generated/documents.ts';
import type { KeptKeys } from './use-kept-keys.ts';

/** What a caller may do, as `numberCaller` names it. */
export type Scope = 'numbers:read' | 'numbers:write' | 'numbers:route' | 'numbers:purchase' | 'numbers:operate';

/** What many parts of the page need. */
export type Page = {
  readonly vendors: readonly VendorFragment[];
  /** Null where there is no account with it any more. */
  vendorOf(name: string): VendorFragment | null;
  /** A vendor's name as people write it. */
  titleOf(name: string): string;
  /** Whether the caller may; everybody may everything where nobody signs in. */
  may(scope: Scope): boolean;
  /** Who asks; null where nobody signs in. */
  readonly actor: string | null;
  /** How many purchases are left today; null where there is no limit. */
  readonly purchasesLeft: number | null;
  readonly purchaseLimit: number | null;
  /** Says something to those who do not see the page change. */
  announce(text: string): void;
  /** Agents and countries that rows have shown so far, to be offered where they are typed. */
  readonly seen: Seen;
  /** What is under way with a key. */
  readonly keys: KeptKeys;
};

/** What was seen of agents, by vendor, and of countries. No list of either can be asked for. */
export type Seen = { readonly agents: Map<string, Set<string>>; readonly countries: Set<string> };

const context = createContext<Page | null>(null);

/** Gives the page to its parts. */
export const PageProvider = context.Provider;

/** The page that a part belongs to. */
export function usePage(): Page {
  const page = useContext(context);
  if (page === null) throw new Error('This part stands outside of the page.');
  return page;
}
