import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { environment } from '../src/config/variables.ts';
import { createLogger } from '../src/telemetry/logger.ts';
import type { VendorDefinition } from '../src/vendors/define-vendor.ts';
import { builtInVendors } from '../src/vendors/index.ts';
import { openVendor, type VoiceVendor } from '../src/vendors/open-vendor.ts';

const ROOT = new URL('../', import.meta.url);
const COMMENT_WIDTH = 118;

/** The files that show settings or vendors, by path, each with the text that it should have. */
export async function renderDocs(): Promise<ReadonlyMap<string, string>> {
  const variables = [...builtInVendors.flatMap(readVendorVariables), ...readOwnVariables()];
  const sections = { settings: renderTable(settingsTable(variables)), vendors: await renderVendors() };
  const readme = Object.entries(sections).reduce(replaceSection, readFileSync(new URL('README.md', ROOT), 'utf8'));
  return new Map([
    ['.env.example', renderExample(variables)],
    ['README.md', readme],
  ]);
}

type Variable = {
  readonly name: string;
  readonly description: string;
  /** Null where there is none. */
  readonly fallback: string | null;
  /** What applies where it is not set and has no default. */
  readonly unset: string | null;
};

function readOwnVariables(): Variable[] {
  return Object.entries(environment.shape).map(([name, schema]) => readVariable(name, schema, null));
}

function readVendorVariables({ name, title, settings }: VendorDefinition): Variable[] {
  return Object.entries(settings.shape).map(([key, schema]) =>
    readVariable(`${name}_${key}`, schema, `${title} is not used`),
  );
}

function readVariable(name: string, schema: unknown, unsetByDefault: string | null): Variable {
  if (!(schema instanceof z.ZodType)) throw new Error(`${name} has no schema.`);
  const { description, unset = unsetByDefault } = schema.meta() ?? {};
  if (description === undefined) throw new Error(`${name} has no description: add .meta({ description }).`);
  const fallback: unknown = schema.safeParse(undefined).data;
  return {
    name,
    description,
    fallback: fallback === undefined ? null : String(fallback),
    unset: fallback === undefined && typeof unset === 'string' ? unset : null,
  };
}

function renderExample(variables: readonly Variable[]): string {
  const paragraphs = variables.map(({ name, description, fallback, unset }) => {
    const comment = [...wrap(description), ...(unset === null ? [] : wrap(`If not set: ${unset}.`))];
    return [...comment.map((line) => `# ${line.replaceAll('`', '')}`), `#${name}=${fallback ?? ''}`].join('\n');
  });
  const title = [
    '# Settings of the Phone Numbers Subgraph. Copy this file to `.env` and change what you need.',
    '# Every line shows the default; an empty value counts as not set. `npm run codegen` writes this file.',
    '# DATABASE_URL, ROUTER_SECRETS and the variables of vendors may also come as files: NAME_FILE names one.',
  ];
  return `${[title.join('\n'), ...paragraphs].join('\n\n')}\n`;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= COMMENT_WIDTH) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}

type Row = readonly string[];

function settingsTable(variables: readonly Variable[]): Row[] {
  return [
    ['Variable', 'Default', 'What it does'],
    ...variables.map(({ name, description, fallback, unset }) => [
      `\`${name}\``,
      fallback === null ? (unset ?? '') : `\`${fallback}\``,
      description,
    ]),
  ];
}

/** What each capability is called, and what to do where a vendor does not have it. */
const capabilityRows = [
  ['search', 'SEARCH', '–'],
  ['buy', 'PURCHASE', '–'],
  ['import over SIP', 'SIP_IMPORT', '–'],
  ['create a SIP user', 'SIP_CREATE', '–'],
  ["list the account's numbers", 'LIST', '– use `adoptNumber`'],
  ['link to an agent', 'LINK', '–'],
  ['unlink', 'UNLINK', '–'],
  ['label', 'LABEL', 'kept in this service'],
  ['inbound routing apart from the agent', 'INBOUND_ROUTING', '–'],
  ['release', 'RELEASE', '– in its dashboard'],
  ['send calls to an agent platform', 'CONNECT', '–'],
] as const;

async function renderVendors(): Promise<string> {
  const vendors = await Promise.all(builtInVendors.map(openUnconnected));
  const rows = capabilityRows.map(([title, capability, without]) => [
    title,
    ...vendors.map(({ capabilities }) => (capabilities.includes(capability) ? '✓' : without)),
  ]);
  const recovery = vendors.map(({ list, find }) =>
    list || find ? 'settled by itself' : 'settled if still for sale, else a person looks',
  );
  const table = renderTable([
    ['', ...vendors.map(({ title }) => title)],
    ...rows,
    ['after a purchase whose answer is lost', ...recovery],
  ]);
  return [table, '', ...builtInVendors.map(({ about }) => `- ${about}`)].join('\n');
}

/** A vendor to look at; it is never called. */
async function openUnconnected(definition: VendorDefinition): Promise<VoiceVendor> {
  const fake = await definition.sandbox?.();
  const settings = definition.settings.parse(fake?.settingsAt('http://127.0.0.1') ?? {});
  const vendor = openVendor(definition, settings, { timeoutMs: 1, logger: createLogger('silent') });
  await vendor.close();
  return vendor;
}

function renderTable([head = [], ...rows]: readonly Row[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const render = (row: Row) => `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [render(head), render(widths.map((width) => '-'.repeat(width))), ...rows.map(render)].join('\n');
}

function replaceSection(readme: string, [name, content]: readonly [string, string]): string {
  const section = new RegExp(`(<!-- ${name}:[^>]*-->\n).*?(<!-- /${name} -->)`, 's');
  if (!section.test(readme)) throw new Error(`README.md has no section <!-- ${name}: … -->.`);
  return readme.replace(section, (_all, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}
