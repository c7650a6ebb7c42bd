/** A change to one file of the sources, which has `find` exactly once. */
export type Change = { readonly file: string; readonly find: string; readonly replace: string };

/** A fault that was mended, by its number, and how to put it back in. */
export type Fault = { readonly number: number; readonly what: string; readonly changes: readonly Change[] };

/** The faults that the simulation has to find, one at a time. */
export const faults: readonly Fault[] = [];
