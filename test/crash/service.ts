import { startService } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { sendGraphql } from '../support/test-app.ts';
import { countSteps } from './steps.ts';

/**
 * The service as a process of its own, that sends itself one request (first argument: the body) and kills itself after
 * the n-th step of it (second argument). Ends with 0 if the request was answered before that.
 */
const [body = '{}', lastStep = '1'] = process.argv.slice(2);

let stepsLeft = Number(lastStep);
const app = await startService({
  config: readConfig(),
  logger: createLogger('silent'),
  decorate: (parts) =>
    countSteps(parts, (name) => {
      stepsLeft -= 1;
      if (stepsLeft > 0) return;
      process.stdout.write(name);
      process.kill(process.pid, 'SIGKILL');
    }),
});
const answer = await sendGraphql(app.url, JSON.parse(body));
process.stdout.write(JSON.stringify(answer));
await app.stop();
