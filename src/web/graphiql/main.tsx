import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { credentialHeaders } from '../credentials.ts';
import { CredentialsBox } from './credentials-box.tsx';
import { firstTabs, groupExamples } from './examples.ts';
import { ExamplesMenu, RunFirst } from './examples-menu.tsx';
import { fetchGraphQL } from './fetcher.ts';
import type { GraphiqlInfo } from './info.ts';
import { NoticeStrip, titleOf } from './notice-strip.tsx';
import { createStorage, hasStoredTabs } from './storage.ts';
import './style.css';

const UNAUTHENTICATED = 401;
let isRefused = false;

/** Null where the server does not answer, or not to this caller: the editor is of use without. */
async function loadInfo(): Promise<GraphiqlInfo | null> {
  try {
    const response = await fetch('/graphiql/info.json', { headers: credentialHeaders(sessionStorage) });
    isRefused = response.status === UNAUTHENTICATED;
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

const info = await loadInfo();
const hasCredentials = Object.keys(credentialHeaders(sessionStorage)).length > 0;
const isFirstVisit = !hasStoredTabs(createStorage(localStorage));
// The few tabs of a visit that was told no examples are not remembered in place of those of a first one that is.
const storage = createStorage(isFirstVisit && info === null ? sessionStorage : localStorage);
const groups = groupExamples(info);
const tabs = firstTabs(groups);
const [firstTab] = tabs;
// Of the first tab GraphiQL shows the query by itself, its variables only where they are given apart.
const firstVisit = hasStoredTabs(storage) || !firstTab ? {} : { initialVariables: firstTab.variables };
document.title = titleOf(info);
// There, the query and the answer need the room; one touch shows the variables.
const isNarrow = matchMedia('(max-width: 700px)').matches;

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <>
      {(isRefused || hasCredentials) && <CredentialsBox isAdmitted={!isRefused} />}
      {info && <NoticeStrip info={info} />}
      <GraphiQL
        fetcher={fetchGraphQL}
        storage={storage}
        defaultTabs={tabs.map(({ query, variables }) => ({ query, variables }))}
        {...firstVisit}
        defaultEditorToolsVisibility={isNarrow ? false : 'variables'}
        shouldPersistHeaders={false}
        customScalarSchemas={{ _Any: { type: 'object' } }}
      >
        <GraphiQL.Logo>
          <ExamplesMenu groups={groups} />
        </GraphiQL.Logo>
        {info && <RunFirst example={firstTab} />}
      </GraphiQL>
    </>,
  );
}
