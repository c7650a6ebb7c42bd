import type { ReactNode } from 'react';

const NORTH_AMERICAN = /^\+1(\d{3})(\d{3})(\d{4})$/;
const ANY_ADDRESS = /\+\d{7,15}|sip:[^\s,;]+@[^\s,;]*\w/g;

/** What a caller dials. Its groups are set apart by margins, so that copying gives E.164. */
export function Address({ children: address }: { readonly children: string }) {
  const [, area, exchange, line] = NORTH_AMERICAN.exec(address) ?? [];
  if (area === undefined) return <span className={address.startsWith('sip:') ? 'tel sip' : 'tel'}>{address}</span>;
  return (
    <span className="tel">
      +1<i>{area}</i>
      <i>{exchange}</i>
      <i>{line}</i>
    </span>
  );
}

/** A sentence of the service, with the addresses in it shown as all others are. */
export function WithAddresses({ children: text }: { readonly children: string }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(ANY_ADDRESS)) {
    parts.push(text.slice(from, index), <Address key={index}>{address}</Address>);
    from = index + address.length;
  }
  return [...parts, text.slice(from)];
}
