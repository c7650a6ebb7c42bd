import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { NoticeStrip } from './notice-strip.tsx';
import { createStorage, hasStoredTabs } from './storage.ts';
import './style.css';
import { createExampleTabs } from './tabs.ts';

async function fetchGraphQL(body: unknown, options?: { headers?: Record<string, string> }) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...options?.headers,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** Not `randomUUID`, which browsers have only where a page came over HTTPS or from this machine. */
function createIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

const storage = createStorage(localStorage);
const tabs = createExampleTabs(createIdempotencyKey());
// Of the first tab GraphiQL shows the query by itself, its variables only where they are given apart.
const firstVisit = hasStoredTabs(storage) ? {} : { initialVariables: tabs[0].variables };

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <>
      <NoticeStrip />
      <GraphiQL
        fetcher={fetchGraphQL}
        storage={storage}
        defaultTabs={tabs}
        {...firstVisit}
        defaultEditorToolsVisibility="variables"
        shouldPersistHeaders={false}
        customScalarSchemas={{ _Any: { type: 'object' } }}
      >
        <GraphiQL.Logo>Phone Numbers</GraphiQL.Logo>
      </GraphiQL>
    </>,
  );
}
