import { CommanderError } from 'commander';
import { createProgram } from './program.ts';

const FAILED = 1;
/** What shells and most commands use where the arguments make no sense. */
const WRONG_USAGE = 2;

/** What shells show for a program that SIGPIPE ended. */
const NO_READER = 141;
/** Errors whose message is a sentence for people. By name, so that nothing is loaded before the arguments are read. */
const FOR_PEOPLE = ['CommandError', 'ConfigError', 'DefinitionError', 'StartError'];

/** Runs `phone-numbers` with these arguments. Sets the exit code of this process. */
export async function main(args: readonly string[]): Promise<void> {
  // Whatever any of this writes is for its user alone, and what Node reports of a crash is without the keys.
  process.umask(0o077);
  process.report.excludeEnv = true;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `phone-numbers schema | head`: who reads the output has had enough.
    if (error.code === 'EPIPE') process.exit(NO_READER);
    process.stderr.write(`Standard output cannot be written (${error.message}).\n`);
    process.exit(FAILED);
  });
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
  return (FOR_PEOPLE.includes(error.name) ? error.message : error.stack) ?? error.message;
}
