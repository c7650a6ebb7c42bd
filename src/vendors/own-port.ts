import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Both the sources and what is compiled of them run. */
const END = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const inThisFolder = (path: string) => new URL(path + END, import.meta.url).href;

const ours = new Map([
  ['phone-numbers-subgraph/vendor', inThisFolder('./for-authors')],
  ['phone-numbers-subgraph/vendor-fake', inThisFolder('./fake-kit/for-authors')],
]);

const FROM_WORKING_FOLDER = 'from-working-folder:';

let isGiven = false;

/**
 * From now on, whoever imports the port by the name of this package gets that of the service that runs, wherever the
 * importing file lies and whatever is installed beside it: of classes such as `VendorError` there must be one.
 */
export function giveOwnPort(): void {
  if (isGiven) return;
  isGiven = true;
  registerHooks({
    resolve(specifier, context, next) {
      const url = ours.get(specifier);
      if (url !== undefined) return { url, shortCircuit: true };
      if (!specifier.startsWith(FROM_WORKING_FOLDER)) return next(specifier, context);
      const parentURL = pathToFileURL(`${process.cwd()}/`).href;
      return next(specifier.slice(FROM_WORKING_FOLDER.length), { ...context, parentURL });
    },
  });
}

/** The URL of what a file in the working folder would import by this name. Throws as Node does. Needs `giveOwnPort`. */
export function resolveFromWorkingFolder(specifier: string): string {
  return import.meta.resolve(FROM_WORKING_FOLDER + specifier);
}
