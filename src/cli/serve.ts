import { existsSync } from 'node:fs';
import { startApp } from '../app.ts';
import { ConfigError, readConfig } from '../config.ts';
import { createLogger } from '../telemetry/logger.ts';
import { StartError } from './start-error.ts';

const FAILED = 1;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const app = await startApp(config, { logger });
  if (config.sandbox) {
    logger.warn(
      { steering: app.sandbox?.controlUrl },
      'SANDBOX: no vendor key is used, so both vendors are fakes on this machine. Nothing is bought, no money is spent.',
    );
  }
  logger.info({ graphql: `${app.url}/graphql` }, `Ready. Open ${app.url}/graphiql`);

  let isStopping = false;
  const stop = (signal: string): void => {
    // A second signal is somebody who will not wait.
    if (isStopping) process.exit(FAILED);
    isStopping = true;
    logger.info({ signal }, 'stopping: finishing what runs');
    app.stop().then(
      () => logger.info('stopped'),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(FAILED);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const isForPeople = error instanceof ConfigError || error instanceof StartError;
  const text = isForPeople ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exitCode = FAILED;
});
