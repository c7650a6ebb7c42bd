import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { startAgentsSubgraph } from './agents/server.ts';
import { startGateway } from './gateway.ts';

const bothWays = `{
  phoneNumbers {
    nodes { ... on PhoneNumberRecord { address label agent { id name } } }
  }
  agents {
    name
    phoneNumbers(first: 5) { totalCount nodes { ... on PhoneNumberRecord { address } } }
  }
}`;

const { values } = parseArgs({ options: { port: { type: 'string', default: '4000' } } });

await using stack = new AsyncDisposableStack();
const dataDir = await mkdtemp(join(tmpdir(), 'phone-numbers-supergraph-'));
stack.defer(() => rm(dataDir, { recursive: true }));

// Nothing of the environment: a demonstration must not find the keys of a real account.
const config = readConfig({ SANDBOX: 'true', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
const phoneNumbers = await startApp(config, { logger: createLogger(config.logLevel) });
stack.defer(() => phoneNumbers.stop());
const agents = await startAgentsSubgraph();
stack.defer(() => agents.stop());
const gateway = await startGateway({
  port: Number(values.port),
  subgraphs: [
    { name: 'phone-numbers', url: `${phoneNumbers.url}/graphql` },
    { name: 'agents', url: agents.url },
  ],
});
stack.defer(() => gateway.stop());

process.stdout.write(`
Supergraph on the sandbox: no real vendor is called, and nothing outlives this process.

  Gateway        ${gateway.url}/graphql
  GraphiQL       ${gateway.url}/graphiql
  Phone numbers  ${phoneNumbers.url}/graphql
  Agents         ${agents.url}

Paste this into GraphiQL; it crosses from numbers to agents and back:

${bothWays}

Stop with Ctrl+C.
`);

await new Promise((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
});
