import type { IncomingHttpHeaders } from 'node:http';

/** Which trace a request belongs to, as W3C Trace Context has it; passed on as it came. */
export type TraceContext = {
  readonly traceId: string;
  /** Of the work that is under way, where that is recorded here. */
  readonly spanId?: string;
  /** What calls made for the request carry. */
  readonly headers: Readonly<Record<string, string>>;
};

const TRACEPARENT = /^00-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const MEMBER = /^[a-z\d][a-z\d_*/@-]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;
const MAX_MEMBERS = 32;
const MAX_STATE = 512;

/** Reads it from the headers of a request; null where they have none, or one that is not well-formed in every character. */
export function readTraceContext({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext | null {
  if (typeof traceparent !== 'string') return null;
  const [, traceId] = TRACEPARENT.exec(traceparent) ?? [];
  if (traceId === undefined) return null;
  const state = typeof tracestate === 'string' && isTraceState(tracestate) ? { tracestate } : {};
  return { traceId, headers: { traceparent, ...state } };
}

function isTraceState(text: string): boolean {
  if (text.length > MAX_STATE) return false;
  const members = text.split(',').map((member) => member.trim());
  return members.length <= MAX_MEMBERS && members.every((member) => MEMBER.test(member));
}
