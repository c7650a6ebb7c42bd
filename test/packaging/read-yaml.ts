import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The repository. */
export const PROJECT = join(import.meta.dirname, '../..');

/** What a YAML file says, document by document, aliases and merges resolved. Throws where a key is there twice. */
export function readYaml(file: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(join(PROJECT, file), 'utf8'), { merge: true, uniqueKeys: true });
  return [...documents].map((document) => {
    if (document.errors.length > 0) throw new AggregateError(document.errors, `${file} is no YAML`);
    return document.toJS();
  });
}
