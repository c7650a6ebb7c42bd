import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { credentialHeaders } from './credentials.ts';
import { CredentialsBox } from './credentials-box.tsx';
import type { GraphiqlInfo } from './info.ts';
import { NoticeStrip } from './notice-strip.tsx';
import { createStorage, hasStoredTabs } from './storage.ts';
import './style.css';
import { createExampleTabs } from './tabs.ts';

async function fetchGraphQL(body: unknown, options?: { headers?: Record<string, string> }) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...credentialHeaders(sessionStorage),
      ...options?.headers,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return response.json();
}

const UNAUTHENTICATED = 401;
let isRefused = false;

/** Null where the server does not answer, or not to this caller: the editor is of use without. */
async function loadInfo(): Promise<GraphiqlInfo | null> {
  try {
    const response = await fetch('/graphiql/info.json', { headers: credentialHeaders(sessionStorage) });
    isRefused = response.status === UNAUTHENTICATED;
    return response.ok ? await response.json() : null;
  } catch (error) {
    reportError(error);
    return null;
  }
}

const info = await loadInfo();
const hasCredentials = Object.keys(credentialHeaders(sessionStorage)).length > 0;
const storage = createStorage(localStorage);
const tabs = createExampleTabs(info?.examples ?? {});
// Of the first tab GraphiQL shows the query by itself, its variables only where they are given apart.
const firstVisit = hasStoredTabs(storage) ? {} : { initialVariables: tabs[0].variables };

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <>
      {(isRefused || hasCredentials) && <CredentialsBox isAdmitted={!isRefused} />}
      {info && <NoticeStrip {...info} />}
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
