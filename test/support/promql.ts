import { parser } from '@prometheus-io/lezer-promql';
import type { Sample } from './prometheus-text.ts';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What was read of `/metrics` at a time. */
export type Scrape = { readonly atMs: number; readonly samples: readonly Sample[] };

/** One series of a result, without its name. */
export type Series = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** A result: series, or one number. */
type Value = readonly Series[] | number;

type Place = { readonly text: string; readonly scrapes: readonly Scrape[] };

/**
 * Evaluates an expression as of the last scrape. It is parsed by Prometheus' own grammar; of the language, it knows what the
 * rules and the dashboard use, and throws at anything else. Rates are not extrapolated to the ends of their ranges.
 */
export function evaluate(text: string, scrapes: readonly Scrape[]): readonly Series[] {
  const value = resultOf(parse(text), { text, scrapes });
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

/** The names of the metrics that an expression reads. Throws where it is not PromQL. */
export function namesIn(text: string): Set<string> {
  const names = new Set<string>();
  parse(text)
    .cursor()
    .iterate(({ name, from, to }) => {
      if (name === 'Identifier') names.add(text.slice(from, to));
    });
  return names;
}

function parse(text: string): SyntaxNode {
  const { topNode } = parser.parse(text);
  topNode.cursor().iterate(({ name, from }) => {
    if (name === '⚠') throw new Error(`This is no PromQL at ${from}: ${text}`);
  });
  const { firstChild } = topNode;
  if (firstChild === null) throw new Error('There is no expression.');
  return firstChild;
}

function resultOf(node: SyntaxNode, place: Place): Value {
  switch (node.name) {
    case 'NumberDurationLiteral':
      return Number(textOf(node, place));
    case 'ParenExpr':
      return resultOf(childOf(node), place);
    case 'VectorSelector':
      return select(node, place, place.scrapes.at(-1)).map(({ labels, value }) => ({ labels, value }));
    case 'AggregateExpr':
      return aggregate(node, place);
    case 'FunctionCall':
      return call(node, place);
    case 'BinaryExpr':
      return combine(node, place);
    default:
      throw new Error(`${node.name} is not known here: ${place.text}`);
  }
}

function select(node: SyntaxNode, place: Place, scrape: Scrape | undefined): readonly Sample[] {
  const name = textOf(childOf(node, 'Identifier'), place);
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  const tests = matchers.map((matcher) => {
    const label = textOf(childOf(matcher, 'LabelName'), place);
    const wanted: unknown = JSON.parse(textOf(childOf(matcher, 'StringLiteral'), place));
    const operator = textOf(childOf(matcher, 'MatchOp'), place);
    const isRegex = operator.endsWith('~');
    const matches = (text: string) => (isRegex ? new RegExp(`^(?:${wanted})$`).test(text) : text === wanted);
    return ({ labels }: Sample) => matches(labels[label] ?? '') === !operator.startsWith('!');
  });
  return (scrape?.samples ?? []).filter((sample) => sample.name === name && tests.every((test) => test(sample)));
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** How much each counter has grown in the range; a counter that shrinks has begun anew. */
function increase(node: SyntaxNode, place: Place): { readonly series: readonly Series[]; readonly seconds: number } {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(textOf(childOf(node, 'DurationExpr'), place)) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? Number.NaN);
  const endMs = place.scrapes.at(-1)?.atMs ?? 0;
  const grown = new Map<string, { labels: Series['labels']; value: number; last: number }>();
  for (const scrape of place.scrapes.filter(({ atMs }) => atMs > endMs - seconds * 1_000)) {
    for (const { labels, value } of select(childOf(node, 'VectorSelector'), place, scrape)) {
      const known = grown.get(keyOf(labels)) ?? { labels, value: 0, last: value };
      const growth = value >= known.last ? value - known.last : value;
      grown.set(keyOf(labels), { labels, value: known.value + growth, last: value });
    }
  }
  return { series: [...grown.values()].map(({ labels, value }) => ({ labels, value })), seconds };
}

function call(node: SyntaxNode, place: Place): Value {
  const name = textOf(childOf(node, 'FunctionIdentifier'), place);
  const [argument, ...others] = argumentsOf(node);
  if (argument === undefined || others.length > 0) throw new Error(`${name} is not known here: ${place.text}`);
  if (name === 'increase') return increase(argument, place).series;
  if (name === 'rate') {
    const { series, seconds } = increase(argument, place);
    return series.map(({ labels, value }) => ({ labels, value: value / seconds }));
  }
  if (name === 'absent') return seriesOf(argument, place).length === 0 ? [{ labels: {}, value: 1 }] : [];
  throw new Error(`${name} is not known here: ${place.text}`);
}

function aggregate(node: SyntaxNode, place: Place): readonly Series[] {
  const operator = textOf(childOf(node, 'AggregateOp'), place);
  const modifier = node.getChild('AggregateModifier');
  if (modifier && !modifier.getChild('By')) throw new Error(`Only by is known here: ${place.text}`);
  const kept = modifier ? labelsIn(modifier, place) : [];
  const groups = new Map<string, { labels: Series['labels']; values: number[] }>();
  for (const { labels, value } of seriesOf(argumentsOf(node)[0] ?? node, place)) {
    const own = pick(labels, kept);
    const group = groups.get(keyOf(own)) ?? { labels: own, values: [] };
    groups.set(keyOf(own), group);
    group.values.push(value);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: fold(operator, values) }));
}

