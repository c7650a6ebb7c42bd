import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { createDocumentStore } from '../../src/graphql/document-store.ts';

const kept = async (count: number, textOf: (index: number) => string) => {
  const store = createDocumentStore();
  for (let index = 0; index < count; index += 1) await store.set(`${index}`, parse(textOf(index)));
  const all = Array.from({ length: count }, (_, index) => store.get(`${index}`));
  return (await Promise.all(all)).filter((document) => document !== undefined).length;
};

it('documents are kept by the text that they were read from, remarks included', async () => {
  expect(await kept(40, (index) => `{ __typename } # ${index} ${'x'.repeat(1_000_000)}`)).toBe(15);
});

it('documents are kept by their tokens', async () => {
  const fields = 'a '.repeat(14_000);
  expect(await kept(20, (index) => `query Q${index} { ${fields} }`)).toBe(7);
});

it('many small documents are kept, and forgotten where they are asked to be', async () => {
  expect(await kept(1_000, (index) => `query Q${index} { numberVendors { vendor title } }`)).toBe(1_000);
  const store = createDocumentStore();
  const document = parse('{ __typename }');
  await store.set('a', document);
  expect(await store.get('a')).toBe(document);
  await store.delete('a');
  expect(await store.get('a')).toBeUndefined();
});
