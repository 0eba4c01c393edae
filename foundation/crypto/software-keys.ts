import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { blindIndexWith } from './blind-index.ts';
import { issueCertificate, type Subject } from './certificate.ts';
import {
  aadOf,
  KEY,
  openEnvelope,
  openValue,
  rewrapEnvelope,
  sealEnvelope,
  sealValue,
  unwrapKey,
  type Wrapping,
  wrapKey,
} from './envelope.ts';
import { type KeyFolder, KeyFolderError, openKeyFolder } from './key-folder.ts';
import type { KeyService, RecordKey, RotatingKey, SealCertificates, SigningKey } from './keys.ts';

/** Years a certificate of the authority and of a document key is valid. */
const AUTHORITY_YEARS = 30;
const DOCUMENT_YEARS = 10;

const SECRETS = ['master', 'index'] as const;
const PAIRS = ['ledger', 'credential', 'document', 'authority'] as const;
type Secret = (typeof SECRETS)[number];
type Pair = (typeof PAIRS)[number];

/** How the software keys are opened. */
export type KeyOptions = {
  /** Instant of first start, for the validity of certificates; default the clock of the machine. */
  readonly now?: Date;
  /** Organization named in the certificates. */
  readonly organization?: string;
};

type Held = {
  readonly folder: KeyFolder;
  readonly organization: string;
  readonly secrets: Record<Secret, Map<number, Buffer>>;
  readonly pairs: Record<Pair, Map<number, { secret: KeyObject; open: KeyObject }>>;
  readonly certificates: Record<'document' | 'authority', Map<number, X509Certificate>>;
};

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? Buffer.from(value) : value;

const lastOf = (map: ReadonlyMap<number, unknown>): number => Math.max(...map.keys());

const newPair = (name: Pair): string => {
  const encoding = { type: 'pkcs8', format: 'pem' } as const;
  const { privateKey } =
    name === 'ledger'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return String(privateKey.export(encoding));
};

function addSecret(held: Held, name: Secret, version: number): void {
  const bytes = held.folder.create(name, version, 'key', randomBytes(KEY));
  if (bytes.length !== KEY)
    throw new KeyFolderError(`${held.folder.path}: ${name}.${version}.key is not 32 bytes long.`);
  held.secrets[name].set(version, bytes);
}

function addPair(held: Held, name: Pair, version: number): void {
  const exists = held.folder.versions(name, 'pem').includes(version);
  const pem = exists
    ? held.folder.read(name, version, 'pem')
    : held.folder.create(name, version, 'pem', newPair(name));
  const secret = createPrivateKey(pem);
  held.pairs[name].set(version, { secret, open: createPublicKey(secret) });
}

const yearsAfter = (now: Date, years: number): Date => {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end;
};

/** Reads the certificate of a key, or issues the one that a crash or a first start left out. */
function addCertificate(held: Held, use: 'document' | 'authority', version: number, now: Date) {
  const commonName = use === 'authority' ? `${held.organization} 电子印章签发` : held.organization;
  const subject: Subject = { commonName, organization: held.organization };
  const pair = held.pairs[use].get(version)!;
  const years = use === 'authority' ? AUTHORITY_YEARS : DOCUMENT_YEARS;
  const authority = lastOf(held.pairs.authority);
  const exists = held.folder.versions(use, 'crt').includes(version);
  const pem = exists
    ? held.folder.read(use, version, 'crt')
    : held.folder.create(
        use,
        version,
        'crt',
        new X509Certificate(
          issueCertificate({
            use,
            subject,
            publicKey: pair.open,
            notBefore: now,
            notAfter: yearsAfter(now, years),
            issuer: use === 'document' ? held.certificates.authority.get(authority) : undefined,
            signingKey: held.pairs.authority.get(authority)!.secret,
          }),
        ).toString(),
      );
  held.certificates[use].set(version, new X509Certificate(pem));
}

/** Versions 1…n; a gap after the first start means that a key was lost, and with it what it encrypted. */
function versionsToLoad(folder: KeyFolder, name: string, kind: string): number[] {
  const found = folder.versions(name, kind);
  const whole = found.every((version, at) => version === at + 1);
  if (!whole || (found.length === 0 && folder.isComplete()))
    throw new KeyFolderError(
      `${folder.path}: a version of the ${name} key is missing. Restore the folder from its backup; a new key cannot read old data.`,
    );
  return found.length === 0 ? [1] : found;
}

function load(folder: KeyFolder, options: KeyOptions): Held {
  const now = options.now ?? new Date();
  const held: Held = {
    folder,
    organization: options.organization ?? '一网政务平台',
    secrets: { master: new Map(), index: new Map() },
    pairs: { ledger: new Map(), credential: new Map(), document: new Map(), authority: new Map() },
    certificates: { document: new Map(), authority: new Map() },
  };
  for (const name of SECRETS)
    for (const version of versionsToLoad(folder, name, 'key')) addSecret(held, name, version);
  for (const name of PAIRS)
    for (const version of versionsToLoad(folder, name, 'pem')) addPair(held, name, version);
  for (const use of ['authority', 'document'] as const)
    for (const version of held.pairs[use].keys()) addCertificate(held, use, version, now);
  if (!folder.isComplete()) folder.markComplete();
  return held;
}

