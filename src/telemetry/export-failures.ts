import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { Logger } from 'pino';

type Exporter<Items> = {
  export(items: Items, done: (result: ExportResult) => void): void;
};

/** Logs when what is exported does not arrive, and when it does again: in one line each, however often it is tried. */
export function tellFailures<Items, Exporting extends Exporter<Items>>(
  exporter: Exporting & Exporter<Items>,
  { what, logger }: { readonly what: string; readonly logger: Logger },
): Exporting {
  const send = exporter.export.bind(exporter);
  let isFailing = false;
  exporter.export = (items, done) =>
    send(items, (result) => {
      const failed = result.code !== ExportResultCode.SUCCESS;
      if (failed && !isFailing) logger.warn({ err: result.error }, `${what} cannot be sent`);
      if (!failed && isFailing) logger.info(`${what} are sent again`);
      isFailing = failed;
      done(result);
    });
  return exporter;
}
