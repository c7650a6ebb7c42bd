/** A line of comma-separated values, by its number in the file, from 1. */
export type ParsedLine = { readonly line: number; readonly fields: readonly string[] };

/** A field in quotation marks, in which two stand for one, or one without. */
const FIELD = /(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g;

/** The lines of a file of comma-separated values, without blanks around the fields. Empty lines are left out. */
export function parseLines(text: string): ParsedLine[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '') return [];
    const fields = [...content.trim().matchAll(FIELD)].map(([, quoted, plain]) =>
      quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'),
    );
    return [{ line: index + 1, fields }];
  });
}
