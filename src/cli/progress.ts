/** Shows how far something is. */
export type Progress = {
  show(done: number, words: string): void;
  /** Makes room for lines of another kind. */
  clear(): void;
};

const WIDTH = 20;
/** Lines that a log of all of it has. */
const LINES = 10;

/** A bar on a terminal; ten lines or so where nobody looks. */
export function createProgress(stream: NodeJS.WriteStream, total: number): Progress {
  if (!stream.isTTY) {
    let tenth = 0;
    return {
      show(done, words) {
        const now = Math.floor((done / total) * LINES);
        if (now > tenth) stream.write(`${done} of ${total}: ${words}\n`);
        tenth = now;
      },
      clear: () => undefined,
    };
  }
  return {
    show(done, words) {
      const bar = '#'.repeat(Math.floor((done / total) * WIDTH)).padEnd(WIDTH, '.');
      stream.write(`\r\u001B[K${`[${bar}] ${done} of ${total}: ${words}`.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear: () => void stream.write('\r\u001B[K'),
  };
}
