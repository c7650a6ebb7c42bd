/** No input has half as many. Of one with thousands that nobody knows, each mistake is told with all of it. */
const MAX_MEMBERS = 100;
/** More than the costliest request has representations. */
const MAX_ENTRIES = 10_000;

/** Why variables are not looked at any further, in words; null where they may be. They may nest as deep as a body is long. */
export function whyTooWide(variables: Readonly<Record<string, unknown>>): string | null {
  const left: unknown[] = Object.values(variables);
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    const parts: readonly unknown[] = isList ? value : Object.values(value);
    if (parts.length > (isList ? MAX_ENTRIES : MAX_MEMBERS)) {
      return isList
        ? `A variable of this request has a list of more than ${MAX_ENTRIES.toLocaleString('en-US')} entries.`
        : `A variable of this request has an object of more than ${MAX_MEMBERS} members.`;
    }
    for (const part of parts) if (typeof part === 'object') left.push(part);
  }
  return null;
}
