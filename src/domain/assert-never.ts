/** Ends a switch over a union: a compile error where a case is missing, an exception if one slips through. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
