/** What the process that is measured was started with. */
export type Settings = { readonly port: number; readonly store: string; readonly vendor: string };

/** Reads the port to listen at, the store by its file or URL, and where the vendor is called. */
export function readSettings(): Settings {
  const [port, store = '', vendor = ''] = process.argv.slice(2);
  return { port: Number(port), store, vendor };
}
