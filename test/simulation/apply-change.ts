import type { Change } from './faults.ts';

/** Makes one change to the text of a file. Throws unless what is to be replaced is there exactly once. */
export function applyChange(text: string, { file, find, replace }: Change): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once: ${find}`);
  return parts.join(replace);
}
