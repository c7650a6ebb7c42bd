/** A number by its columns: id, vendor, vendor's id, kind, address, label, status, agent, routing, acquisition, locked … */
export type NumberRow = readonly [
  ...[
    id: string,
    vendor: string,
    vendorId: string,
    kind: string,
    address: string,
    label: string | null,
    status: string,
  ],
  ...[agentId: string | null, routing: string | null, acquisition: string, locked: number],
  ...[createdAt: string | null, updatedAt: string | null, syncedAt: string],
  ...[country: string | null, carrier: string | null, smsCapable: number | null, trunk: string | null],
];
export type Numbers = NumberRow[];

/** A number as it is answered. Each kind is one literal: engines make and write out such objects fastest. */
export function toNumber(row: NumberRow) {
  const [routing, address] = [row[8], row[4]];
  if (row[3] === 'SIP') {
    return {
      __typename: 'SipNumber',
      id: row[0],
      vendor: row[1],
      vendorId: row[2],
      address,
      label: row[5],
      status: row[6],
      agent: agentOf(row[7]),
      inboundRouting: routing === null ? null : toRouting(JSON.parse(routing)),
      acquisition: row[9],
      locked: row[10] === 1,
      createdAt: row[11],
      updatedAt: row[12],
      syncedAt: row[13],
      username: address.slice(address.indexOf(':') + 1, address.indexOf('@')),
      uri: address,
    };
  }
  return {
    __typename: 'PstnNumber',
    id: row[0],
    vendor: row[1],
    vendorId: row[2],
    address,
    label: row[5],
    status: row[6],
    agent: agentOf(row[7]),
    inboundRouting: routing === null ? null : toRouting(JSON.parse(routing)),
    acquisition: row[9],
    locked: row[10] === 1,
    createdAt: row[11],
    updatedAt: row[12],
    syncedAt: row[13],
    number: address,
    country: row[14],
    carrier: row[15],
    smsCapable: row[16] === null ? null : row[16] === 1,
    trunk: row[17] === null ? null : JSON.parse(row[17]),
  };
}

/** A page as it is answered, of rows of which there is one more than that where the list goes on. */
export function toPage(rows: Numbers, size: number) {
  const goesOn = rows.length > size;
  const nodes = (goesOn ? rows.slice(0, size) : rows).map(toNumber);
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage: goesOn, endCursor: last ? cursorOf(last.createdAt, last.id) : null } };
}

function cursorOf(createdAt: string | null, id: string): string {
  return Buffer.from(JSON.stringify(['CREATED_AT_DESC', createdAt ?? '', id])).toString('base64url');
}

function agentOf(id: string | null) {
  return id === null ? null : { id };
}

type Routing = Readonly<Record<'agentId' | 'fallbackAgentId' | 'voicemailMessage', string | null>>;

function toRouting({ agentId, fallbackAgentId, voicemailMessage }: Routing) {
  return { agent: agentOf(agentId), fallbackAgent: agentOf(fallbackAgentId), voicemailMessage };
}