function wrappingOf(held: Held): Wrapping {
  const keys = held.secrets.master;
  return {
    get version() {
      return lastOf(keys);
    },
    key: (version) => keys.get(version),
  };
}

function recordKey(dataKey: Buffer, wrapped: Buffer, table: string, id: string): RecordKey {
  return {
    wrapped,
    seal: (value, column) => sealValue(dataKey, bytesOf(value), aadOf({ table, id, column })),
    open: (sealed, column) => openValue(dataKey, sealed, aadOf({ table, id, column })),
  };
}

/** Column name under which a record's own data key is wrapped. */
const RECORD_KEY = 'record-key';

function envelopePart(held: Held) {
  const wrapping = wrappingOf(held);
  return {
    seal: (value, place) => sealEnvelope(wrapping, bytesOf(value), aadOf(place)),
    open: (sealed, place) => openEnvelope(wrapping, sealed, aadOf(place)),
    openText: (sealed, place) => openEnvelope(wrapping, sealed, aadOf(place)).toString('utf8'),
    rewrap: (sealed, place) => rewrapEnvelope(wrapping, sealed, aadOf(place)),
    newRecordKey: (table, id) => {
      const dataKey = randomBytes(KEY);
      const wrapped = wrapKey(wrapping, dataKey, aadOf({ table, id, column: RECORD_KEY }));
      return recordKey(dataKey, wrapped, table, id);
    },
    openRecordKey: (wrapped, table, id) => {
      const dataKey = unwrapKey(wrapping, wrapped, aadOf({ table, id, column: RECORD_KEY }));
      return recordKey(dataKey, Buffer.from(wrapped), table, id);
    },
    wrapKey: (dataKey, place) => wrapKey(wrapping, dataKey, aadOf(place)),
    unwrapKey: (wrapped, place) => unwrapKey(wrapping, wrapped, aadOf(place)),
    blindIndex: (field, value) =>
      blindIndexWith(held.secrets.index.get(lastOf(held.secrets.index))!, field, value),
    blindIndexes: (field, value) =>
      [...held.secrets.index.values()].reverse().map((key) => blindIndexWith(key, field, value)),
  } satisfies Partial<KeyService>;
}

const hashOf = (key: SigningKey) => (key === 'ledger' ? null : 'sha256');

function signingPart(held: Held) {
  const pairOf = (key: SigningKey, version = lastOf(held.pairs[key])) =>
    held.pairs[key].get(version);
  return {
    sign: (key, data, form = 'ieee-p1363') =>
      sign(hashOf(key), data, { key: pairOf(key)!.secret, dsaEncoding: form }),
    verify: (key, data, signature, version) => {
      const pair = pairOf(key, version);
      if (!pair) return false;
      return verify(hashOf(key), data, { key: pair.open, dsaEncoding: 'ieee-p1363' }, signature);
    },
    publicKey: (key, version) => {
      const pair = pairOf(key, version);
      if (!pair) throw new RangeError(`The ${key} key has no version ${version}.`);
      return pair.open;
    },
    certificates: (): SealCertificates => {
      const { document, authority } = held.certificates;
      return {
        document: document.get(lastOf(document))!.raw,
        authority: authority.get(lastOf(authority))!.raw,
        anchors: [...authority.values()].map((certificate) => certificate.raw),
      };
    },
  } satisfies Partial<KeyService>;
}

/**
 * Keys held in a folder, made on first start with mode 0600: for pilots and tests. It is no
 * certified cryptographic module (GM/T 0028); production puts a hardware one behind `KeyService`.
 * Keep the folder in a backup apart from the database: without it encrypted data is lost.
 * @throws {KeyFolderError} when others may read the folder or a key was lost.
 */
export function openKeys(folder: string, options: KeyOptions = {}): KeyService {
  const held = load(openKeyFolder(folder), options);
  const isSecret = (key: RotatingKey): key is Secret => key === 'master' || key === 'index';
  const versionsOf = (key: RotatingKey) => [
    ...(isSecret(key) ? held.secrets[key] : held.pairs[key]).keys(),
  ];
  const first = held.secrets.master.get(1)!;
  return {
    ...envelopePart(held),
    ...signingPart(held),
    versions: versionsOf,
    masterFingerprint: createHmac('sha256', first).update('fingerprint').digest('hex').slice(0, 32),
    rotate: (key, now) => {
      const next = Math.max(...versionsOf(key)) + 1;
      if (isSecret(key)) addSecret(held, key, next);
      else addPair(held, key, next);
      if (key === 'document') addCertificate(held, 'document', next, now);
      return next;
    },
  };
}
