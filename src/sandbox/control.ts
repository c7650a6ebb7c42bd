import { z } from 'zod';
import { type VendorName, vendorNames } from '../domain/phone-number.ts';
import { createRecord } from '../vendors/oneinbox/fake/records.ts';
import { addVogentNumber } from '../vendors/vogent/fake/index.ts';
import { type ActiveFault, type Fault, type FaultBox, faultInput } from './faults.ts';
import { Refusal } from './http.ts';
import type { Journal, SandboxCall } from './journal.ts';
import { isForSale } from './market.ts';
import { oneInboxAgents } from './seed.ts';
import type { OneInboxNumber, Sale, SandboxState, VogentNumber } from './state.ts';
import type { StateStore } from './state-store.ts';
import { MOST_PER_AREA_CODE } from './stock.ts';

/** The shape of a number to put into an account by hand. */
export const numberInput = z.strictObject({
  vendor: z.enum(vendorNames),
  /** E.164; at Vogent anything else is a user on its SIP domain. */
  number: z.string().min(1),
  id: z.string().min(1).optional(),
  agentId: z.string().min(1).optional(),
  /** Kept by OneInbox only. */
  label: z.string().optional(),
});

/** A number to put into an account by hand. */
export type NumberInput = z.infer<typeof numberInput>;

/** A number that an account holds. */
export type HeldNumber = {
  readonly vendor: VendorName;
  readonly id: string;
  /** E.164, or the user part of a SIP address. */
  readonly number: string;
  readonly kind: 'PSTN' | 'SIP';
  readonly agentId: string | null;
  readonly label: string | null;
};

/**
 * What can be done to the sandbox behind the back of whoever uses it. Methods throw an `Error` where what they are
 * told makes no sense.
 */
export type SandboxControl = {
  /** Sets a fault; it strikes until it is used up or removed. The function that comes back removes it. */
  addFault(fault: Fault): () => void;
  faults(): ActiveFault[];
  clearFaults(): void;
  /** The last 10,000 calls to the vendors, oldest first. */
  calls(): SandboxCall[];
  clearCalls(): void;
  /** Every act of buying since the state began, in order. */
  sales(): Sale[];
  numbers(vendor: VendorName): HeldNumber[];
  /** Somebody else buys a number that is for sale. */
  sell(vendor: VendorName, number: string): void;
  /** Puts a number into an account as if it had been bought in the dashboard. Counts as no sale. */
  addNumber(number: NumberInput): HeldNumber;
  /** Takes a number out of an account as if that had been done in the dashboard. */
  removeNumber(vendor: VendorName, id: string): void;
  /** Sets how many numbers each vendor sells per area code. */
  setStock(perAreaCode: number): void;
  /** How many numbers each vendor sells per area code. */
  stock(): number;
  /** Back to the seed: no faults, no calls, no sales. */
  reset(): void;
};

type Parts = {
  readonly store: StateStore;
  readonly faults: FaultBox;
  readonly journal: Journal;
  readonly now: () => Date;
};

/** The control over a sandbox made of these parts. */
export function createControl({ store, faults, journal, now }: Parts): SandboxControl {
  return {
    addFault(fault) {
      const { id } = faults.add(check(faultInput, fault));
      return () => faults.remove(id);
    },
    faults: () => faults.list(),
    clearFaults: () => faults.clear(),
    calls: () => journal.list(),
    clearCalls: () => journal.clear(),
    sales: () => store.read().sales.map((sale) => ({ ...sale })),
    numbers: (vendor) => heldNumbers(store.read(), vendor),
    sell(vendor, number) {
      store.change((state) => {
        if (!isForSale(state, vendor, number)) throw refuse(409, `${number} is not for sale.`);
        state.soldToOthers.push({ vendor, number });
      });
    },
    addNumber(input) {
      const number = check(numberInput, input);
      return store.change((state) => addNumber(state, number, now().toISOString()));
    },
    removeNumber(vendor, id) {
      store.change((state) => {
        if (!heldNumbers(state, vendor).some((held) => held.id === id)) {
          throw refuse(404, `${vendor} holds no number ${id}.`);
        }
        accounts[vendor].remove(state, id);
      });
    },
    setStock(perAreaCode) {
      const amount = check(z.int().min(0).max(MOST_PER_AREA_CODE), perAreaCode);
      store.change((state) => {
        state.perAreaCode = amount;
      });
    },
    stock: () => store.read().perAreaCode,
    reset() {
      store.reset();
      faults.clear();
      journal.clear();
    },
  };
}

/** Reads what a caller told the sandbox. Throws a `Refusal` with 400. */
export function check<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refuse(400, z.prettifyError(result.error));
}

/** A refusal in the words of the control, for callers in process and over HTTP. */
export function refuse(status: number, message: string): Refusal {
  return new Refusal({ status, body: { error: message } }, message);
}

function addNumber(state: SandboxState, input: NumberInput, at: string): HeldNumber {
  const { vendor, number, id } = input;
  if (heldNumbers(state, vendor).some((held) => held.number === number || held.id === id)) {
    throw refuse(409, `${vendor} holds that number or id already.`);
  }
  return accounts[vendor].add(state, input, at);
}

type Account = {
  held(state: SandboxState): HeldNumber[];
  add(state: SandboxState, input: NumberInput, at: string): HeldNumber;
  remove(state: SandboxState, id: string): void;
};

const accounts: Record<VendorName, Account> = {
  ONEINBOX: {
    held: (state) => state.oneInbox.map(heldAtOneInbox),
    add: addToOneInbox,
    remove(state, id) {
      state.oneInbox = state.oneInbox.filter((record) => record.id !== id);
    },
  },
  VOGENT: {
    held: (state) => state.vogent.map((row) => heldAtVogent(row.number)),
    add: addToVogent,
    remove(state, id) {
      state.vogent = state.vogent.filter((row) => row.number.id !== id);
    },
  },
};

function heldNumbers(state: SandboxState, vendor: VendorName): HeldNumber[] {
  return accounts[vendor].held(state);
}

function addToVogent(state: SandboxState, { number, id, agentId }: NumberInput): HeldNumber {
  const type = number.startsWith('+') ? 'PSTN' : 'SIP_USERNAME';
  const chosenId = id === undefined ? {} : { id };
  return heldAtVogent(addVogentNumber(state, { ...chosenId, number, type, agentId: agentId ?? null }));
}

function addToOneInbox(state: SandboxState, input: NumberInput, at: string): HeldNumber {
  const { number, id, agentId, label } = input;
  const record = createRecord({
    number,
    provider: 'twilio',
    agentId: agentId ?? oneInboxAgents[0].id,
    friendlyName: label ?? null,
    routing: null,
    at,
  });
  const chosen = { ...record, ...(id !== undefined && { id }) };
  state.oneInbox.push(chosen);
  return heldAtOneInbox(chosen);
}

function heldAtOneInbox(record: OneInboxNumber): HeldNumber {
  return {
    vendor: 'ONEINBOX',
    id: record.id,
    number: record.phone_number,
    kind: 'PSTN',
    agentId: record.agent_id,
    label: record.friendly_name,
  };
}

function heldAtVogent({ id, number, type, agentId }: VogentNumber): HeldNumber {
  const kind = type === 'PSTN' ? 'PSTN' : 'SIP';
  return { vendor: 'VOGENT', id, number, kind, agentId, label: null };
}
