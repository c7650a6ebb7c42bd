import { z } from 'zod';
import type { VendorName } from '../domain/phone-number.ts';
import type { FakeVendor } from '../vendors/fake-kit/fake-vendor.ts';
import { MAX_PER_AREA_CODE } from './stock.ts';

const USUAL_STOCK = 100;

const market = {
  /** Numbers for sale per vendor and area code. */
  perAreaCode: z.int().min(0).max(MAX_PER_AREA_CODE),
  soldToOthers: z.array(z.object({ vendor: z.string(), number: z.string() })),
  sales: z.array(z.object({ vendor: z.string(), number: z.string(), at: z.string() })),
};

const versionTwo = z.object({
  version: z.literal(2),
  ...market,
  /** The account at each vendor, as its fake understands it; also of vendors that are not hosted now. */
  accounts: z.record(z.string(), z.unknown()),
});

// Version 1 had each vendor's account in members of the vendor's own.
const versionOne = z.looseObject({ version: z.literal(1), ...market });

/** All that the sandbox remembers, and what its state file holds. */
export type SandboxState = z.infer<typeof versionTwo>;

/** One act of buying, kept even after the number is gone again. `at` is RFC 3339 in UTC. */
export type Sale = SandboxState['sales'][number];

/** The fakes that a sandbox hosts, in the order of the list that it was given. */
export type Fakes = ReadonlyMap<VendorName, FakeVendor>;

/** The accounts when nobody has done anything yet. */
export function createSeedState(fakes: Fakes): SandboxState {
  const accounts = Object.fromEntries([...fakes].map(([name, fake]) => [name, fake.seed()]));
  return { version: 2, perAreaCode: USUAL_STOCK, soldToOthers: [], sales: [], accounts };
}

/** Reads what a state file holds, of this version or the one before. Throws if it is neither. */
export function readState(file: unknown, fakes: Fakes): SandboxState {
  const state = z.union([versionTwo, versionOne]).parse(file);
  const saved = state.version === 1 ? accountsOfVersionOne(state, fakes) : state.accounts;
  const accounts = { ...saved };
  for (const [name, fake] of fakes) {
    accounts[name] = accounts[name] === undefined ? fake.seed() : fake.state.parse(accounts[name]);
  }
  const { perAreaCode, soldToOthers, sales } = state;
  return { version: 2, perAreaCode, soldToOthers, sales, accounts };
}

function accountsOfVersionOne(file: Readonly<Record<string, unknown>>, fakes: Fakes): Record<string, unknown> {
  return Object.fromEntries([...fakes].map(([name, fake]) => [name, fake.readVersion1?.(file)]));
}
