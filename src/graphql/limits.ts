import type { GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { type DocumentNode, getVariableValues, Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';
import type { RequestContext } from './context.ts';
import { createCount } from './cost.ts';
import { findFlaw, findFlawInDocument, itemsOf } from './inputs.ts';
import { operationsOf } from './permissions.ts';
import { countReads } from './reads.ts';
import { refusal } from './refusal.ts';
import { shapeOf } from './variables-shape.ts';
import { whyTooWide } from './wide-variables.ts';

/** Of items that are read, and of ten values each, roughly: see docs/decisions/0011. */
const MAX_COST = 15_000;
/** Changes of one request are made one after the other, each with calls to a vendor. */
const MAX_CHANGES = 20;
/** Each field of `Query` is a query of the database, or a call to a vendor, of its own. */
const MAX_READS = 100;
/** Each takes one of a vendor's places, which others wait for. */
const MAX_VENDOR_CALLS = 10;
/** How many rows that are looked through cost 1. */
const ROWS_PER_COST = 10;
/** However many rows there are, a filtered page may be asked for, with its total. */
const MAX_COST_OF_SCAN = 6_000;
/** Of fields within fields: more than anybody asks, and less than the stack bears. */
const MAX_DEPTH = 100;

/** As in Apollo Router. The largest body that is taken could hold 500,000, which keep the validation busy. */
export const MAX_TOKENS = 15_000;

type ResolvedRequest = Pick<
  GraphQLRequestContextDidResolveOperation<RequestContext>,
  'schema' | 'document' | 'operation' | 'request' | 'contextValue'
>;

/** Refuses, before anything is done for it, a request that asks for more than this service can bear. */
export async function refuseExcess(resolved: ResolvedRequest): Promise<void> {
  const { operation, request, document, contextValue } = resolved;
  const tooWide = whyTooWide(request.variables ?? {});
  if (tooWide !== null) throw refusal(tooWide, 'limits');
  const weight = weigh(resolved);
  if (!operation || weight === null) return;
  // Variables that fit the operation nest no deeper than its types.
  if (operation.operation === 'query') refuseFlaws(operation, { document, variables: request.variables ?? {} });
  if ('refused' in weight) throw refusal(weight.refused, weight.reason);
  const { cost, scans } = weight;
  const { registry, ledger } = contextValue.operations;
  const ofNumbers = scans.numbers === 0 ? 0 : scans.numbers * costOfScan(await registry.size());
  const ofOperations = scans.operations === 0 ? 0 : scans.operations * costOfScan(await ledger.size());
  const ofScans = ofNumbers + ofOperations;
  if (cost + ofScans > MAX_COST) throw refusal(costly(cost + ofScans, ofScans), 'cost');
}

/** What a request asks for: too much of something, in words; or what it costs, and how often lists are looked through whole. */
type Weight =
  | { readonly refused: string; readonly reason: 'limits' | 'cost' }
  | { readonly cost: number; readonly scans: { readonly numbers: number; readonly operations: number } };

/** Documents come again, and so do the sizes that they are asked with. */
const weights = new WeakMap<OperationDefinitionNode, Map<string, Weight | null>>();
/** Of each operation. Whoever asks in more ways is weighed anew. */
const MAX_WEIGHTS = 100;

/** Null where the operation, or its variables, are so wrong that it is for the execution to say. */
function weigh(resolved: ResolvedRequest): Weight | null {
  const { operation, request, contextValue } = resolved;
  if (!operation) return null;
  const seesAll = operationsOf(contextValue).actor === undefined;
  const vendors = contextValue.operations.vendors.size;
  const shape = shapeOf(request.variables ?? {});
  if (shape === null) return weighAnew(resolved, { seesAll, vendors });
  const known = weights.get(operation) ?? new Map<string, Weight | null>();
  weights.set(operation, known);
  const key = `${seesAll} ${shape}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MAX_WEIGHTS) known.clear();
  const weight = weighAnew(resolved, { seesAll, vendors });
  known.set(key, weight);
  return weight;
}

function weighAnew(
  { schema, document, operation, request }: ResolvedRequest,
  { seesAll, vendors }: Parameters<typeof countReads>[1],
): Weight | null {
  // Of a list of mistakes, the first is enough to know that there are any.
  const options = { maxErrors: 1 };
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], request.variables ?? {}, options);
  const root = operation && schema.getRootType(operation.operation);
  if (!root || !coerced) return null;
  const tooDeep = () => refusal(`This request nests fields more than ${MAX_DEPTH} deep.`, 'limits');
  const count = createCount({ schema, document, variables: coerced, maxDepth: MAX_DEPTH, tooDeep });
  const fields = count.rootFields(operation.selectionSet, root);
  const [limit, things] = operation.operation === 'mutation' ? [MAX_CHANGES, 'changes'] : [MAX_READS, 'reads'];
  // A bulk is answered within a bound, and may be as long as one may be; but not beside others.
  const asked = fields.reduce((sum, { args }) => sum + (itemsOf(args['input'])?.length ?? 1), 0);
  if (fields.length > 1 && asked > limit) {
    return {
      refused: `This request asks for ${asked} ${things} at once; the limit is ${limit}.`,
      reason: 'limits',
    };
  }
  const { vendorCalls, scans } = countReads(fields, { seesAll, vendors });
  if (vendorCalls > MAX_VENDOR_CALLS) {
    return {
      refused: `This request makes ${vendorCalls} calls to vendors at once; the limit is ${MAX_VENDOR_CALLS}.`,
      reason: 'limits',
    };
  }
  const cost = count.costOf(operation.selectionSet, root);
  if (cost > MAX_COST) return { refused: costly(cost), reason: 'cost' };
  return { cost, scans: { ...scans, numbers: scans.numbers + count.agentScans() } };
}

/** Of a list that is looked through whole. */
function costOfScan(rows: number): number {
  return Math.min(rows / ROWS_PER_COST, MAX_COST_OF_SCAN);
}

function costly(cost: number, ofScans = 0): string {
  if (ofScans > 0)
    return `${costly(cost)} ${format(ofScans)} of it are for lists that have to be looked through whole: those with a filter, and their totals.`;
  return (
    `This request may cost ${format(cost)}; the limit is ${format(MAX_COST)}. Each item of a page costs 1 and each field ` +
    '0.1, times the sizes (first, last) of all pages it stands in: ask for smaller pages, or nest fewer of them.'
  );
}

function format(cost: number): string {
  return Math.ceil(cost).toLocaleString('en-US');
}

/** A query has no `userErrors` that could name a member; changes tell it there. */
function refuseFlaws(
  { variableDefinitions = [] }: OperationDefinitionNode,
  { document, variables }: { document: DocumentNode; variables: Readonly<Record<string, unknown>> },
): void {
  const known = flaws.get(document);
  const inDocument = known === undefined ? findFlawInDocument(document) : known;
  flaws.set(document, inDocument);
  if (inDocument !== null) throw refusal(`A text of this request contains ${inDocument}.`, 'input');
  for (const { variable, type } of variableDefinitions) {
    // Of representations each is answered for itself.
    const { value: name } = variable.name;
    const found = namedTypeOf(type) === '_Any' ? null : findFlaw(variables[name], [name]);
    if (found) throw refusal(`$${found.path.join('.')} contains ${found.what}.`, 'input');
  }
}

const flaws = new WeakMap<DocumentNode, string | null>();

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}
