import { type DocumentNode, visit } from 'graphql';

/** The one character that PostgreSQL's texts cannot hold: no stored text has it. */
const NUL = '\u0000';

/** Whether a text holds a NUL character. */
export function hasNul(text: string): boolean {
  return text.includes(NUL);
}

/** The path to a text with a NUL character in a value, such as an input; null if there is none. */
export function findNul(value: unknown, path: readonly string[] = []): readonly string[] | null {
  if (typeof value === 'string') return hasNul(value) ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const found = findNul(member, [...path, name]);
    if (found) return found;
  }
  return null;
}

/** Whether a text that stands in the document itself holds a NUL character. */
export function documentHasNul(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    StringValue({ value }) {
      found ||= hasNul(value);
    },
  });
  return found;
}
