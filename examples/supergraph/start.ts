import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { startAgentsSubgraph } from './agents/server.ts';
import { startGateway } from './gateway.ts';

/** A gateway and both subgraphs, all running. */
export type Supergraph = {
  /** Where the gateway serves, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly phoneNumbersUrl: string;
  readonly agentsUrl: string;
  /** Ends all of them, and deletes what they have kept. */
  stop(): Promise<void>;
};

type Given = { readonly port: number; readonly vendors?: readonly VendorDefinition[] };

/** Starts this subgraph on fake vendors, an agents subgraph, and a gateway over both. Port 0 takes any free one. */
export async function startSupergraph({ port, vendors = builtInVendors }: Given): Promise<Supergraph> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'phone-numbers-supergraph-'));
  stack.defer(() => rm(dataDir, { recursive: true }));

  // Nothing of the environment: a demonstration must not find the keys of a real account.
  const config = readConfig({ SANDBOX: 'true', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }, vendors);
  const phoneNumbers = await startService({ config, vendors, logger: createLogger(config.logLevel) });
  stack.defer(() => phoneNumbers.stop());
  const agents = await startAgentsSubgraph(undefined, vendors);
  stack.defer(() => agents.stop());
  const phoneNumbersUrl = `${phoneNumbers.url}/graphql`;
  const gateway = await startGateway({ phoneNumbersUrl, agentsUrl: agents.url, port });
  stack.defer(() => gateway.stop());

  const running = stack.move();
  return { url: gateway.url, phoneNumbersUrl, agentsUrl: agents.url, stop: () => running.disposeAsync() };
}
