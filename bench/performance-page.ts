import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './processes.ts';

const PAGE = join(ROOT, 'docs/performance.md');
const IMAGES = join(ROOT, 'docs/images');

/** Replaces what is between the markers of a section of docs/performance.md. Throws where the page has none of that name. */
export function writeSection(name: string, text: string): void {
  const [begin, end] = [`<!-- measured: ${name} -->`, '<!-- end -->'];
  const page = readFileSync(PAGE, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${PAGE} has no section "${name}".`);
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`);
}

/** A table of Markdown: the first column to the left, numbers to the right. */
export function toMarkdown(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, column) => (column === 0 ? '---' : '--:'));
  return [headings, rule, ...rows].map(line).join('\n');
}

/** Some bars, each with its name, as long as its value. */
export type Bars = {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
};

const [LEFT, WIDTH, BAR, GAP] = [150, 420, 16, 28];

/** Draws groups of bars below each other into docs/images; the longest of each group is as wide as the picture. */
export function writeBars(file: string, groups: readonly Bars[]): void {
  let y = 8;
  const parts: string[] = [];
  for (const { title, bars } of groups) {
    const longest = Math.max(...bars.map(({ value }) => value));
    parts.push(`<text x="0" y="${y + 12}" font-weight="bold">${toXml(title)}</text>`);
    y += 20;
    for (const [index, { name, value }] of bars.entries()) {
      const width = Math.max((value / longest) * WIDTH, 1).toFixed(0);
      parts.push(`<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${toXml(name)}</text>`);
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 3}" fill="${index === 0 ? '#2563eb' : '#94a3b8'}"/>`,
      );
      parts.push(`<text x="${LEFT + Number(width) + 6}" y="${y + 12}">${value.toFixed(2)}</text>`);
      y += BAR;
    }
    y += GAP - BAR;
  }
  const size = `width="${LEFT + WIDTH + 50}" height="${y}" viewBox="0 0 ${LEFT + WIDTH + 50} ${y}"`;
  const style = 'font-family="system-ui, sans-serif" font-size="12" fill="#64748b"';
  writeFileSync(
    join(IMAGES, file),
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${style}>\n<title>Processor time of a request</title>\n${parts.join('\n')}\n</svg>\n`,
  );
}

function toXml(text: string): string {
  return text.replaceAll('`', '').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
