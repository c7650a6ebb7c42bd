import { toNumberId } from '../../../src/domain/number-id.ts';
import { openRows } from './rows.ts';

/** A number as the resolvers of the other servers have it. */
export type StoredNumber = ReturnType<typeof toNumber>;

/** The store as an ordinary team would write it: whole rows, and a window for the pages of agents. */
export type Store = {
  page(size: number): Promise<StoredNumber[]>;
  byIds(ids: readonly string[]): Promise<StoredNumber[]>;
  ofAgents(ids: readonly string[], size: number): Promise<StoredNumber[]>;
};

const SHOWN = "status <> 'RELEASED'";
const NEWEST_FIRST = 'created_sort desc, id desc';

export function openStore(place: string): Store {
  const { table, objects } = openRows(place);
  const read = async (text: string, values: readonly (string | number)[]) => {
    const rows = await objects(text, values);
    if (!areRows(rows)) throw new Error('A statement gave no rows.');
    return rows.map(toNumber);
  };
  return {
    page: (size) => read(`select * from ${table} where ${SHOWN} order by ${NEWEST_FIRST} limit $1`, [size]),
    byIds: (ids) => read(`select * from ${table} where id in (${placesFor(ids)})`, ids),
    ofAgents: (ids, size) =>
      read(
        `select * from (
          select *, row_number() over (partition by agent_id order by ${NEWEST_FIRST}) as place
          from ${table} where agent_id in (${placesFor(ids)}) and ${SHOWN}
        ) as placed where place <= $${ids.length + 1} order by agent_id, place`,
        [...ids, size],
      ),
  };
}

function placesFor(values: readonly string[]): string {
  return values.map((_, index) => `$${index + 1}`).join(', ');
}

type Row = Readonly<
  Record<
    'id' | 'vendor' | 'vendor_id' | 'kind' | 'address' | 'status' | 'acquisition' | 'synced_at' | 'created_sort',
    string
  > &
    Record<
      'label' | 'agent_id' | 'inbound_routing' | 'country' | 'carrier' | 'trunk' | 'created_at' | 'updated_at',
      string | null
    > & { locked: number; sms_capable: number | null }
>;

function areRows(rows: unknown): rows is Row[] {
  return Array.isArray(rows);
}

function toNumber(row: Row) {
  return {
    __typename: row.kind === 'SIP' ? 'SipNumber' : 'PstnNumber',
    id: row.id,
    vendor: row.vendor,
    vendorId: row.vendor_id,
    address: row.address,
    label: row.label,
    status: row.status,
    agentId: row.agent_id,
    inboundRouting: row.inbound_routing === null ? null : JSON.parse(row.inbound_routing),
    acquisition: row.acquisition,
    locked: row.locked === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    syncedAt: row.synced_at,
    number: row.address,
    country: row.country,
    carrier: row.carrier,
    smsCapable: row.sms_capable === null ? null : row.sms_capable === 1,
    trunk: row.trunk === null ? null : JSON.parse(row.trunk),
    username: row.address.replace(/^sip:/, '').split('@')[0],
    uri: row.address,
  };
}

/** A number as the vendor answers it. */
export type VendorsNumber = { readonly id: string; readonly number: string; readonly agentId: string };

/** A number as the vendor tells it, of which nothing more is known. */
export function toStored({ id, number, agentId }: VendorsNumber): StoredNumber {
  return toNumber({
    id: toNumberId('VOGENT', id),
    vendor: 'VOGENT',
    vendor_id: id,
    kind: 'PSTN',
    address: number,
    label: null,
    status: 'ACTIVE',
    agent_id: agentId,
    inbound_routing: null,
    acquisition: 'DISCOVERED',
    locked: 0,
    country: null,
    carrier: null,
    sms_capable: null,
    trunk: null,
    created_at: null,
    created_sort: '',
    updated_at: null,
    synced_at: new Date().toISOString(),
  });
}
