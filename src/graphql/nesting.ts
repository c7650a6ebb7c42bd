import { MAX_TOKENS } from './limits.ts';

/** Far more than `MAX_DEPTH` fields need with a fragment around each, and less than the parser's and the validation's stack bears. */
const MAX_NESTING = 500;

/**
 * Brackets, and what brackets may stand in. A text that does not end reaches to the end of its line, or of the document:
 * each character is read once.
 */
const token = /"""(?:\\"""|[\s\S])*?(?:"""|$)|"(?:\\.|[^"\\\n])*(?:"|\\?$)?|#[^\n]*|[[\](){}]/g;

/** Whether the brackets of a document nest too deep to be read. */
export function isTooNested(document: string): boolean {
  let depth = 0;
  let tokens = 0;
  for (const [text] of document.matchAll(token)) {
    tokens += 1;
    // The parser refuses that by itself, without reading on.
    if (tokens > MAX_TOKENS) return false;
    if (text === '{' || text === '[' || text === '(') depth += 1;
    else if (text === '}' || text === ']' || text === ')') depth -= 1;
    if (depth > MAX_NESTING) return true;
  }
  return false;
}
