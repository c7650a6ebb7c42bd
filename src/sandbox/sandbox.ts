import type { AddressInfo } from 'node:net';
import { whyForeign } from '../domain/foreign-request.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { VendorDefinition } from '../vendors/define-vendor.ts';
import type { FakeAgent } from '../vendors/fake-kit/fake-vendor.ts';
import type { Answer, Call } from '../vendors/fake-kit/http.ts';
import type { VendorAccounts } from '../vendors/open-vendor.ts';
import { createControl, type SandboxControl } from './control.ts';
import { createFaultBox } from './faults.ts';
import { createHelp } from './help.ts';
import { type HostedVendor, type HostedVendors, hostVendors, loadFakes } from './hosted-vendor.ts';
import { createSandboxServer, type Delivery, deliverPlainly } from './http.ts';
import { createJournal } from './journal.ts';
import { lockState } from './state-lock.ts';
import { openStateStore } from './state-store.ts';
import { createSteering, STEERING_PATH } from './steering.ts';
import { checkShares } from './stock.ts';
import { createVendorGateway } from './vendor-gateway.ts';

/** How to start a sandbox. */
export type SandboxOptions = {
  /** Whose fakes to host; those without one are left out. */
  readonly vendors: readonly VendorDefinition[];
  /** 0, the default, takes any free port. */
  readonly port?: number | undefined;
  /** Address to listen on; loopback unless told otherwise. */
  readonly host?: string | undefined;
  /** File that keeps the accounts across restarts, used by one sandbox at a time; without one they are forgotten. */
  readonly stateFile?: string | undefined;
  /** False reads the state file once and leaves it alone from then on, so that another sandbox may be using it. */
  readonly savesState?: boolean | undefined;
  readonly now?: (() => Date) | undefined;
  /** Gives 0 to 1; decides about faults that have a probability. */
  readonly random?: (() => number) | undefined;
};

/** A running sandbox. Methods that take a name throw an `Error` for a vendor that it does not host. */
export type Sandbox = {
  /** Settings of the account at each fake vendor, as `openVendor` takes them. */
  readonly accounts: VendorAccounts;
  /** The environment variables that point a service at it, such as `<NAME>_BASE_URL`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Base URL of a fake vendor's API, without a slash at the end. */
  urlOf(vendor: VendorName): string;
  /** The agents of an account; none where the vendor has none. */
  agentsOf(vendor: VendorName): readonly FakeAgent[];
  /** Where to steer it over HTTP; a GET of it explains how. */
  readonly controlUrl: string;
  /** The same in process. */
  readonly control: SandboxControl;
  /** Ends it at once, together with every connection that is still waiting for an answer. */
  stop(): Promise<void>;
};

/**
 * Starts the fakes of the given vendors on one HTTP server. Throws if the port is taken or two fakes would sell the same
 * numbers, and `SandboxStateError` if the state file holds something else or another sandbox saves to it.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', stateFile, savesState = true, now = () => new Date() } = options;
  const fakes = await loadFakes(options.vendors);
  checkShares(fakes);
  await using stack = new AsyncDisposableStack();
  if (stateFile !== undefined && savesState) stack.use(lockState(stateFile));
  const store = openStateStore({ stateFile, savesState, fakes });
  const faults = createFaultBox(options.random ?? Math.random);
  const journal = createJournal();
  const vendors = hostVendors(options.vendors, { fakes, store, now });
  const control = createControl({ vendors, store, faults, journal });
  const steer = createSteering(control, (url) => createHelp(url, [...vendors.values()]));
  const apis = [...vendors.values()].map((vendor) => ({
    path: vendor.path,
    serve: createVendorGateway(vendor, { faults, journal, now }),
  }));

  function handle(call: Call): Delivery {
    if (whyForeign(call, { host, allowedHosts: [] }) !== null) return deliverPlainly(misdirected);
    const isUnder = (path: string) => call.path === path || call.path.startsWith(`${path}/`);
    if (isUnder(STEERING_PATH)) return deliverPlainly(steer(call));
    const api = apis.find(({ path }) => isUnder(path));
    if (api !== undefined) return api.serve({ ...call, path: call.path.slice(api.path.length) });
    return deliverPlainly({ status: 404, text: `There is nothing here; see ${STEERING_PATH}\n` });
  }

  const server = createSandboxServer(handle);
  const address = await new Promise<AddressInfo | string | null>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address()));
  });
  stack.defer(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${portOf(address)}`;
  const settings = new Map(
    [...vendors.values()].map(({ name, fake, path }) => {
      const others = [...vendors.keys()].filter((other) => other !== name);
      return [name, fake.settingsAt(`${url}${path}`, others)];
    }),
  );
  const accounts: Record<VendorName, unknown> = {};
  for (const definition of options.vendors) {
    const given = settings.get(definition.name);
    if (given !== undefined) accounts[definition.name] = definition.settings.parse(given);
  }
  const running = stack.move();
  return {
    accounts,
    environment: environmentOf(settings),
    urlOf: (name) => `${url}${find(vendors, name).path}`,
    agentsOf: (name) => find(vendors, name).fake.agents,
    controlUrl: `${url}${STEERING_PATH}`,
    control,
    stop: () => running.disposeAsync(),
  };
}

/** To pages of other sites, and under names that are not this machine's, which such a page may have made lead here. */
const misdirected: Answer = { status: 421, text: 'The sandbox answers under the name of its own machine only.\n' };

function environmentOf(settings: ReadonlyMap<VendorName, Readonly<Record<string, string>>>): Record<string, string> {
  const variables = [...settings].flatMap(([name, values]) =>
    Object.entries(values).map(([end, value]) => [`${name}_${end}`, value] as const),
  );
  return Object.fromEntries(variables);
}

function find(vendors: HostedVendors, name: VendorName): HostedVendor {
  const vendor = vendors.get(name);
  if (vendor === undefined) throw new Error(`This sandbox does not host ${name}.`);
  return vendor;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
