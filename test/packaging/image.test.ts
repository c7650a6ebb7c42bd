import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestApp } from '../support/test-app.ts';
import { PROJECT, readYaml } from './read-yaml.ts';

// Each instruction is one line here, without comments.
const lines = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean);
const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
const argumentsOf = (instruction: string) =>
  final.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));
const words = z.array(z.string());

/** How a health check of the image ends, asked on this port. */
function check(command: readonly string[], port: string): Promise<number | null> {
  const [kind, node, ...args] = command;
  expect([kind, node]).toEqual(['CMD', '/usr/local/bin/node']);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env: { PORT: port } }, () => resolve(child.exitCode));
  });
}

describe('the image', () => {
  it('is made on a base that whoever builds it chooses, of what was built before, and runs nothing there', () => {
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      expect.stringMatching(/^FROM \$\{BUILD_IMAGE\} AS build$/),
      expect.stringMatching(/^FROM \$\{BASE_IMAGE\}$/),
    ]);
    for (const name of ['BUILD_IMAGE', 'BASE_IMAGE'])
      expect(lines).toContainEqual(expect.stringMatching(`^ARG ${name}=\\S+$`));
    expect(argumentsOf('RUN')).toEqual([]);
    for (const copied of argumentsOf('COPY')) expect(copied).toMatch(/^--from=build /);
  });

  it('runs as a user with a number, who is not root', () => {
    expect(argumentsOf('USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
  });

  it('has all that it writes in its one volume, what SQLite sorts too', () => {
    const [volume = ''] = argumentsOf('VOLUME');
    const variables = argumentsOf('ENV').join(' ');
    for (const name of ['DATA_DIR', 'SQLITE_TMPDIR'])
      expect(variables).toMatch(new RegExp(`\\b${name}=${volume}(/\\S*)?( |$)`));
  });

  it('says what it is', () => {
    for (const name of ['title', 'description', 'licenses', 'version', 'revision']) {
      expect(argumentsOf('LABEL').join(' ')).toContain(`org.opencontainers.image.${name}=`);
    }
  });

  it('is healthy exactly while the service answers', async () => {
    const app = await startTestApp();
    const { port } = new URL(app.url);
    const [, command = ''] = /CMD (\[.*\])$/.exec(argumentsOf('HEALTHCHECK').join()) ?? [];
    const ofImage = ['CMD', ...words.parse(JSON.parse(command))];
    const compose = z.object({
      services: z.object({ 'phone-numbers': z.object({ healthcheck: z.object({ test: words }) }) }),
    });
    const ofCompose = compose.parse(readYaml('compose.yaml')[0]).services['phone-numbers'].healthcheck.test;
    const there = ofCompose.map((word) => word.replace(':4001/', `:${port}/`));
    expect(await Promise.all([check(ofImage, port), check(there, port)])).toEqual([0, 0]);
    await app.stop();
    expect(await Promise.all([check(ofImage, port), check(there, port)])).toEqual([1, 1]);
  });
});
