/** What a cell can hold. */
export type Cell = string | number | null;

/** A line of comma-separated values, as RFC 4180 has it, that no spreadsheet takes for a formula. */
export function toCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

/** A telephone number begins like a formula, and cannot be one. */
const E164 = /^\+\d{1,15}$/;
/** Line breaks, and all else that steers whoever reads it. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/**
 * Where a formula may begin: as the first thing of a cell, or after what a spreadsheet of another country may take for the end
 * of one. Some read full-width signs like the others.
 */
const FORMULA = /(^\s*|[;,|"])(?=[=+\-@＝＋－＠])/g;

function toCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || E164.test(cell)) return String(cell);
  const text = cell.replace(CONTROLS, ' ').replace(FORMULA, "$1'");
  return `"${text.replaceAll('"', '""')}"`;
}
