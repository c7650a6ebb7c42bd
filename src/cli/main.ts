import { CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { StartError } from '../start-error.ts';
import { CommandError } from './command-error.ts';
import { createProgram } from './program.ts';

const FAILED = 1;
/** What shells and most commands use where the arguments make no sense. */
const WRONG_USAGE = 2;

/** Runs `phone-numbers` with these arguments. Sets the exit code of this process. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const program = createProgram((exitCode) => {
      process.exitCode = exitCode;
    });
    await program.parseAsync(args.length === 0 ? ['serve'] : args, { from: 'user' });
  } catch (error) {
    // The parser has already said what is wrong.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
      return;
    }
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = FAILED;
  }
}

/** A sentence for people, or the stack of what nobody expected. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForPeople = [ConfigError, StartError, CommandError].some((kind) => error instanceof kind);
  return (isForPeople ? error.message : error.stack) ?? error.message;
}
