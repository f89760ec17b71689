/**
 * ltijs as its README sets it up, with a database in memory: node ltijs.cjs FOLDER PORT ISSUER CLIENT_ID AUTH_URL JWKS_URL,
 * where FOLDER has ltijs in its node_modules. Prints "ready" when it listens.
 */
const { createRequire } = require('node:module');
const path = require('node:path');
const { console, process } = globalThis;

const [, , folder, port, issuer, clientId, authUrl, jwksUrl] = process.argv;
const provider = createRequire(path.join(folder, 'package.json'))('ltijs').Provider;

/** What tells one document of a large collection from another; small ones are looked through. */
const keys = {
  state: ['state'],
  nonce: ['nonce'],
  idtoken: ['iss', 'clientId', 'deploymentId', 'user'],
  contexttoken: ['contextId', 'user'],
};

/** The interface of ltijs's Database in memory: nothing is encrypted, nothing expires, every look-up is one look. */
class MemoryDatabase {
  #collections = new Map();
  #collection(name) {
    if (!this.#collections.has(name)) this.#collections.set(name, new Map());
    return this.#collections.get(name);
  }
  #key(name, document) {
    const fields = keys[name];
    return fields === undefined ? undefined : fields.map((field) => document[field]).join(' ');
  }
  #find(name, query) {
    const collection = this.#collection(name);
    const key = query && this.#key(name, query);
    if (key !== undefined) return collection.has(key) ? [[key, collection.get(key)]] : [];
    const asked = Object.entries(query ?? {});
    return [...collection].filter(([, document]) =>
      asked.every(([field, value]) => document[field] === value),
    );
  }
  async setup() {
    return true;
  }
  async Close() {
    return true;
  }
  async Get(_encryptionKey, name, query) {
    const found = this.#find(name, query).map(([, document]) => document);
    return found.length === 0 ? false : found;
  }
  async Insert(_encryptionKey, name, item, index) {
    const document = { ...index, ...item };
    this.#collection(name).set(this.#key(name, document) ?? Symbol(), document);
    return true;
  }
  async Replace(encryptionKey, name, query, item, index) {
    await this.Delete(name, query);
    return this.Insert(encryptionKey, name, item, index);
  }
  async Modify(_encryptionKey, name, query, modification) {
    for (const [, document] of this.#find(name, query)) Object.assign(document, modification);
    return true;
  }
  async Delete(name, query) {
    for (const [key] of this.#find(name, query)) this.#collection(name).delete(key);
    return true;
  }
}

async function start() {
  provider.setup('a secret for the bench', { plugin: new MemoryDatabase() }, { cookies: { secure: false } });
  await provider.deploy({ port: Number(port), silent: true });
  await provider.registerPlatform({
    url: issuer,
    name: 'bench',
    clientId,
    authenticationEndpoint: authUrl,
    accesstokenEndpoint: `${issuer}/token`,
    authConfig: { method: 'JWK_SET', key: jwksUrl },
  });
  console.log('ready');
}

start();
