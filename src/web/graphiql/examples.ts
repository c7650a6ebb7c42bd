import type { Examples, GraphiqlInfo, Variables } from './info.ts';
import adoptNumber from './operations/adopt-number.graphql?raw';
import buyNumber from './operations/buy-number.graphql?raw';
import createSip from './operations/create-sip.graphql?raw';
import drift from './operations/drift.graphql?raw';
import entities from './operations/entities.graphql?raw';
import findNumber from './operations/find-number.graphql?raw';
import followPurchase from './operations/follow-purchase.graphql?raw';
import importOverSip from './operations/import-over-sip.graphql?raw';
import linkToAgent from './operations/link-to-agent.graphql?raw';
import listNumbers from './operations/list-numbers.graphql?raw';
import purchaseHistory from './operations/purchase-history.graphql?raw';
import release from './operations/release.graphql?raw';
import rename from './operations/rename.graphql?raw';
import searchStock from './operations/search-stock.graphql?raw';
import settle from './operations/settle.graphql?raw';
import summary from './operations/summary.graphql?raw';
import agentsWithNumbers from './operations/supergraph/agents-with-numbers.graphql?raw';
import buyForAgent from './operations/supergraph/buy-for-agent.graphql?raw';
import numbersWithAgents from './operations/supergraph/numbers-with-agents.graphql?raw';
import unlink from './operations/unlink.graphql?raw';
import vendors from './operations/vendors.graphql?raw';
import whoAmI from './operations/who-am-i.graphql?raw';

/** An operation to try, ready to run. */
export type Example = { readonly name: string; readonly query: string; readonly variables: string };

/** Examples that belong together. */
export type ExampleGroup = { readonly title: string; readonly examples: readonly Example[] };

/** All examples that this server can answer: those whose variables it gave, and those that need nothing of a vendor. */
export function groupExamples(info: Pick<GraphiqlInfo, 'server' | 'examples'> | null): ExampleGroup[] {
  const given: Partial<Examples> = info?.examples ?? {};
  const groups: ExampleGroup[] = [
    {
      title: 'Across subgraphs',
      examples:
        info?.server === 'gateway'
          ? [
              example(agentsWithNumbers, {}),
              example(numbersWithAgents, { first: 20 }),
              ...exampleIf(buyForAgent, given.buyNumber),
            ]
          : [],
    },
    {
      title: 'Look',
      examples: [
        example(listNumbers, { first: 20 }),
        ...exampleIf(findNumber, given.findNumber),
        example(summary, { days: 7 }),
        example(drift, { first: 20 }),
        example(vendors, {}),
        example(whoAmI, {}),
      ],
    },
    {
      title: 'Get a number',
      examples: [
        ...exampleIf(searchStock, given.searchStock),
        ...exampleIf(buyNumber, given.buyNumber),
        ...exampleIf(importOverSip, given.importOverSip),
        ...exampleIf(createSip, given.createSip),
        ...exampleIf(adoptNumber, given.adoptNumber),
      ],
    },
    {
      title: 'Change a number',
      examples: [
        ...exampleIf(linkToAgent, given.linkToAgent),
        ...exampleIf(unlink, given.unlink),
        ...exampleIf(rename, given.rename),
        ...exampleIf(release, given.release),
      ],
    },
    {
      title: 'What became of it',
      examples: [
        ...exampleIf(followPurchase, given.followPurchase),
        example(purchaseHistory, { first: 10, filter: { kinds: ['PURCHASE'] } }),
        ...exampleIf(settle, given.settle),
      ],
    },
    { title: 'As a gateway asks', examples: exampleIf(entities, given.entities) },
  ];
  return groups.filter(({ examples }) => examples.length > 0);
}

/** The tabs of a first visit: what to begin with. All else is in the menu, since twenty tabs are none. */
export function firstTabs(groups: readonly ExampleGroup[]): Example[] {
  const [first, ...others] = groups.flatMap(({ examples }) => examples);
  const next = ['ListNumbers', 'SearchStock', 'BuyNumber', 'LinkToAgent', 'PurchaseHistory'];
  return [...(first ? [first] : []), ...others.filter(({ name }) => next.includes(name))];
}

function example(text: string, variables: Variables): Example {
  const [, name = ''] = /^(?:query|mutation) (\w+)/m.exec(text) ?? [];
  const isEmpty = Object.keys(variables).length === 0;
  return { name, query: text.trimEnd(), variables: isEmpty ? '' : JSON.stringify(variables, null, 2) };
}

function exampleIf(text: string, variables: Variables | null | undefined): Example[] {
  return variables ? [example(text, variables)] : [];
}
