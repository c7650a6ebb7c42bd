import { loadVendors } from '../config.ts';
import { CommandError } from './command-error.ts';
import { untilStopped } from './until-stopped.ts';

const bothWays = `{
  phoneNumbers {
    nodes { ... on PhoneNumberRecord { address label agent { id name } } }
  }
  agents {
    name
    phoneNumbers(first: 5) { totalCount nodes { ... on PhoneNumberRecord { address } } }
  }
}`;

/** The options of `phone-numbers supergraph`. */
export type SupergraphOptions = { readonly port: number };

/**
 * Runs the demonstration of a supergraph until SIGINT or SIGTERM.
 * @throws {CommandError} where the packages that only development installs are missing, or the port is taken.
 */
export async function runSupergraph({ port }: SupergraphOptions): Promise<void> {
  const { startSupergraph } = await load();
  const vendors = await loadVendors();
  const supergraph = await startSupergraph({ port, vendors }).catch((cause: unknown) => {
    if (codeOf(cause) !== 'EADDRINUSE') throw cause;
    throw new CommandError(`Port ${port} is taken: end what listens there, or choose another with --port.`, { cause });
  });
  process.stdout.write(`
Supergraph on fake vendors: no real vendor is called, and everything is deleted when it ends.

  Gateway        ${supergraph.url}/graphql
  GraphiQL       ${supergraph.url}/graphiql
  Phone numbers  ${supergraph.phoneNumbersUrl}
  Agents         ${supergraph.agentsUrl}

Paste this into GraphiQL; it reads from numbers to agents and back:

${bothWays}

Stop with Ctrl+C.
`);
  await untilStopped();
  await supergraph.stop();
}

async function load() {
  try {
    return await import('../../examples/supergraph/start.ts');
  } catch (cause) {
    if (codeOf(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new CommandError(
      'The demonstration of a supergraph needs packages that only development installs: run `npm ci` and ' +
        '`npm run supergraph` in a clone of the repository.',
      { cause },
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
