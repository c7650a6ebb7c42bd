import { describe, expect, it } from 'vitest';
import { type FailedAttempt, shouldRetry } from '../../../src/vendors/http/retry.ts';

const now = new Date('2026-07-01T09:00:00.000Z');
const failed: FailedAttempt = { attempt: 1, trouble: 'no-answer', msLeft: 5_000, now, random: 0.5 };

function asked(retryAfter: string): FailedAttempt {
  return { ...failed, trouble: { status: 429, retryAfter } };
}

describe('shouldRetry', () => {
  it.each(['not-sent', 'no-answer', 'unreadable'] as const)('repeats a read that ended as %s', (trouble) => {
    expect(shouldRetry({ ...failed, trouble })).not.toBe(false);
  });

  it.each([429, 500, 502, 503, 504])('repeats a read that was answered with %i', (status) => {
    expect(shouldRetry({ ...failed, trouble: { status, retryAfter: null } })).not.toBe(false);
  });

  it.each([200, 302, 400, 401, 404, 408, 422, 501])('leaves a read alone that was answered with %i', (status) => {
    expect(shouldRetry({ ...failed, trouble: { status, retryAfter: null } })).toBe(false);
  });

  it('does not insist where this service refused the call itself', () => {
    expect(shouldRetry({ ...failed, trouble: 'refused-locally' })).toBe(false);
    expect(shouldRetry({ ...failed, trouble: 'busy' })).toBe(false);
  });

  it('gives up after the third attempt', () => {
    expect(shouldRetry({ ...failed, attempt: 2 })).not.toBe(false);
    expect(shouldRetry({ ...failed, attempt: 3 })).toBe(false);
  });

  it('doubles the longest pause with each attempt and spreads pauses over all of it', () => {
    expect(shouldRetry({ ...failed, random: 0 })).toEqual({ pauseMs: 0 });
    expect(shouldRetry({ ...failed, random: 0.5 })).toEqual({ pauseMs: 100 });
    expect(shouldRetry({ ...failed, attempt: 2, random: 0.5 })).toEqual({ pauseMs: 200 });
  });

  it('waits as long as the other side asks for, in seconds or until a date, but two seconds at most', () => {
    expect(shouldRetry(asked('1'))).toEqual({ pauseMs: 1_000 });
    expect(shouldRetry(asked('60'))).toEqual({ pauseMs: 2_000 });
    expect(shouldRetry(asked('Wed, 01 Jul 2026 09:00:01 GMT'))).toEqual({ pauseMs: 1_000 });
    expect(shouldRetry(asked('Wed, 01 Jul 2026 08:00:00 GMT'))).toEqual({ pauseMs: 0 });
  });

  it('keeps to its own pauses where it is asked for something it cannot understand', () => {
    expect(shouldRetry(asked('soon'))).toEqual({ pauseMs: 100 });
  });

  it('does not wait past the time its caller has left', () => {
    expect(shouldRetry({ ...asked('1'), msLeft: 1_000 })).toBe(false);
    expect(shouldRetry({ ...asked('1'), msLeft: 1_001 })).not.toBe(false);
  });
});
