// A real OpenID provider, npm oidc-provider, on a loopback port that the
// system chooses. The test behind the build tag "interop" starts it:
//
//   npm ci && node provider.mjs [PATH]
//   issuer http://127.0.0.1:40123/oidc ready
//
// PATH, such as /oidc, becomes the path of the issuer. The keys are made at
// the start and live in memory only. The provider ends when its standard
// input does, so that it never outlives its test.
//
// Requests below /_ctl/ are for the test. They are no part of the provider:
//
//   /_ctl/rotate          new keys sign; the old ones stay in the key set
//   /_ctl/rotate?drop     new keys sign; the old ones are gone
//   /_ctl/outage?status=N discovery and key set answer N; 0 ends it
//   /_ctl/stats           how often discovery and key set were asked for
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import { Provider, errors } from 'oidc-provider';

// ---- keys

const kinds = {
  RS256: ['rsa', { modulusLength: 2048 }],
  PS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  ES384: ['ec', { namedCurve: 'P-384' }],
  EdDSA: ['ed25519', {}],
};

let generation = 0;
function makeKeys() {
  generation++;
  return Object.entries(kinds).map(([alg, [type, options]]) => ({
    ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
    kid: `${alg.toLowerCase()}-${generation}`, use: 'sig', alg,
  }));
}
let keys = makeKeys();

// ---- what a client can ask for
//
// RFC 8707: resource= names the API. It becomes the token's audience, and
// decides here how the token is signed and how long it lives, in seconds.

const resources = {
  'https://api.example/rs256': { alg: 'RS256' },
  'https://api.example/es256': { alg: 'ES256' },
  'https://api.example/es384': { alg: 'ES384' },
  'https://api.example/ps256': { alg: 'PS256' },
  'https://api.example/eddsa': { alg: 'EdDSA' },
  'https://api.example/short': { alg: 'RS256', ttl: 3 },
  'https://api.example/opaque': { opaque: true },
  'https://other.example': { alg: 'RS256' },
};
const scopes = 'read:orders write:orders';

function resourceServer(ctx, resource) {
  const r = resources[resource];
  if (!r) throw new errors.InvalidTarget('no such API');
  const server = { audience: resource, scope: scopes, accessTokenTTL: r.ttl ?? 3600 };
  return r.opaque
    ? { ...server, accessTokenFormat: 'opaque' }
    : { ...server, accessTokenFormat: 'jwt', jwt: { sign: { alg: r.alg } } };
}

// ---- the provider

const server = http.createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const path = process.argv[2] ?? '';
const issuer = origin + path;

const configuration = () => ({
  jwks: { keys },
  clients: [
    { client_id: 'machine', client_secret: 'machine-secret', grant_types: ['client_credentials'],
      redirect_uris: [], response_types: [], scope: scopes },
    { client_id: 'bound', client_secret: 'bound-secret', grant_types: ['client_credentials'],
      redirect_uris: [], response_types: [], scope: scopes, dpop_bound_access_tokens: true },
    { client_id: 'app', token_endpoint_auth_method: 'none', grant_types: ['authorization_code'],
      redirect_uris: [`${origin}/callback`], response_types: ['code'], scope: `openid email ${scopes}` },
  ],
  scopes: ['openid', 'email', ...scopes.split(' ')],
  claims: { openid: ['sub'], email: ['email'] },
  pkce: { required: () => true },
  cookies: { keys: ['loopback only'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, one) => one ?? 'https://api.example/rs256',
      useGrantedResource: () => true,
      getResourceServerInfo: resourceServer,
    },
  },
  extraTokenClaims: (ctx, token) => ({
    ...(token.accountId && { email: `${token.accountId}@example.com` }),
    realm_access: { roles: [token.accountId ? 'member' : 'admin'] }, // as Keycloak has it
  }),
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
  interactions: { url: (ctx, i) => `/interaction/${i.uid}` },
});

let provider, callback;
function build() {
  provider = new Provider(issuer, configuration());
  callback = provider.callback();
}
build();

// Nobody is there to click: alice signs in and agrees to everything.
async function interaction(req, res) {
  const { prompt, session, params, grantId } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    return provider.interactionFinished(req, res, { login: { accountId: 'alice' } });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, list] of Object.entries(missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, list.join(' '));
  }
  const consent = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(req, res, consent, { mergeWithLastSubmission: true });
}

// ---- the server around it

let outage = 0;
const stats = { discovery: 0, keys: 0 };

function control(url, res) {
  switch (url.pathname) {
    case '/_ctl/rotate': {
      const fresh = makeKeys();
      keys = url.searchParams.has('drop') ? fresh : [...fresh, ...keys];
      build();
      break;
    }
    case '/_ctl/outage':
      outage = Number(url.searchParams.get('status'));
      break;
    case '/_ctl/stats':
      break;
    default:
      res.writeHead(404);
  }
  res.end(JSON.stringify(stats));
}

server.on('request', async (req, res) => {
  const url = new URL(req.url, origin);
  if (url.pathname.startsWith('/_ctl/')) return control(url, res);
  if (url.pathname.startsWith('/interaction/')) return interaction(req, res);

  const discovery = url.pathname.includes('/.well-known/');
  const keySet = url.pathname.endsWith('/jwks');
  if (discovery) stats.discovery++;
  if (keySet) stats.keys++;
  if (outage && (discovery || keySet)) return res.writeHead(outage).end('outage');

  if (path && req.url.startsWith(path)) { // mount it below its path
    req.originalUrl = req.url;
    req.url = req.url.slice(path.length) || '/';
  }
  callback(req, res);
});

process.stdin.on('end', () => process.exit(0)).resume();
console.log(`issuer ${issuer} ready`);
