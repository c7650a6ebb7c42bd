import type { RequestTrace } from './logger.ts';

/** Where a request comes in: the path, where it is one that the server knows. */
export type RequestPlace = { readonly method: string; readonly route: string | null };

/** A request that is over. */
export type EndedRequest = RequestPlace & { readonly status: number; readonly durationMs: number };

/** Watches requests. */
export type RequestWatch = {
  /** What is known of a request while it is served. */
  begin(trace: RequestTrace, place: RequestPlace): RequestTrace;
  /** The answer is sent, or the caller is gone. */
  end(trace: RequestTrace, ended: EndedRequest): void;
};

/** Watches nothing. */
export const noWatch: RequestWatch = { begin: (trace) => trace, end: () => undefined };
