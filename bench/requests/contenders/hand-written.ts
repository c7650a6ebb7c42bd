import { createServer } from 'node:http';
import { type Numbers, toNumber, toPage } from './hand-written-json.ts';
import { readSettings } from './settings.ts';
import { openStatements } from './statements.ts';
import { openVendor } from './vendor-reads.ts';

/**
 * The floor: no GraphQL at all, but for each operation of the benchmark, told by its name, the statement that gives its answer
 * with the least work, and JSON of it.
 */
type Variables = { readonly id: string; readonly representations: readonly { readonly id: string }[] };
type Request = { readonly operationName: string; readonly variables: Variables };

const LIST_SIZE = 100;
const AGENT_SIZE = 10;
const { port, store, vendor } = readSettings();
const fresh = openVendor(vendor);
const read = openStatements(store, { listSize: LIST_SIZE, agentSize: AGENT_SIZE });

const answers: Readonly<Record<string, (variables: Variables) => Promise<object>>> = {
  Typename: async () => ({ __typename: 'Query' }),
  List: async () => ({ phoneNumbers: toPage(await read.list(), LIST_SIZE) }),
  async Number({ id }) {
    const row = await read.one(id);
    return { phoneNumber: row ? toNumber(row) : null };
  },
  FreshNumber: async ({ id }) => ({ phoneNumber: await fresh.one(id) }),
  FreshList: async () => ({ phoneNumbers: { nodes: await fresh.list() } }),
  async Entities({ representations }) {
    const rows: Numbers = await read.byIds(representations.map(({ id }) => id));
    return { _entities: rows.map((row) => (row[0] === null ? null : toNumber(row))) };
  },
  async Agents({ representations }) {
    const ids = representations.map(({ id }) => id);
    const byAgent = await read.ofAgents(ids);
    return { _entities: ids.map((id) => ({ id, phoneNumbers: toPage(byAgent.get(id) ?? [], AGENT_SIZE) })) };
  },
};

async function answer(asked: string): Promise<string> {
  const { operationName, variables }: Request = JSON.parse(asked || '{}');
  const data = await answers[operationName]?.(variables);
  return JSON.stringify({ data: data ?? null });
}

createServer((request, response) => {
  let asked = '';
  request.setEncoding('utf8');
  request.on('data', (text) => {
    asked += text;
  });
  request.on('end', async () => {
    const body = Buffer.from(await answer(asked));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
}).listen(port, '127.0.0.1');
