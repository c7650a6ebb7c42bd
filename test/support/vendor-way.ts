import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import { readConfig } from '../../src/config.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { VendorAccounts } from '../../src/vendors/open-vendor.ts';

/** Fake vendors, and a way to them on which the headers of calls are seen. */
export type VendorWay = {
  readonly sandbox: Sandbox;
  /** Accounts that are reached by this way. */
  readonly accounts: VendorAccounts;
  /** The headers of the calls, as they come to the vendors. */
  readonly calls: IncomingHttpHeaders[];
  stop(): Promise<void>;
};

/** Starts both. */
export async function openVendorWay(): Promise<VendorWay> {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const { origin } = new URL(sandbox.controlUrl);
  const calls: IncomingHttpHeaders[] = [];
  const way = createServer((incoming, response) => {
    calls.push(incoming.headers);
    const { method, url, headers } = incoming;
    const onward = send(`${origin}${url}`, { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const address = way.address();
  if (address === null || typeof address === 'string') throw new Error('The way to the vendors has no port.');
  const environment = Object.entries(sandbox.environment).map(([name, value]) => [
    name,
    value.replace(origin, `http://127.0.0.1:${address.port}`),
  ]);
  const { accounts } = readConfig({ ...Object.fromEntries(environment), SANDBOX: 'false' });
  return {
    ...{ sandbox, accounts, calls },
    async stop() {
      await new Promise((resolve) => way.close(resolve));
      await sandbox.stop();
    },
  };
}
