import { readFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { typeDefs } from '../../examples/supergraph/agents/schema.ts';
import { readConfig } from '../../src/config.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readYaml = (path: string) => parseYaml(read(`examples/routers/${path}`));
const published = 'schema/published/phone-numbers.graphql';

/** A search, a purchase and a link, each after waiting for a place. */
const longestMs = 5 * readConfig({}).vendorTimeoutMs;

describe('the examples for routers', () => {
  it('have the supergraph that is composed of both subgraphs', async () => {
    await expect(`${print(typeDefs)}\n`).toMatchFileSnapshot('../../examples/routers/agents.graphql');
    const { supergraphSdl, errors } = composeServices([
      { name: 'phone-numbers', url: 'http://phone-numbers:4001/graphql', typeDefs: parse(read(published)) },
      { name: 'agents', url: 'http://agents:4002/graphql', typeDefs },
    ]);
    expect(errors).toBeUndefined();
    await expect(`${supergraphSdl}\n`).toMatchFileSnapshot('../../examples/routers/supergraph.graphql');
  });

  it.each(['apollo-router/router.yaml', 'hive-router/router.config.yaml', 'cosmo-router/config.yaml'])(
    '%s waits for as long as a purchase may take, and says to this subgraph alone that it is the router',
    (path) => {
      const router = readYaml(path);
      const timeouts = [...read(`examples/routers/${path}`).matchAll(/^ *(?:request_)?timeout: (\d+)s$/gm)];
      expect(timeouts.length).toBeGreaterThan(0);
      for (const [, seconds] of timeouts) expect(Number(seconds) * 1_000).toBeGreaterThan(longestMs);
      expect(Object.keys(router.headers.subgraphs)).toEqual(['phone-numbers']);
      expect(router.headers.all).toBeUndefined();
      const rules = JSON.stringify(router.headers.subgraphs['phone-numbers'].request).toLowerCase();
      expect(rules).toContain('"named":"authorization"');
      expect(rules).toMatch(/"name":"router-authorization".*phone_numbers_router_secret/);
      const { tracing } = router.telemetry.exporters ?? router.telemetry;
      expect(tracing.propagation).toEqual({ trace_context: true });
    },
  );

  it('repeat no mutation: Cosmo is told so, and the others have no such setting', () => {
    const { all, subgraphs } = readYaml('cosmo-router/config.yaml').traffic_shaping;
    expect([all.retry, subgraphs['phone-numbers'].retry]).toEqual([{ enabled: false }, { enabled: false }]);
  });

  it('compress: Apollo its requests, Cosmo its answers, and Hive has no such setting', () => {
    expect(readYaml('apollo-router/router.yaml').traffic_shaping.subgraphs['phone-numbers'].compression).toBe('gzip');
    const { decompression_enabled: isRead, response_compression_min_size: minSize } =
      readYaml('cosmo-router/config.yaml').traffic_shaping.router;
    expect([isRead, minSize]).toEqual([true, '1KiB']);
  });

  it.each(['apollo-router/supergraph.yaml', 'cosmo-router/graph.yaml'])(
    '%s names both subgraphs and their schemas',
    (path) => {
      const { subgraphs } = readYaml(path);
      expect(JSON.stringify(subgraphs)).toContain(published);
      expect(JSON.stringify(subgraphs)).toContain('../agents.graphql');
    },
  );
});
