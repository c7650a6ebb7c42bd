import { VendorError } from './vendor-error.ts';

/** Asks for one record by its id; null where there is none. */
export async function findById<Body>(id: string, read: (id: string) => Promise<Body>): Promise<Body | null> {
  try {
    return await read(id);
  } catch (error) {
    if (error instanceof VendorError && error.reason === 'not-found') return null;
    throw error;
  }
}
