import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import markdownIt from 'markdown-it';

/** What users of the API read; the other pages are for who changes or runs the service, and has its sources. */
const PAGES = ['join-your-supergraph', 'compatibility', 'http', 'operate', 'promises'];
const FOLDER = join(import.meta.dirname, '../docs');

/** A page of the docs, for a browser. */
export type DocsPage = { readonly name: string; readonly html: string };

/** Renders the pages that there are. Links to what is not among them are shown as text. */
export function renderDocs(): DocsPage[] {
  const names = PAGES.filter((name) => existsSync(join(FOLDER, `${name}.md`)));
  const markdown = markdownIt({ html: false, linkify: false });
  return names.map((name) => {
    const text = readFileSync(join(FOLDER, `${name}.md`), 'utf8').replace(
      LINK,
      (whole, label: string, target: string) => toLink(whole, { label, target, names }),
    );
    const [, title = name] = /^# (.+)$/m.exec(text) ?? [];
    return { name, html: toPage(title, markdown.render(text)) };
  });
}

const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;

function toLink(whole: string, { label, target, names }: { label: string; target: string; names: string[] }): string {
  if (/^https?:/.test(target)) return whole;
  const [, page] = /^([\w-]+)\.md(?:#.*)?$/.exec(target) ?? [];
  return page !== undefined && names.includes(page) ? `[${label}](${page}.html)` : label;
}

function toPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} (Phone Numbers)</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; overflow-wrap: anywhere; padding: 1rem; }
pre, table { display: block; overflow-x: auto; overflow-wrap: normal; }
pre { background: color-mix(in srgb, currentcolor 8%, transparent); border-radius: 6px; padding: 0.75rem; }
code { font-size: 0.9em; }
table { border-collapse: collapse; }
th, td { border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); padding: 0.35rem 0.9rem 0.35rem 0; text-align: left; vertical-align: top; }
</style>
${body}</html>
`;
}
