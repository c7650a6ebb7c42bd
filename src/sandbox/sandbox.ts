import type { AddressInfo } from 'node:net';
import { type VendorName, vendorNames } from '../domain/phone-number.ts';
import { createOneInboxApi, type SearchShape } from '../vendors/oneinbox/fake/index.ts';
import type { VendorAccount } from '../vendors/vendor.ts';
import { createVogentApi } from '../vendors/vogent/fake/index.ts';
import { createControl, type SandboxControl } from './control.ts';
import { createFaultBox } from './faults.ts';
import { type Call, createSandboxServer, type Delivery, deliverPlainly } from './http.ts';
import { createJournal } from './journal.ts';
import type { VendorApi } from './routes.ts';
import { lockState } from './state-lock.ts';
import { openStateStore } from './state-store.ts';
import { createSteering, STEERING_PATH } from './steering.ts';
import { createVendorGateway } from './vendor-gateway.ts';

/** How to start a sandbox; every member has a default. */
export type SandboxOptions = {
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
  /** How OneInbox wraps the results of a search. */
  readonly oneinboxSearchShape?: SearchShape | undefined;
};

/** A running sandbox. */
export type Sandbox = {
  /** The account at each fake vendor, as an adapter takes it. Base URLs have no slash at the end. */
  readonly accounts: Readonly<Record<VendorName, VendorAccount>>;
  /** Base URL of the fake OneInbox; so is `vogentUrl` of Vogent. */
  readonly oneinboxUrl: string;
  readonly vogentUrl: string;
  /** Where to steer it over HTTP; a GET of it explains how. */
  readonly controlUrl: string;
  /** The same in process. */
  readonly control: SandboxControl;
  /** Ends it at once, together with every connection that is still waiting for an answer. */
  stop(): Promise<void>;
};

/**
 * Starts a fake of every vendor on one HTTP server. Throws if the port is taken, and `SandboxStateError` if the state
 * file holds something else or another sandbox saves to it.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', stateFile, savesState = true } = options;
  const { oneinboxSearchShape: searchShape = 'items' } = options;
  const now = options.now ?? (() => new Date());
  await using stack = new AsyncDisposableStack();
  if (stateFile !== undefined && savesState) stack.use(lockState(stateFile));
  const store = openStateStore(stateFile, savesState);
  const faults = createFaultBox(options.random ?? Math.random);
  const journal = createJournal();
  const control = createControl({ store, faults, journal, now });
  const steer = createSteering(control);
  const apis = {
    ONEINBOX: createOneInboxApi({ store, now, searchShape }),
    VOGENT: createVogentApi(store, now),
  } satisfies Record<VendorName, VendorApi>;
  const vendors = vendorNames.map((name) => ({
    basePath: apis[name].basePath,
    serve: createVendorGateway(apis[name], { faults, journal, now }),
  }));

  function handle(call: Call): Delivery {
    const isUnder = (path: string) => call.path === path || call.path.startsWith(`${path}/`);
    if (isUnder(STEERING_PATH)) return deliverPlainly(steer(call));
    const vendor = vendors.find(({ basePath }) => isUnder(basePath));
    if (vendor !== undefined) return vendor.serve(call);
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
  const running = stack.move();
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${portOf(address)}`;
  const account = (name: VendorName): VendorAccount => ({ apiKey: 'sandbox', baseUrl: `${url}${apis[name].basePath}` });
  const accounts = { ONEINBOX: account('ONEINBOX'), VOGENT: account('VOGENT') };
  return {
    accounts,
    oneinboxUrl: accounts.ONEINBOX.baseUrl,
    vogentUrl: accounts.VOGENT.baseUrl,
    controlUrl: `${url}${STEERING_PATH}`,
    control,
    stop: () => running.disposeAsync(),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
