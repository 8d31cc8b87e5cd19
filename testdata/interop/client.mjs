// A client that we did not write. It gets a token that is bound to its key, and
// calls an API with it:
//
//   node client.mjs LIBRARY ISSUER CLIENT SECRET RESOURCE URL
//   {"type":"dpop","bound":true,"first":200,"second":200,"replay":401,"bearer":401}
//
// LIBRARY is oauth4webapi or openid-client. First and second are two calls that
// the library makes. The replay sends the last of them again as it was; bearer
// sends the token without a proof.
import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client';

const [library, issuer, id, secret, resource, url] = process.argv.slice(2);
const parameters = { resource, scope: 'read:orders' };

// The libraries use the global fetch. This one keeps what was sent last.
const send = globalThis.fetch;
let last;
globalThis.fetch = (to, init) => {
  last = [to, init];
  return send(to, init);
};

const insecure = { [oauth.allowInsecureRequests]: true }; // loopback
const libraries = {
  async 'oauth4webapi'() {
    const at = new URL(issuer);
    const server = await oauth.processDiscoveryResponse(at, await oauth.discoveryRequest(at, insecure));
    const client = { client_id: id };
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const response = await oauth.clientCredentialsGrantRequest(
      server, client, oauth.ClientSecretBasic(secret), parameters, { DPoP, ...insecure });
    const tokens = await oauth.processClientCredentialsResponse(server, client, response);
    const call = () => oauth.protectedResourceRequest(
      tokens.access_token, 'GET', new URL(url), undefined, null, { DPoP, ...insecure });
    // An API may want a nonce of its own: the library says so, and knows it then.
    const retry = (error) => oauth.isDPoPNonceError(error) ? call() : Promise.reject(error);
    return { tokens, call: () => call().catch(retry) };
  },
  async 'openid-client'() {
    const config = await oidc.discovery(
      new URL(issuer), id, undefined, oidc.ClientSecretBasic(secret), { execute: [oidc.allowInsecureRequests] });
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'));
    const tokens = await oidc.clientCredentialsGrant(config, parameters, { DPoP });
    return { tokens, call: () => oidc.fetchProtectedResource(config, tokens.access_token, new URL(url), 'GET', null, undefined, { DPoP }) };
  },
};

const { tokens, call } = await libraries[library]();
const payload = JSON.parse(Buffer.from(tokens.access_token.split('.')[1], 'base64url'));
const first = await call();
const second = await call();
const replay = await send(...last);
const bearer = await send(url, { headers: { authorization: `Bearer ${tokens.access_token}` } });
console.log(JSON.stringify({
  type: tokens.token_type, bound: Boolean(payload.cnf?.jkt),
  first: first.status, second: second.status, replay: replay.status, bearer: bearer.status,
}));
