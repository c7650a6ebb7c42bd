import { createServer } from 'node:http';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

// What a person would write who knows what is going to be asked: no GraphQL, and the best SQL.

const database = new DatabaseSync(process.argv[2] ?? '', { readOnly: true });
const COLUMNS = `id, vendor, vendor_id, kind, address, label, status, agent_id, inbound_routing, acquisition, locked, created_at,
  updated_at, synced_at, country, carrier, sms_capable, trunk`;

function prepare(sql: string): (...values: SQLInputValue[]) => unknown[][] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return (...values) => statement.all(...values) as unknown as unknown[][];
}

const list = prepare(`select ${COLUMNS} from phone_numbers where status <> 'RELEASED'
  order by created_sort desc, id desc limit ?`);
const byIds = prepare(`select ${COLUMNS} from phone_numbers where id in (select value from json_each(?))`);
const ofAgents =
  prepare(`select place, ${COLUMNS} from (select key as place, value as agent from json_each(?)) join phone_numbers as number on number.id in (
  select id from phone_numbers as listed where listed.agent_id = agent and listed.status <> 'RELEASED'
  order by created_sort desc, id desc limit ?)`);

function toNumber(row: unknown[], from = 0) {
  const [id, vendor, vendorId, kind, address, label, status, agentId, routing, acquisition, locked] =
    from === 0 ? row : row.slice(from);
  const [createdAt, updatedAt, syncedAt, country, carrier, sms, trunk] = row.slice(from + 11);
  const common = {
    __typename: kind === 'SIP' ? 'SipNumber' : 'PstnNumber',
    ...{ id, vendor, vendorId, address, label, status, agent: agentId === null ? null : { id: agentId } },
    inboundRouting: routing === null ? null : toRouting(String(routing)),
    ...{ acquisition, locked: locked === 1, createdAt, updatedAt, syncedAt },
  };
  if (kind === 'SIP') return { ...common, username: String(address).slice(4).split('@')[0], uri: address };
  const smsCapable = sms === null ? null : sms === 1;
  return {
    ...common,
    number: address,
    country,
    carrier,
    smsCapable,
    trunk: trunk === null ? null : JSON.parse(String(trunk)),
  };
}

function toRouting(json: string) {
  const { agentId, fallbackAgentId, voicemailMessage } = JSON.parse(json);
  return {
    agent: { id: agentId },
    fallbackAgent: fallbackAgentId === null ? null : { id: fallbackAgentId },
    voicemailMessage,
  };
}

function toPage(rows: unknown[][], size: number, from = 0) {
  const nodes = rows.slice(0, size).map((row) => toNumber(row, from));
  return { nodes, pageInfo: { hasNextPage: rows.length > size, hasPreviousPage: false } };
}

type Asked = { readonly query: string; readonly variables: { representations?: { id: string }[]; id?: string } };

function answer({ query, variables: { representations = [], id = '' } }: Asked): object {
  const [, operation] = /^query (\w+)/.exec(query) ?? [];
  const ids = JSON.stringify(representations.map((one) => one.id));
  if (operation === 'List') return { phoneNumbers: toPage(list(101), 100) };
  if (operation === 'Typename') return { __typename: 'Query' };
  if (operation === 'One') {
    const [row] = byIds(JSON.stringify([id]));
    return { phoneNumber: row ? toNumber(row) : null };
  }
  if (operation === 'References') {
    const found = new Map(byIds(ids).map((row) => [row[0], toNumber(row)]));
    return { _entities: representations.map((one) => found.get(one.id) ?? null) };
  }
  const pages = Map.groupBy(ofAgents(ids, 11), (row) => row[0]);
  // By the time they were obtained and the id, as they are listed.
  const newestFirst = (rows: unknown[][]) =>
    rows.sort((one, other) => (`${one[12]}${one[1]}` < `${other[12]}${other[1]}` ? 1 : -1));
  return {
    _entities: representations.map((one, index) => ({
      id: one.id,
      phoneNumbers: toPage(newestFirst(pages.get(index) ?? []), 10, 1),
    })),
  };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.stringify({ data: answer(JSON.parse(Buffer.concat(chunks).toString())) });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address?.port}/\n`);
});
