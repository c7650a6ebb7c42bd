/** What a form or a query says: everything is text, and a name may come more than once. */
export type Texts = Readonly<Record<string, string | readonly string[]>>;

/** Reads a query, or a body of the type `application/x-www-form-urlencoded`. */
export function readTexts(source: string | URLSearchParams): Texts {
  const found = new URLSearchParams(source);
  return Object.fromEntries(
    [...new Set(found.keys())].map((name) => {
      const [first = '', ...others] = found.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}
