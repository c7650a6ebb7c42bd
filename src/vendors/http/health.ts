/** Whether the other side answers: `failingSince` is set from its first failure until its next good answer. */
export type Health =
  | { readonly available: true; readonly failingSince: null; readonly message: null }
  | { readonly available: boolean; readonly failingSince: string; readonly message: string };

/** Remembers since when every call has failed, and why the last one did. */
export class FailureRecord {
  #failing: { since: string; message: string } | null = null;

  /** Takes down how one call went; `message` is null if it went well. */
  record(message: string | null, now: Date): void {
    this.#failing = message === null ? null : { since: this.#failing?.since ?? now.toISOString(), message };
  }

  /** `available`: are calls let through at the moment? */
  toHealth(available: boolean): Health {
    if (this.#failing === null) return { available: true, failingSince: null, message: null };
    return { available, failingSince: this.#failing.since, message: this.#failing.message };
  }
}
