import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { readConfig } from '../../src/config.ts';
import type { VendorName } from '../../src/domain/phone-number.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import type { VendorAccounts } from '../../src/vendors/open-vendor.ts';

/** A call as it came by, and what was answered; null where the connection broke. */
export type PassedCall = {
  readonly method: string;
  /** Path and query at the sandbox. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answer: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string } | null;
};

/** Fake vendors, and a way to them on which calls are seen. */
export type VendorWay = {
  readonly sandbox: Sandbox;
  /** Base URL of a vendor's API on this way. */
  urlOf(vendor: VendorName): string;
  /** Accounts that are reached by this way. */
  readonly accounts: VendorAccounts;
  /** The headers of the calls, as they come to the vendors. */
  readonly calls: IncomingHttpHeaders[];
  stop(): Promise<void>;
};

/** Starts both. `watch` is told of each call before its caller has the answer. */
export async function openVendorWay(watch: (call: PassedCall) => void = () => undefined): Promise<VendorWay> {
  const sandbox = await startSandbox({ vendors: builtInVendors });
  const { origin } = new URL(sandbox.controlUrl);
  const calls: IncomingHttpHeaders[] = [];
  const way = createServer(async (incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming;
    calls.push(headers);
    // A caller that goes away in the middle of its request has asked for nothing.
    const body = await text(incoming).catch(() => null);
    if (body === null) return;
    const answer = await passOn(`${origin}${url}`, { method, headers, body }).catch(() => null);
    watch({ method, url, headers, body, answer });
    if (answer === null) response.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const address = way.address();
  if (address === null || typeof address === 'string') throw new Error('The way to the vendors has no port.');
  const ours = (url: string) => url.replace(origin, `http://127.0.0.1:${address.port}`);
  const environment = Object.entries(sandbox.environment).map(([name, value]) => [name, ours(value)]);
  const { accounts } = readConfig({ ...Object.fromEntries(environment), SANDBOX: 'false' });
  return {
    ...{ sandbox, accounts, calls },
    urlOf: (vendor) => ours(sandbox.urlOf(vendor)),
    async stop() {
      await sandbox.stop();
      await new Promise((resolve) => way.close(resolve));
    },
  };
}

async function passOn(
  url: string,
  { method, headers, body }: Pick<PassedCall, 'method' | 'headers' | 'body'>,
): Promise<PassedCall['answer']> {
  const onward = send(url, { method, headers });
  onward.end(body);
  const [answer]: IncomingMessage[] = await once(onward, 'response');
  if (answer === undefined) return null;
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await text(answer) };
}
