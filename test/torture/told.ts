/** What a client was told of its key, and when: first and last, since it may be told a hundred times. */
export type ToldAnswer = {
  readonly status: string;
  readonly phoneNumberId: string | null;
  readonly retryable: boolean;
  readonly firstAt: string;
  lastAt: string;
};

/** Everything clients were told, by key: each answer once. */
export type Told = {
  note(key: string, answer: Pick<ToldAnswer, 'status' | 'phoneNumberId' | 'retryable'>): void;
  has(key: string): boolean;
  of(key: string): readonly ToldAnswer[];
  all(): Iterable<[key: string, answers: readonly ToldAnswer[]]>;
};

/** Nothing told yet. */
export function createTold(): Told {
  const told = new Map<string, ToldAnswer[]>();
  return {
    note(key, { status, phoneNumberId, retryable }) {
      const at = new Date().toISOString();
      const answers = told.get(key) ?? [];
      const same = answers.find(
        (one) => one.status === status && one.phoneNumberId === phoneNumberId && one.retryable === retryable,
      );
      if (same) same.lastAt = at;
      else told.set(key, [...answers, { status, phoneNumberId, retryable, firstAt: at, lastAt: at }]);
    },
    has: (key) => told.has(key),
    of: (key) => told.get(key) ?? [],
    all: () => told,
  };
}
