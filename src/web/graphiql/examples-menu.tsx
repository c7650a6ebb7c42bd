import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type ChangeEvent, useEffect, useState } from 'react';
import type { Example, ExampleGroup } from './examples.ts';

/** All examples by group, as the browser's own list, which works as well with a finger and with a keyboard. */
export function ExamplesMenu({ groups }: { readonly groups: readonly ExampleGroup[] }) {
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL(
    ({ tabs, activeTabIndex, queryEditor, variableEditor }) => ({ tabs, activeTabIndex, queryEditor, variableEditor }),
  );
  const { addTab, changeTab } = useGraphiQLActions();
  const examples = groups.flatMap((group) => group.examples);

  // On a telephone, the tab that is open now may be out of sight; a new one grows with its title.
  const title = tabs[activeTabIndex]?.title;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab is open, or its title is another
  useEffect(() => {
    document.querySelector('[role=tab][aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [activeTabIndex, title]);

  function open(chosen: Example) {
    const there = tabs.findIndex(({ query }) => query?.trimEnd() === chosen.query);
    if (there >= 0) {
      changeTab(there);
      return;
    }
    addTab();
    queryEditor?.setValue(chosen.query);
    variableEditor?.setValue(chosen.variables);
  }

  function choose({ target }: ChangeEvent<HTMLSelectElement>) {
    const chosen = examples.find(({ name }) => name === target.value);
    if (chosen) open(chosen);
  }

  return (
    <select className="examples" aria-label="Examples" value="" onChange={choose}>
      <option value="" disabled hidden>
        Examples
      </option>
      {groups.map(({ title, examples: ofGroup }) => (
        <optgroup key={title} label={title}>
          {ofGroup.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/**
 * Runs the first example once the page is there, so that nobody looks at an empty half. Only this one, which reads what
 * the service has: a tab that was edited, or holds a change, waits for a person.
 */
export function RunFirst({ example }: { readonly example: Example | undefined }) {
  const { isReady, query } = useGraphiQL(
    ({ queryEditor, responseEditor, documentAST, operationName, tabs, activeTabIndex }) => ({
      isReady: Boolean(queryEditor && responseEditor && documentAST && operationName),
      query: tabs[activeTabIndex]?.query,
    }),
  );
  const { run } = useGraphiQLActions();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isReady || isDone) return;
    setDone(true);
    if (example && query?.trimEnd() === example.query && example.query.includes('\nquery ')) void run();
  }, [isReady, isDone, query, example, run]);
  return null;
}
