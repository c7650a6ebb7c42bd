import { useEffect, useState } from 'react';
import { send } from './client.ts';
import { VendorsDocument, type VendorsQuery } from './gql/graphql.ts';

/** A vendor, with what a form has to ask for. */
export type Vendor = NonNullable<VendorsQuery['numberVendors']>[number];

/** Gives the name of a vendor as people write it. */
export type TitleOf = (vendor: string) => string;

/** The vendors of the service; none until it has answered. */
export function useVendors(): readonly Vendor[] {
  const [vendors, setVendors] = useState<readonly Vendor[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    void send(VendorsDocument, {}, leaving.signal).then((data) => setVendors(data?.numberVendors ?? []));
    return () => leaving.abort();
  }, []);
  return vendors;
}
