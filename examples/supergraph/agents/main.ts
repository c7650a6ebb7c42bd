import { untilStopped } from '../../../src/cli/until-stopped.ts';
import { startAgentsSubgraph } from './server.ts';

/** The agents subgraph as a process of its own, as `compose.yaml` runs it: on port 4002 of every address. */
const agents = await startAgentsSubgraph({ host: '0.0.0.0', port: 4002 });
process.stdout.write(`Agents are served at ${agents.url}\n`);
await untilStopped();
await agents.stop();
