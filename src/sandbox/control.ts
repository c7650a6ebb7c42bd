import { z } from 'zod';
import type { VendorName } from '../domain/phone-number.ts';
import type { AccountNumber, NumberToAdd } from '../vendors/fake-kit/fake-vendor.ts';
import { Refusal } from '../vendors/fake-kit/http.ts';
import { type ActiveFault, type Fault, type FaultBox, faultInput } from './faults.ts';
import type { HostedVendor, HostedVendors } from './hosted-vendor.ts';
import type { Journal, SandboxCall } from './journal.ts';
import type { Sale } from './state.ts';
import type { StateStore } from './state-store.ts';
import { MAX_PER_AREA_CODE } from './stock.ts';

/** The shape of a number to put into an account by hand. */
export const numberInput = z.strictObject({
  vendor: z.string(),
  number: z.string().min(1),
  id: z.string().min(1).optional(),
  agentId: z.string().min(1).optional(),
  label: z.string().optional(),
});

/** A number to put into an account by hand. */
export type NumberInput = NumberToAdd & { readonly vendor: VendorName };

/** A number of an account, and whose. */
export type SandboxNumber = AccountNumber & { readonly vendor: VendorName };

/**
 * What can be done to the sandbox without its user's knowledge. Methods throw an `Error` where what they are
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
  /** The vendors that are hosted. */
  vendors(): VendorName[];
  numbers(vendor: VendorName): SandboxNumber[];
  /** Somebody else buys a number that is for sale. */
  sell(vendor: VendorName, number: string): void;
  /** Puts a number into an account as if it had been bought in the dashboard. Counts as no sale. */
  addNumber(number: NumberInput): SandboxNumber;
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
  readonly vendors: HostedVendors;
  readonly store: StateStore;
  readonly faults: FaultBox;
  readonly journal: Journal;
};

/** The control over a sandbox made of these parts. */
export function createControl({ vendors, store, faults, journal }: Parts): SandboxControl {
  function hosted(name: VendorName): HostedVendor {
    const vendor = vendors.get(name);
    if (vendor === undefined) throw refuse(400, `There is no vendor ${name} here: ${[...vendors.keys()].join(', ')}.`);
    return vendor;
  }

  return {
    addFault(fault) {
      const checked = check(faultInput, fault);
      if (checked.vendor !== undefined) hosted(checked.vendor);
      const { id } = faults.add(checked);
      return () => faults.remove(id);
    },
    faults: () => faults.list(),
    clearFaults: () => faults.clear(),
    calls: () => journal.list(),
    clearCalls: () => journal.clear(),
    sales: () => store.read().sales.map((sale) => ({ ...sale })),
    vendors: () => [...vendors.keys()],
    numbers: (vendor) =>
      hosted(vendor)
        .api.numbers()
        .map((number) => ({ vendor, ...number })),
    sell(vendor, number) {
      if (!hosted(vendor).isForSale(number)) throw refuse(409, `${number} is not for sale.`);
      store.change(({ soldToOthers }) => soldToOthers.push({ vendor, number }));
    },
    addNumber(input) {
      const { vendor, ...number } = check(numberInput, input);
      const { api } = hosted(vendor);
      if (api.numbers().some((other) => other.number === number.number || other.id === number.id)) {
        throw refuse(409, `${vendor} has that number or id already.`);
      }
      return { vendor, ...api.add(number) };
    },
    removeNumber(vendor, id) {
      const { api } = hosted(vendor);
      if (!api.numbers().some((number) => number.id === id)) throw refuse(404, `${vendor} has no number ${id}.`);
      api.remove(id);
    },
    setStock(perAreaCode) {
      const amount = check(z.int().min(0).max(MAX_PER_AREA_CODE), perAreaCode);
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
