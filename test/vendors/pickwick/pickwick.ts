import { giveOwnPort } from '../../../src/vendors/own-port.ts';

// The example imports the port by the name of the package.
giveOwnPort();
export const { pickwick } = await import('../../../examples/vendor/src/index.ts');
