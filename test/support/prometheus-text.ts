/** One value of a metric, with its labels. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** A metric as `/metrics` tells it: of a histogram, the samples are those of all its parts. */
export type Family = {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
};

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/g;
const PART = /_(bucket|sum|count)$/;

/** Reads Prometheus' text format. Throws at a line that is none of it. */
export function parseMetrics(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { name: string; type: string; help: string; samples: Sample[] }>();
  const familyOf = (name: string) => {
    const family = families.get(name) ?? { name, type: '', help: '', samples: [] };
    families.set(name, family);
    return family;
  };
  for (const line of text.split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') familyOf(name).help = rest;
    else if (keyword === 'TYPE') familyOf(name).type = rest;
    else if (line !== '' && !line.startsWith('#')) {
      const sample = parseSample(line);
      const whole = sample.name.replace(PART, '');
      familyOf(families.get(whole)?.type === 'histogram' ? whole : sample.name).samples.push(sample);
    }
  }
  return families;
}

function parseSample(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`This is no sample: ${line}`);
  const pairs = [...labels.matchAll(LABEL)].map(([, label = '', text = '']) => [label, plain(text)] as const);
  return {
    name,
    labels: Object.fromEntries(pairs),
    value: value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value),
  };
}

function plain(text: string): string {
  return text.replace(/\\(.)/g, (_all, character: string) => (character === 'n' ? '\n' : character));
}

/** What a service tells at `/metrics`. */
export async function readMetrics(url: string): Promise<ReadonlyMap<string, Family>> {
  const response = await fetch(`${url}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answers ${response.status}.`);
  return parseMetrics(await response.text());
}

/** The sum of the samples of this name that have these labels; of a histogram, name a part, as in `…_count`. */
export function sumOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  return [...families.values()]
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
