import { expect } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import type { VendorDefinition } from '../../src/vendors/define-vendor.ts';

/** What is wrong with these variables, one line each. */
export function mistakesOf(variables: NodeJS.ProcessEnv, vendors?: readonly VendorDefinition[]): string[] {
  try {
    readConfig(variables, vendors);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const [title, ...mistakes] = error instanceof Error ? error.message.split('\n') : [];
    expect(title).toMatch(/mistakes:$/);
    return mistakes;
  }
  return [];
}
