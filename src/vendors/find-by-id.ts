import { VendorError } from './vendor-error.ts';

/** Asks for one record by its id; null where the vendor says that there is none. `others` are paths of other resources. */
export async function findById<Body>(
  id: string,
  read: (id: string) => Promise<Body>,
  others: readonly string[] = [],
): Promise<Body | null> {
  // In a path these name another resource, however they are encoded.
  if (['', '.', '..', ...others].includes(id)) return null;
  try {
    return await read(id);
  } catch (error) {
    if (error instanceof VendorError && error.reason === 'not-found') return null;
    throw error;
  }
}
