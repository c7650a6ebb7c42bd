import type { z } from 'zod';
import type { VendorName } from '../../domain/phone-number.ts';
import type { Answer } from './http.ts';
import type { VendorRoute } from './routes.ts';

/** A number to put into an account by hand, as if it had been obtained in the dashboard. */
export type NumberInput = {
  /** E.164; where the vendor has users on a SIP domain, anything else is one. */
  readonly number: string;
  readonly id?: string | undefined;
  readonly agentId?: string | undefined;
  readonly label?: string | undefined;
};

/** A number that an account holds. */
export type AccountNumber = {
  readonly id: string;
  /** E.164, or the user part of a SIP address. */
  readonly number: string;
  readonly kind: 'PSTN' | 'SIP';
  readonly agentId: string | null;
  readonly label: string | null;
};

/** What the host gives a fake to work with. `State` is the fake's own, kept by the host across restarts. */
export type FakeAccount<State> = {
  read(): State;
  /** Runs `act` on the state and saves it before returning, so an answer never tells of a change that a crash undoes. */
  change<Result>(act: (state: State) => Result): Result;
  /** Numbers the vendor would sell now. `prefix` is the digits after the country code. */
  findForSale(search: { country: string; prefix: string; contains: string | null; limit: number }): string[];
  isForSale(number: string): boolean;
  /** To be called inside `change`: one act of buying, kept even after the number is gone again. */
  recordSale(number: string): void;
  /** RFC 3339 in UTC. */
  now(): string;
};

/** A fake vendor's API, and the back door through which its account is looked at and changed by hand. */
export type FakeApi = {
  readonly routes: readonly VendorRoute[];
  /** An error in the vendor's own shape. */
  problem(status: number, message: string): Answer;
  numbers(): AccountNumber[];
  add(number: NumberInput): AccountNumber;
  remove(id: string): void;
};

/** The fake of one vendor: its state, its stock, its agents and its routes. Hosted by the sandbox. */
export type FakeVendor<State = unknown> = {
  readonly name: VendorName;
  /** Path the API lives under, without a slash at the end. */
  readonly basePath: string;
  /** The agents of the account. */
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  /** Settings as the environment would give them, for the account at this base URL. */
  settingsAt(baseUrl: string): Readonly<Record<string, string>>;
  /** The shape of what it remembers. Must have no place for a password, so none can be kept. */
  readonly state: z.ZodType<State>;
  /** The account when nobody has done anything yet. */
  seed(): State;
  create(account: FakeAccount<State>): FakeApi;
};
