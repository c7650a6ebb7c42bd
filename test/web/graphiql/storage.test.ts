import { describe, expect, it } from 'vitest';
import { EXAMPLE_PASSWORD } from '../../../src/web/graphiql/info.ts';
import { createStorage } from '../../../src/web/graphiql/storage.ts';

const TABS = 'graphiql:tabState';

function createMemory() {
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
  return { kept, storage: createStorage(memory) };
}

function tabState(...tabs: { query: string; variables?: string; headers?: string }[]) {
  return JSON.stringify({ activeTabIndex: tabs.length - 1, tabs });
}

describe('what GraphiQL remembers', () => {
  it.each([
    ['in variables', '', '{ "input": { "password": "hidden", "number": "+1" } }'],
    ['in variables, with quotes inside', '', '{ "password": "a\\"hidden", "number": "+1" }'],
    ['in variables, still being typed', '', '{ "number": "+1", "password": "hidden'],
    ['in variables, without quotes', '', '{ "number": "+1", "password": hidden }'],
    ['in variables, in the wrong quotes', '', `{ "number": "+1", 'password': 'so hidden' }`],
    ['in variables, under a longer name', '', '{ "trunkPassword": "hidden", "number": "+1" }'],
    ['in the query', 'mutation { a(input: { password: "hidden", number: "+1" }) { b } }', ''],
    ['in the query, still being typed', '{ number(is: "+1") a(password: "hidden', ''],
    ['in the query, as a block', '{ number(is: "+1") a(password: """hid\nhidden""") }', ''],
    ['as a default', 'mutation M($password: String! = "hidden", $number: E164 = "+1") { a }', ''],
    ['by another name', '{ a(password: $p) }', '{ "number": "+1", "p": "hidden" }'],
    ['by another name, as a default', 'query ($p: String = "hidden") { a(password: $p, number: "+1") }', ''],
  ])('has no password that was %s', (_where, query, variables) => {
    const { kept, storage } = createMemory();
    storage.setItem(TABS, tabState({ query, variables }));
    storage.setItem('graphiql:queries', JSON.stringify({ queries: [{ query, variables }] }));
    storage.setItem('graphiql:favorites', JSON.stringify({ favorites: [{ query, variables }] }));
    storage.setItem('graphiql:query', query);
    storage.setItem('graphiql:variables', variables);
    const remembered = JSON.stringify([...kept]);
    expect(remembered).not.toContain('hidden');
    expect(remembered).toContain('+1');
  });

  it('has no request headers', () => {
    const { kept, storage } = createMemory();
    storage.setItem(TABS, tabState({ query: '{ a }', headers: '{"authorization":"hidden"}' }));
    expect(JSON.stringify([...kept])).not.toContain('hidden');
  });

  it('still has the password of the example, and everything that is no secret', () => {
    const { storage } = createMemory();
    const query = 'mutation ($password: String!) { a(password: $password) { b } }';
    const variables = `{ "password": "${EXAMPLE_PASSWORD}", "number": "+1" }`;
    storage.setItem(TABS, tabState({ query, variables }));
    expect(storage.getItem('graphiql:query')).toBe(query);
    expect(storage.getItem('graphiql:variables')).toBe(variables);
  });

  it('is the active tab, when GraphiQL asks what was in its editors', () => {
    const { storage } = createMemory();
    expect(storage.getItem('graphiql:query')).toBeNull();
    storage.setItem(TABS, tabState({ query: '{ first }' }, { query: '{ second }' }));
    expect(storage.getItem('graphiql:query')).toBe('{ second }');
  });

  it('is kept apart from what others keep in the same place', () => {
    const { kept, storage } = createMemory();
    kept.set(TABS, 'of another GraphiQL');
    expect(storage.getItem(TABS)).toBeNull();
    storage.setItem('graphiql:theme', 'dark');
    expect(storage.length).toBe(1);
    storage.clear();
    expect([...kept]).toEqual([[TABS, 'of another GraphiQL']]);
  });
});
