import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Scope } from '../../src/domain/scopes.ts';

const AUDIENCE = 'phone-numbers';

/** What a token says, beyond what every good one does; a member that is undefined is left out. */
type TokenOptions = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the issuer has never published. */
  readonly forged?: true;
};

/** An issuer of tokens on loopback. */
export type TestIssuer = {
  /** What a service is told of it. */
  readonly signIn: { readonly jwksUrl: string; readonly issuer: string; readonly audience: string };
  /** How often its keys have been read. */
  readonly reads: () => number;
  /** The headers of a caller with these scopes. */
  headersOf(subject: string, ...scopes: Scope[]): Promise<{ authorization: string }>;
  tokenOf(subject: unknown, options?: TokenOptions): Promise<string>;
  /** Signs with another key from now on, and publishes that alone. */
  rotate(): Promise<void>;
  /** Answers nothing but 503 until told otherwise. */
  setAway(isAway: boolean): void;
  stop(): Promise<void>;
};

type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey; readonly published: JWK };

let kids = 0;
async function createKey(alg: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  kids += 1;
  const kid = `key-${kids}`;
  return { kid, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg } };
}

/** Starts one on a free port, which signs by this algorithm. */
export async function startIssuer(alg = 'ES256'): Promise<TestIssuer> {
  let key = await createKey(alg);
  const stranger = await createKey(alg);
  let isAway = false;
  let reads = 0;
  const server = createServer((_request, response) => {
    reads += 1;
    response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [key.published] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  const issuer = `http://127.0.0.1:${port}`;

  async function tokenOf(subject: unknown, { claims = {}, header = {}, forged }: TokenOptions = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: issuer, aud: AUDIENCE, iat: now, exp: now + 300, sub: subject, ...claims };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return new SignJWT(given)
      .setProtectedHeader({ alg, kid: key.kid, ...header })
      .sign(forged ? stranger.privateKey : key.privateKey);
  }

  return {
    signIn: { jwksUrl: `${issuer}/keys`, issuer, audience: AUDIENCE },
    reads: () => reads,
    async headersOf(subject, ...scopes) {
      return { authorization: `Bearer ${await tokenOf(subject, { claims: { scope: scopes.join(' ') } })}` };
    },
    tokenOf,
    async rotate() {
      key = await createKey(alg);
    },
    setAway(value) {
      isAway = value;
    },
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
