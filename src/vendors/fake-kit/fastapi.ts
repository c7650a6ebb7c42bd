import type { z } from 'zod';
import { type Answer, type Call, parseJson, Refusal } from './http.ts';

/** Part of a request that values are read from. */
type Place = 'body' | 'query' | 'path';

type Detail = {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
};

/** Reads a JSON body as FastAPI would. Throws a `Refusal` with 422 in FastAPI's shape. */
export function readBody<Value>(schema: z.ZodType<Value>, call: Call): Value {
  const loc = ['body'];
  if (call.body === '') throw invalid([{ type: 'missing', loc, msg: 'Field required', input: null }]);
  if (!/^application\/(.+\+)?json\b/i.test(call.header('content-type'))) {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    throw invalid([{ type: 'model_attributes_type', loc, msg, input: call.body }]);
  }
  const body = parseJson(call.body);
  if (body === undefined)
    throw invalid([{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }]);
  return readValue(schema, body, 'body');
}

/** Reads values of the query or the path. Throws a `Refusal` with 422 in FastAPI's shape. */
export function readValue<Value>(schema: z.ZodType<Value>, value: unknown, place: Place): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => toDetail(issue, value, place)));
}

/** An error as FastAPI words it where nobody invented a shape of their own. */
export function detailAnswer(status: number, message: string): Answer {
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return { status, headers, body: { detail: message } };
}

function invalid(detail: readonly Detail[]): Refusal {
  return new Refusal({ status: 422, body: { detail } });
}

/** Echoes the rejected value, or for a missing one all that surrounds it, secrets included: real services do that. */
function toDetail(issue: z.core.$ZodIssue, value: unknown, place: Place): Detail {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const input = valueAt(value, path);
  const isMissing = input === undefined;
  return {
    ...(isMissing ? { type: 'missing', msg: 'Field required' } : wording(issue)),
    loc: [place, ...path],
    input: isMissing ? valueAt(value, path.slice(0, -1)) : input,
  };
}

function wording(issue: z.core.$ZodIssue): { type: string; msg: string } {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected);
    case 'invalid_format':
      return issue.format === 'guid'
        ? { type: 'uuid_parsing', msg: 'Input should be a valid UUID' }
        : {
            type: 'string_pattern_mismatch',
            msg: `String should match pattern '${issue.pattern ?? issue.format}'`,
          };
    case 'invalid_value':
      return {
        type: 'enum',
        msg: `Input should be ${issue.values.map((each) => `'${String(each)}'`).join(' or ')}`,
      };
    case 'too_small':
      return issue.origin === 'string'
        ? {
            type: 'string_too_short',
            msg: `String should have at least ${issue.minimum} characters`,
          }
        : {
            type: 'greater_than_equal',
            msg: `Input should be greater than or equal to ${issue.minimum}`,
          };
    case 'too_big':
      return issue.origin === 'string'
        ? { type: 'string_too_long', msg: `String should have at most ${issue.maximum} characters` }
        : {
            type: 'less_than_equal',
            msg: `Input should be less than or equal to ${issue.maximum}`,
          };
    default:
      return { type: 'value_error', msg: 'Value error' };
  }
}

function wrongType(expected: string): { type: string; msg: string } {
  if (expected === 'string') return { type: 'string_type', msg: 'Input should be a valid string' };
  if (expected === 'object') {
    return {
      type: 'model_attributes_type',
      msg: 'Input should be a valid dictionary or object to extract fields from',
    };
  }
  return { type: 'int_parsing', msg: 'Input should be a valid integer' };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value;
  for (const part of path) {
    at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  }
  return at;
}
