import { fromNumberId } from '../../../src/domain/number-id.ts';
import { type StoredNumber, toStored, type VendorsNumber } from './store.ts';

/** All numbers that the vendor lists, newest first, as one calls it at first: with the `fetch` that Node brings. */
export async function fetchNumbers(vendor: string): Promise<StoredNumber[]> {
  const { data }: { data: VendorsNumber[] } = await fetchJson(`${vendor}/phone_numbers?limit=100`);
  return data.map(toStored).sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** One number of the vendor. */
export async function fetchNumber(vendor: string, id: string): Promise<StoredNumber> {
  return toStored(await fetchJson(`${vendor}/phone_numbers/${fromNumberId(id)?.vendorId}`));
}

async function fetchJson(url: string) {
  const response = await fetch(url, { headers: { authorization: 'Bearer key-of-the-benchmark' } });
  if (!response.ok) throw new Error(`The vendor answers ${response.status}.`);
  return response.json();
}
