import adoptNumber from './operations/adopt-number.graphql?raw';
import buyNumber from './operations/buy-number.graphql?raw';
import entities from './operations/entities.graphql?raw';
import importOverSip from './operations/import-over-sip.graphql?raw';
import listNumbers from './operations/list-numbers.graphql?raw';
import purchaseHistory from './operations/purchase-history.graphql?raw';
import searchStock from './operations/search-stock.graphql?raw';
import { EXAMPLE_PASSWORD } from './storage.ts';

type ExampleTab = { query: string; variables: string };

/** The tabs of a first visit; each works as it is on the sandbox. The key makes the purchase among them a new one. */
export function createExampleTabs(idempotencyKey: string): [ExampleTab, ...ExampleTab[]] {
  return [
    tab(listNumbers, { first: 20 }),
    tab(searchStock, { input: { vendor: 'VOGENT', areaCode: '415', limit: 5 } }),
    tab(buyNumber, {
      input: {
        idempotencyKey,
        vendor: 'VOGENT',
        areaCode: '415',
        agentId: '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20',
        label: 'Front desk',
      },
    }),
    tab(importOverSip, {
      input: {
        vendor: 'VOGENT',
        number: '+442079460999',
        terminationUri: 'example.pstn.twilio.com',
        username: 'example-user',
        password: EXAMPLE_PASSWORD,
        agentId: '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20',
      },
    }),
    tab(purchaseHistory, { first: 10, filter: { kinds: ['PURCHASE'] } }),
    tab(adoptNumber, {
      input: { vendor: 'ONEINBOX', vendorId: '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21' },
    }),
    tab(entities, {
      representations: [
        { __typename: 'Agent', id: '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20' },
        {
          __typename: 'PstnNumber',
          id: btoa('VOGENT:4f1d5a2e-7b7e-4f8d-9d3f-0a6f2b9c1d10').replaceAll('=', ''),
        },
      ],
    }),
  ];
}

function tab(query: string, variables: unknown): ExampleTab {
  return { query: query.trimEnd(), variables: JSON.stringify(variables, null, 2) };
}
