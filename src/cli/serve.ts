import { startService } from '../app.ts';
import { loadSettings } from '../config.ts';
import { createLogger } from '../telemetry/logger.ts';

const FAILED = 1;

/** Starts the service and returns once it serves; SIGTERM stops it after a delay, SIGINT at once. */
export async function serve(): Promise<void> {
  const { config, vendors } = await loadSettings();
  const logger = createLogger(config.logLevel);
  const app = await startService({ config, vendors, logger });

  let isStopping = false;
  const stop = (signal: string): void => {
    // A second signal is somebody who will not wait.
    if (isStopping) process.exit(FAILED);
    isStopping = true;
    logger.info({ signal }, 'stopping: waits for requests under way');
    // Load balancers have to notice what SIGTERM began; SIGINT is a person at the keyboard.
    const stopping = signal === 'SIGTERM' ? app.stopAfterDelay() : app.stop();
    stopping.then(
      () => logger.info('stopped'),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(FAILED);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  // Only now: whoever reads this may send a signal.
  if (config.sandbox) {
    logger.warn(
      { mode: app.mode, steering: app.sandbox?.controlUrl },
      'SANDBOX: the vendors are fakes on this machine. Nothing is bought, no money is spent.',
    );
  }
  const page = config.overview ? '/' : '/graphiql';
  const hasPage = config.overview || config.graphiql;
  logger.info({ mode: app.mode, graphql: `${app.url}/graphql` }, hasPage ? `Ready. Open ${app.url}${page}` : 'Ready.');
}
