import type { Examples, Variables } from './info.ts';
import adoptNumber from './operations/adopt-number.graphql?raw';
import buyNumber from './operations/buy-number.graphql?raw';
import entities from './operations/entities.graphql?raw';
import importOverSip from './operations/import-over-sip.graphql?raw';
import listNumbers from './operations/list-numbers.graphql?raw';
import purchaseHistory from './operations/purchase-history.graphql?raw';
import searchStock from './operations/search-stock.graphql?raw';

type ExampleTab = { query: string; variables: string };

/** The tabs of a first visit: those whose variables the server gave, and those that need nothing of a vendor. */
export function createExampleTabs(examples: Partial<Examples>): [ExampleTab, ...ExampleTab[]] {
  return [
    tab(listNumbers, { first: 20 }),
    ...tabIf(searchStock, examples.searchStock),
    ...tabIf(buyNumber, examples.buyNumber),
    ...tabIf(importOverSip, examples.importOverSip),
    tab(purchaseHistory, { first: 10, filter: { kinds: ['PURCHASE'] } }),
    ...tabIf(adoptNumber, examples.adoptNumber),
    ...tabIf(entities, examples.entities),
  ];
}

function tab(query: string, variables: Variables): ExampleTab {
  return { query: query.trimEnd(), variables: JSON.stringify(variables, null, 2) };
}

function tabIf(query: string, variables: Variables | null | undefined): ExampleTab[] {
  return variables ? [tab(query, variables)] : [];
}
