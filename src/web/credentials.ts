/** What a person has shown to be let in; in this tab alone, and gone with it. Both pages use it. */
const KEPT_AS = 'phone-numbers/credentials';

/** Three parts of base64url, the first of which is JSON: no router's secret is likely to look like that. */
const TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;

type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps a secret or a token for this tab, or forgets it where the text is empty. */
export function keepCredentials(storage: TabStorage, text: string): void {
  if (text.trim() === '') storage.removeItem(KEPT_AS);
  else storage.setItem(KEPT_AS, text.trim());
}

/** What is kept; an empty text where nothing is. */
export function keptCredentials(storage: TabStorage): string {
  return storage.getItem(KEPT_AS) ?? '';
}

/** The header that shows what is kept; none where nothing is. */
export function credentialHeaders(storage: TabStorage): Record<string, string> {
  const kept = keptCredentials(storage);
  if (kept === '') return {};
  return TOKEN.test(kept) ? { authorization: `Bearer ${kept}` } : { 'router-authorization': kept };
}
