/** The operations that this process is working on, by its own account: no clock has a say in it. */
export type UnderWay = {
  has(operationId: string): boolean;
  /** Runs work on an operation, which is under way until that has ended. */
  during<Answer>(operationId: string, work: () => Promise<Answer>): Promise<Answer>;
};

/** Nothing yet. */
export function createUnderWay(): UnderWay {
  const counts = new Map<string, number>();
  return {
    has: (operationId) => counts.has(operationId),
    async during(operationId, work) {
      counts.set(operationId, (counts.get(operationId) ?? 0) + 1);
      try {
        return await work();
      } finally {
        const left = (counts.get(operationId) ?? 1) - 1;
        if (left === 0) counts.delete(operationId);
        else counts.set(operationId, left);
      }
    },
  };
}
