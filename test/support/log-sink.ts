import { type Logger, pino } from 'pino';

/** A logger that keeps its lines in memory. */
export type LogSink = {
  readonly logger: Logger;
  /** Everything logged, as it would appear on the terminal. */
  text(): string;
  /** The same line by line, parsed. */
  lines(): Record<string, unknown>[];
};

/** Makes one that drops nothing. `mixin` adds members to each line, as the service's own logger does. */
export function createLogSink(mixin?: () => object): LogSink {
  const written: string[] = [];
  const stream = { write: (line: string) => void written.push(line) };
  const logger = pino({ level: 'trace', ...(mixin ? { mixin } : {}) }, stream);
  return {
    logger,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line)),
  };
}
