import type { z } from 'zod';
import type { VendorName } from '../../domain/phone-number.ts';
import type { Answer, Call } from './http.ts';
import type { FakeRoute } from './routes.ts';

/** A number to put into an account by hand, as if it had been obtained in the dashboard. */
export type NumberToAdd = {
  /** E.164; where the vendor has users on a SIP domain, anything else is one. */
  readonly number: string;
  readonly id?: string | undefined;
  readonly agentId?: string | undefined;
  /** Only kept where the vendor has labels. */
  readonly label?: string | undefined;
};

/** A number of an account. */
export type AccountNumber = {
  readonly id: string;
  /** E.164, or the user part of a SIP address. */
  readonly number: string;
  readonly kind: 'PSTN' | 'SIP';
  readonly agentId: string | null;
  readonly label: string | null;
};

/** An agent of an account. */
export type FakeAgent = { readonly id: string; readonly name: string };

/**
 * Which numbers a fake sells. No two fakes may have the same lines of the same exchange, so that no number is sold by
 * two; the sandbox refuses to start otherwise.
 */
export type StockShare = {
  /** The three digits before the line: `555`, which North America keeps for fiction, or another of 550 to 559. */
  readonly exchange: string;
  /** Of every hundred lines, the first of this fake, 0 to 99, and how many. */
  readonly firstLine: number;
  readonly lineCount: number;
  /** Countries whose numbers a search finds under the code of another one, as in `{ US: ['CA'] }`. */
  readonly filedUnder?: Readonly<Record<string, readonly string[]>>;
};

/** What to look for in the stock of one fake. */
export type SaleSearch = {
  readonly country: string;
  /** The digits after the country code that a number begins with; empty for any. */
  readonly prefix: string;
  /** Digits, or letters as on a keypad. */
  readonly contains: string | null;
  readonly limit: number;
};

/** What becomes of an order: it settles after so many ms, at once unless told otherwise; stays as it is; or fails. */
export type OrderFate = { readonly kind: 'settles'; readonly afterMs: number } | { readonly kind: 'stays' | 'fails' };

/** What the sandbox gives a fake to work with. `State` is the fake's own, kept by the sandbox across restarts. */
export type FakeAccount<State> = {
  read(): State;
  /** Runs `act` on the state and saves it before returning, so an answer never tells of a change that a crash undoes. */
  change<Result>(act: (state: State) => Result): Result;
  /** Numbers that the vendor would sell now. */
  findForSale(search: SaleSearch): string[];
  isForSale(number: string): boolean;
  /** Of the order that is being placed, at a vendor whose purchases are orders. Settles at once where it is left out. */
  orderFate?(): OrderFate;
  /** To be called inside `change`: one act of buying, kept even after the number is gone again. */
  recordSale(number: string): void;
  /** RFC 3339 in UTC. */
  now(): string;
};

/** A fake's API, and the back door through which its account is looked at and changed by hand. */
export type FakeApi = {
  readonly routes: readonly FakeRoute[];
  /** Whether the call carries a key; which one does not matter. */
  isAuthorized(call: Call): boolean;
  /** An error in the vendor's own shape. */
  problem(status: number, message: string): Answer;
  numbers(): AccountNumber[];
  add(number: NumberToAdd): AccountNumber;
  remove(id: string): void;
};

/** The fake of one vendor: its account, its stock, its agents and its API. Hosted by the sandbox. */
export type FakeVendor<State = unknown> = {
  /** Path of the API below the vendor's own on the sandbox, such as `/api`; empty for none. */
  readonly basePath: string;
  /** The agents of the account: at least two, or none where the vendor has none. */
  readonly agents: readonly FakeAgent[];
  /** What it sells; null where the vendor sells nothing. */
  readonly stock: StockShare | null;
  /** The shape of the account. Must have no place for a password, so that none can be kept. */
  readonly state: z.ZodType<State>;
  /** Settings as the environment would give them, for the account at this base URL; `platforms` are hosted beside it. */
  settingsAt(baseUrl: string, platforms?: readonly VendorName[]): Readonly<Record<string, string>>;
  /** The account when nobody has done anything yet. */
  seed(): State;
  /** Takes the account out of a state file of version 1, for fakes that were part of one. */
  readVersion1?(file: Readonly<Record<string, unknown>>): unknown;
  create(account: FakeAccount<State>): FakeApi;
};