function fold(operator: string, values: readonly number[]): number {
  if (operator === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (operator === 'min') return Math.min(...values);
  if (operator === 'max') return Math.max(...values);
  throw new Error(`${operator} is not known here.`);
}

const arithmetic: Readonly<Record<string, (one: number, other: number) => number>> = {
  Add: (one, other) => one + other,
  Sub: (one, other) => one - other,
  Mul: (one, other) => one * other,
  Div: (one, other) => one / other,
};
const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  Gtr: (one, other) => one > other,
  Gte: (one, other) => one >= other,
  Lss: (one, other) => one < other,
  Lte: (one, other) => one <= other,
  Eql: (one, other) => one === other,
  Neq: (one, other) => one !== other,
};

function combine(node: SyntaxNode, place: Place): Value {
  const parts = childrenOf(node);
  const [operator] = parts.filter(({ name }) => name in arithmetic || name in comparisons || sets.has(name));
  const [first, last] = [parts[0], parts.at(-1)];
  if (!operator || !first || !last) throw new Error(`This operator is not known here: ${place.text}`);
  const on = node.getChild('MatchingModifierClause');
  const key = ({ labels }: Series) => keyOf(on ? pick(labels, labelsIn(on, place)) : labels);
  if (sets.has(operator.name)) {
    const [ones, others] = [seriesOf(first, place), seriesOf(last, place)];
    const [known, knownFirst] = [new Set(others.map(key)), new Set(ones.map(key))];
    if (operator.name === 'Or') return [...ones, ...others.filter((series) => !knownFirst.has(key(series)))];
    return ones.filter((series) => known.has(key(series)) === (operator.name === 'And'));
  }
  const [one, other] = [resultOf(first, place), resultOf(last, place)];
  const compute = arithmetic[operator.name];
  const compare = comparisons[operator.name];
  const toSeries = ({ labels, value: left }: Series, right: number, shown = left): readonly Series[] =>
    compute ? [{ labels, value: compute(left, right) }] : compare?.(left, right) ? [{ labels, value: shown }] : [];
  if (typeof other === 'number') {
    if (typeof one === 'number') throw new Error(`Two numbers are not combined here: ${place.text}`);
    return one.flatMap((series) => toSeries(series, other));
  }
  if (typeof one === 'number') {
    return other.flatMap(({ labels, value }) => toSeries({ labels, value: one }, value, value));
  }
  const rights = new Map(other.map((series) => [key(series), series.value]));
  return one.flatMap((series) => {
    const right = rights.get(key(series));
    return right === undefined ? [] : toSeries(series, right);
  });
}

const sets = new Set(['And', 'Or', 'Unless']);

function seriesOf(node: SyntaxNode, place: Place): readonly Series[] {
  const value = resultOf(node, place);
  if (typeof value === 'number') throw new Error(`A number is not expected here: ${place.text}`);
  return value;
}

function argumentsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(childOf(node, 'FunctionCallBody'));
}

function labelsIn(node: SyntaxNode, place: Place): string[] {
  return childOf(node, 'GroupingLabels')
    .getChildren('LabelName')
    .map((label) => textOf(label, place));
}

function pick(labels: Series['labels'], names: readonly string[]): Series['labels'] {
  return Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));
}

function keyOf(labels: Series['labels']): string {
  return JSON.stringify(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

function childOf(node: SyntaxNode, name?: string): SyntaxNode {
  const child = name === undefined ? node.firstChild : node.getChild(name);
  if (child === null) throw new Error(`A ${name} is missing in ${node.name}.`);
  return child;
}

function textOf({ from, to }: SyntaxNode, { text }: Place): string {
  return text.slice(from, to);
}
