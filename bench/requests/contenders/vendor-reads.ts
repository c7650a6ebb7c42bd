import { Pool } from 'undici';
import { fromNumberId, toNumberId } from '../../../src/domain/number-id.ts';
import type { VendorsNumber } from './store.ts';

/** The vendor's numbers as they are answered: one request of undici for each read. */
export function openVendor(vendor: string) {
  const { origin, pathname } = new URL(vendor || 'http://127.0.0.1');
  const pool = new Pool(origin);
  const headers = { authorization: 'Bearer key-of-the-benchmark' };
  async function read(path: string) {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: `${pathname}/phone_numbers${path}`,
      headers,
    });
    if (statusCode !== 200) throw new Error(`The vendor answers ${statusCode}.`);
    return JSON.parse(await body.text());
  }
  return {
    one: async (id: string) => toFresh(await read(`/${fromNumberId(id)?.vendorId}`)),
    async list() {
      const { data }: { data: VendorsNumber[] } = await read('?limit=100');
      return data.map(toFresh).sort((one, other) => (one.id < other.id ? 1 : -1));
    },
  };
}

function toFresh({ id, number, agentId }: VendorsNumber) {
  return {
    __typename: 'PstnNumber',
    id: toNumberId('VOGENT', id),
    vendor: 'VOGENT',
    vendorId: id,
    address: number,
    label: null,
    status: 'ACTIVE',
    agent: { id: agentId },
    acquisition: 'DISCOVERED',
    locked: false,
    number,
  };
}
