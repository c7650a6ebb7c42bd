import type { HttpErrorKind } from './http-error.ts';

const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;
const LONGEST_RETRY_AFTER_MS = 2_000;

const passingStatuses: readonly number[] = [429, 500, 502, 503, 504];

/** A read that has just failed, and how much time its caller still has. */
export type FailedAttempt = {
  /** 1 for the first. */
  readonly attempt: number;
  readonly trouble: HttpErrorKind | { readonly status: number; readonly retryAfter: string | null };
  readonly msLeft: number;
  readonly now: Date;
  /** 0 to 1, spreads the pauses of many callers. */
  readonly random: number;
};

/** Whether to send a read again, and after which pause; false where that cannot help or is too late. */
export function shouldRetry(failed: FailedAttempt): { pauseMs: number } | false {
  const { attempt, trouble, msLeft, now, random } = failed;
  if (attempt >= MAX_ATTEMPTS || trouble === 'refused-locally' || trouble === 'busy') return false;
  if (typeof trouble === 'object' && !passingStatuses.includes(trouble.status)) return false;

  const backoffMs = random * FIRST_PAUSE_MS * 2 ** (attempt - 1);
  const asked = typeof trouble === 'object' ? retryAfterMs(trouble.retryAfter, now) : null;
  const pauseMs = asked === null ? backoffMs : Math.min(asked, LONGEST_RETRY_AFTER_MS);
  return pauseMs < msLeft ? { pauseMs } : false;
}

function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const pauseMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return Number.isNaN(pauseMs) ? null : Math.max(0, pauseMs);
}
