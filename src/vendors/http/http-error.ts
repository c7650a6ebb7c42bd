/**
 * How a call went without an answer.
 * - `not-sent`: no byte of the request left this machine.
 * - `no-answer`: it may have arrived; nobody knows.
 * - `unreadable`: it arrived and was accepted (2xx), but the answer could not be read.
 * - `refused-locally`: this service did not even try, since the other side keeps failing.
 * - `busy`: this service did not even try, since the call did not get its turn in time. It says nothing of the other side.
 */
export type HttpErrorKind = 'not-sent' | 'no-answer' | 'unreadable' | 'refused-locally' | 'busy';

/** A call that ended without an answer. The message completes a sentence that begins with the other side's name. */
export class HttpError extends Error {
  readonly kind: HttpErrorKind;

  constructor(kind: HttpErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HttpError';
    this.kind = kind;
  }
}
