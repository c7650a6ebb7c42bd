import { Command, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { AdoptOptions } from './adopt.ts';
import type { AuditOptions } from './audit.ts';
import type { AuditExportOptions } from './audit-export.ts';
import type { AuditReportOptions } from './audit-report.ts';
import { parseMonth, parseTime } from './parse-time.ts';
import type { RestoreKeyOptions } from './restore-key.ts';
import type { SandboxOptions } from './sandbox.ts';
import type { SchemaOptions } from './schema.ts';
import type { SupergraphOptions } from './supergraph.ts';

/**
 * What `phone-numbers` understands. Each command is loaded when it is asked for, so that nothing happens before the
 * arguments are read; `end` is given its exit code. Wrong arguments throw `CommanderError` once stderr says what is wrong.
 */
export function createProgram(end: (exitCode: number) => void): Command {
  const program = new Command('phone-numbers')
    .description(packageJson.description)
    .usage('[command] [options]')
    .addHelpText('after', '\nWithout a command it serves. Settings are environment variables: see the README.')
    .exitOverride()
    .showHelpAfterError();

  program
    .command('serve')
    .description('Starts the service. Where nothing is set, it runs on fake vendors.')
    .action(async () => (await import('./serve.ts')).serve());

  program
    .command('sandbox')
    .description('Starts the fake vendors alone, for several services to share.')
    .option('--port <number>', 'where to listen; 0 takes any free port', toPort, 4010)
    .option('--state <file>', 'the file that keeps the accounts across restarts (default: they are forgotten)')
    .action(async (options: SandboxOptions) => (await import('./sandbox.ts')).runSandbox(options));

  const audit = program
    .command('audit')
    .description(
      'Shows what is open and what needs a person, and compares the ledger, the registry and the vendors with each ' +
        'other. Changes nothing, and runs beside the service.',
    )
    .option('--no-vendors', 'ask no vendor')
    .option('--json', 'one JSON document instead of text', false)
    .addHelpText(
      'after',
      '\nEnds with 0 if there is no contradiction, 1 if there is one, 2 if not everything could be checked, 3 if a ' +
        'person is needed or an operation is open for too long.',
    )
    .action(async (options: AuditOptions) => end(await (await import('./audit.ts')).runAudit(options)));

  audit
    .command('export')
    .description(
      'Writes the operations that were begun in a period, the oldest first: who asked for what, when, why, for which number, ' +
        'and whether it was charged. Times are in UTC.',
    )
    .requiredOption('--since <time>', 'a day, or a time with its zone, such as 2026-11-01T08:00:00Z', toTime)
    .option('--until <time>', 'the same; what was begun then is left out (default: now)', toTime)
    .addOption(new Option('--format <format>', 'of the lines').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--output <file>', 'a new file (default: standard output)')
    .action(async (options: AuditExportOptions) => (await import('./audit-export.ts')).runAuditExport(options));

  audit
    .command('report')
    .description(
      "Writes what was in the vendors' accounts in a month, for comparing it with their invoices: how many numbers were " +
        'bought, imported, released, held; and each of them with its dates, in UTC.',
    )
    .requiredOption('--month <month>', 'such as 2026-11', toMonth)
    .option('--vendor <name>', 'of one vendor, such as VOGENT')
    .addOption(new Option('--format <format>', 'of what is written').choices(['text', 'jsonl', 'csv']).default('text'))
    .option('--totals', 'the totals of each vendor, without the numbers')
    .option('--output <file>', 'a new file (default: standard output)')
    .action(async (options: AuditReportOptions) => (await import('./audit-report.ts')).runAuditReport(options));

  program
    .command('adopt')
    .description(
      'Takes in numbers that were bought elsewhere, by the ids that their vendor gave them. Runs beside the service. After a ' +
        'stop, run it again: what is here already is passed over.',
    )
    .requiredOption('--vendor <name>', 'whose numbers they are, such as ONEINBOX')
    .requiredOption('--file <file>', 'a file with one id a line; - for standard input, # begins a comment')
    .option('--concurrency <number>', 'how many are read at a time', toConcurrency, 4)
    .option('--actor <name>', 'who is on record as having asked (default: nobody)', toActor)
    .addHelpText(
      'after',
      '\nEnds with 0 if all are here now, 3 if some are, 1 if none is; with 130 or 143 if a signal stopped it before it was done.',
    )
    .action(async (options: AdoptOptions) => end(await (await import('./adopt.ts')).runAdopt(options)));

  program
    .command('backup')
    .description('Copies the SQLite database to a new file, also while the service runs.')
    .argument('<file>', 'where to; a file that exists is not replaced')
    .action(async (file: string) => (await import('./backup.ts')).backUp(file));

  program
    .command('accept-ledger')
    .description(
      'Says that the ledger in the database is the right one, where a service buys nothing since it has lost calls or is ' +
        'another one than before. Runs beside the service.',
    )
    .action(async () => (await import('./accept-ledger.ts')).runAcceptLedger());

  program
    .command('restore-key')
    .description(
      'Writes an idempotency key of a ledger that was lost back, with the number that it bought: a repeat of it is answered ' +
        'with this number, whatever its input. Reads the number from the vendor. Runs beside the service.',
    )
    .option('--key <key>', 'the idempotency key')
    .option('--vendor <name>', 'whose number it is, such as VOGENT')
    .option('--vendor-id <id>', "the vendor's own id of the number")
    .option('--address <address>', 'in place of that: the number itself, where the vendor has a list')
    .option('--file <file>', 'many at once: a file with a line key,vendor,vendorId for each')
    .option('--account <name>', 'whose keys these are', 'default')
    .addOption(
      new Option('--kind <kind>', 'what the keys were used for')
        .choices(['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE'])
        .default('PURCHASE'),
    )
    .addHelpText('after', '\nEnds with 0 if every key is on record now, with its number; 1 if one is not.')
    .action(async (options: RestoreKeyOptions) => end(await (await import('./restore-key.ts')).runRestoreKey(options)));

  program
    .command('same-account')
    .description(
      'Says that the API key in the environment belongs to the account whose numbers are on record, where the service ' +
        'cannot tell. Runs beside the service.',
    )
    .argument('<vendor>', 'whose key, such as VOGENT')
    .action(async (vendor: string) => (await import('./same-account.ts')).runSameAccount(vendor));

  program
    .command('schema')
    .description('Prints the GraphQL schema for a schema registry, federation directives included.')
    .option('--scopes', 'with @requiresScopes, for gateways that check the claims of tokens')
    .action(async (options: SchemaOptions) => (await import('./schema.ts')).printSchema(options));

  program
    .command('supergraph')
    .description('Demonstrates a supergraph: this subgraph on fake vendors, an agents subgraph, and a gateway.')
    .option('--port <number>', 'where the gateway listens; 0 takes any free port', toPort, 4000)
    .action(async (options: SupergraphOptions) => (await import('./supergraph.ts')).runSupergraph(options));

  for (const command of [program, ...program.commands, ...audit.commands]) command.version(packageJson.version);
  return program;
}

/** As many reads as a vendor is sent at a time. */
const MAX_CONCURRENCY = 16;
const MAX_ACTOR = 255;

function toConcurrency(text: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_CONCURRENCY) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_CONCURRENCY}.`);
}

function toActor(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_ACTOR && !/\p{Cc}/u.test(name)) return name;
  throw new InvalidArgumentError(`It must be 1 to ${MAX_ACTOR} characters, none of them a line break or the like.`);
}

function toTime(text: string): string {
  const time = parseTime(text);
  if (time === null) throw new InvalidArgumentError('It must be a day, or a time with its zone: 2026-11-01T08:00:00Z.');
  return time;
}

function toMonth(text: string): AuditReportOptions['month'] {
  const month = parseMonth(text);
  if (month === null) throw new InvalidArgumentError('It must be a month: 2026-11.');
  return month;
}

const MAX_PORT = 65_535;

function toPort(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MAX_PORT}.`);
}
