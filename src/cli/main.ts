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
    const isForPeople = [ConfigError, StartError, CommandError].some((kind) => error instanceof kind);
    const text = isForPeople ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = FAILED;
  }
}
