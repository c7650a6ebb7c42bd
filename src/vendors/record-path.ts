/** How often a path may be decoded on its way: by the vendor, and by what stands in front of it. */
const MAX_DECODINGS = 3;

/**
 * The path of one record: its id is one segment of it, and stays one. Null for an id that names another resource, or might
 * to somebody who decodes the path more than once: no record has it. `others` are resources beside the records.
 */
export function recordPath(root: string, id: string, others: readonly string[] = []): string | null {
  const spellings = [id];
  for (let text = decode(id); text !== spellings.at(-1) && spellings.length <= MAX_DECODINGS; text = decode(text)) {
    spellings.push(text);
  }
  const leadsElsewhere = spellings.some((text) => others.includes(text) || notOneSegment.test(text));
  return leadsElsewhere ? null : `${root}/${encodeURIComponent(id)}`;
}

const notOneSegment = /^\.{0,2}$|[\\/]/;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
