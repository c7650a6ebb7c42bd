/** What to live. */
export type RunSettings = {
  readonly minutes: number;
  /** Ends after so many purchases, if that is sooner. */
  readonly purchases: number;
  readonly seed: number;
  /** One life alone, by its number; null for as many as there is time for. */
  readonly life: number | null;
  readonly isShrunk: boolean;
  readonly keepsGoing: boolean;
  /** The number of a fault that is put back in. */
  readonly fault: number | null;
};

/** Which lives of a run one thread lives: every n-th. */
export type Share = { readonly first: number; readonly step: number };

/** A life in which a promise was broken. */
export type Failure = {
  readonly life: number;
  readonly breach: string;
  /** What happened in it, shrunk, in lines; empty where breaches are only counted. */
  readonly story: readonly string[];
};

export type RunResult = {
  readonly lives: number;
  readonly ms: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
  /** What happened in the one life that was asked for, where no promise was broken in it. */
  readonly story: readonly string[];
};

/** Which promise was broken. */
export function kindOf(breach: string): string {
  return breach.split(':')[0] ?? '';
}
