import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../../../src/domain/phone-number.ts';
import { findRoute } from '../../../src/sandbox/routes.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import type { FakeAccount } from '../../../src/vendors/fake-kit/fake-vendor.ts';
import { builtInVendors } from '../../../src/vendors/index.ts';
import type { VendorAccounts } from '../../../src/vendors/open-vendor.ts';
import { mutate, type ShownOperation, type ShownPayload } from '../mutations.ts';
import { startTestApp, type TestApp, type TestSettings } from '../test-app.ts';
import { loadSubject, mark, type Subject } from '../vendor-contract/subject.ts';
import { type Behind, openWay, type Way } from './way.ts';

/** Short, so that it passes while a test waits. */
export const GRACE_SECONDS = 1;

/** A service that takes the fakes for real vendors, and the way to them, on which somebody may lie. */
export type MisledApp = {
  readonly app: TestApp;
  readonly sandbox: Sandbox;
  readonly way: Way;
  /** The accounts by that way, with another key than usual where one is given. */
  accounts(key?: string): VendorAccounts;
  purchase(input: object): Promise<ShownPayload>;
  stop(): Promise<void>;
};

/** Settings of such a service: it looks often, and its grace period is short. */
export const misledSettings = {
  sandbox: false,
  vendorTimeoutMs: 2_000,
  recoveryGraceSeconds: GRACE_SECONDS,
  recoveryIntervalSeconds: 0.2,
} as const;

/** Starts it on a folder of its own. */
export async function startMisledApp(settings: TestSettings = {}): Promise<MisledApp> {
  const misled = await startMisleading(settings.vendors);
  const app = await startTestApp({ ...misledSettings, accounts: misled.accounts(), ...settings });
  return {
    ...misled,
    app,
    purchase: (input) => mutate(app, 'purchaseNumber', input),
    async stop() {
      await app.stop();
      await misled.stop();
    },
  };
}

/** The vendors and the way to them, for services that a test starts itself. */
export async function startMisleading(
  vendors: readonly VendorDefinition[] = builtInVendors,
): Promise<Pick<MisledApp, 'sandbox' | 'way' | 'accounts' | 'stop'>> {
  const sandbox = await startSandbox({ vendors });
  const fakes = await Promise.all(vendors.map(loadSubject));
  const way = await openWay(lookBehind(sandbox, fakes));
  return {
    sandbox,
    way,
    accounts(key) {
      const given = fakes.map(({ definition, fake }) => {
        const { name } = definition;
        const { pathname } = new URL(sandbox.urlOf(name));
        const values = fake.settingsAt(`${way.url}${pathname}`);
        return [name, definition.settings.parse(key === undefined ? values : mark(definition, values, () => key))];
      });
      return Object.fromEntries(given);
    },
    async stop() {
      await way.stop();
      await sandbox.stop();
    },
  };
}

function lookBehind(sandbox: Sandbox, subjects: readonly Subject[]): Behind {
  const fakes = subjects.map(({ definition: { name }, fake }) => {
    const { pathname } = new URL(sandbox.urlOf(name));
    return { name, api: fake.create(noAccount), path: pathname };
  });
  const find = (name: VendorName) => {
    const found = fakes.find((fake) => fake.name === name);
    if (found === undefined) throw new Error(`There is no fake ${name}.`);
    return found;
  };
  return {
    url: new URL(sandbox.controlUrl).origin,
    read({ method, path, body }) {
      const fake = fakes.find((candidate) => path.startsWith(`${candidate.path}/`));
      if (fake === undefined) throw new Error(`Nobody is called at ${path}.`);
      const below = path.slice(fake.path.length);
      const found = findRoute(fake.api.routes, method, below);
      if ('allowed' in found) return { vendor: fake.name, operation: null };
      const { operation } = found.route;
      const call = { method, path: below, query: new URLSearchParams(), body, header: () => '' };
      return { vendor: fake.name, operation: typeof operation === 'string' ? operation : operation(call) };
    },
    problem: (vendor, status, words) => JSON.stringify(find(vendor).api.problem(status, words).body),
  };
}

/** The fakes are asked for their routes and the shape of their errors only. */
const noAccount: FakeAccount<unknown> = {
  read: () => undefined,
  change: (act) => act(undefined),
  findForSale: () => [],
  isForSale: () => false,
  recordSale: () => undefined,
  now: () => '2026-07-01T09:00:00Z',
};

/** Waits until the grace period of every call so far is over. */
export function passGrace(): Promise<void> {
  return sleep(GRACE_SECONDS * 1_000 + 300);
}

/** How an operation has stood, from the first to the last. */
export function statusesOf(operation: ShownOperation | null): string[] {
  return [...new Set(operation?.history.map(({ status }) => status) ?? [])];
}
