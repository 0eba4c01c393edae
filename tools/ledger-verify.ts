import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  auditLog,
  type Checkpoint,
  decodeBundle,
  errors,
  formatVkey,
  HASH_BYTES,
  type LogReader,
  messages,
  openCheckpoint,
  parseEntry,
  parseVkey,
  tilePath,
  type Verifier,
} from '../foundation/ledger/index.ts';

const USAGE = `Checks a whole ledger from outside: every entry, every tile, the root, the signature.

  npm run ledger:verify -- <url> [--vkey <key>] [--since <file>]

  <url>      address of the server (https://gov.example) or of the log (https://gov.example/ledger)
  --vkey     public key of the log, got by another way; without it the log's own word is taken
  --since    file with an older checkpoint of this log: it must be a beginning of today's log`;

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 32 * 1024 * 1024;
const TRIES = 10;
const MOST_NAMED = 10;

/** Thrown with one line for the person who runs this. */
class Failure extends Error {}

/** Fetches a resource; undefined when the log says that it has none. Waits when it is asked to. */
async function download(url: string): Promise<Buffer | undefined> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status === 429 || answer.status === 503) {
      await answer.body?.cancel();
      const seconds = Number(answer.headers.get('retry-after') ?? '1');
      await wait(Math.min(Number.isFinite(seconds) ? seconds : 1, 60) * 1000);
      continue;
    }
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Failure(`${url} answers ${answer.status}.`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      length += part.length;
      if (length > MOST_BYTES) throw new Failure(`${url} is larger than any part of a log may be.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
  throw new Failure(`${url} stays busy.`);
}

async function text(url: string): Promise<string> {
  const found = await download(url);
  if (!found) throw new Failure(`${url} is not there.`);
  return found.toString('utf8');
}

/** A partial resource may have given way to the full one, of which it is the beginning. */
const either = async (prefix: string, level: number | 'entries', number: number, width: number) => {
  const path = tilePath(level, number, width);
  const found = await download(`${prefix}/${path}`);
  if (found) return { found, width };
  const full = width < 256 ? await download(`${prefix}/${tilePath(level, number)}`) : undefined;
  if (!full) throw errors.broken({ what: `${path} is missing` });
  return { found: full, width: 256 };
};

const remoteLog = (prefix: string): LogReader => ({
  tile: async (level, number, width) => {
    const { found } = await either(prefix, level, number, width);
    return found.subarray(0, width * HASH_BYTES);
  },
  bundle: async (number, width) => {
    const answer = await either(prefix, 'entries', number, width);
    return decodeBundle(answer.found, answer.width).slice(0, width);
  },
});

/** The log's address: a bare server has its log under /ledger. */
function prefixOf(address: string): string {
  if (!URL.canParse(address)) throw new Failure(`${address} is not an address.`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Failure(`${address} begins with neither http:// nor https://.`);
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/ledger' : path}`;
}

async function keysOf(prefix: string, pinned: string | undefined): Promise<Verifier[]> {
  const lines = pinned ?? (await text(`${prefix}/vkey`));
  return lines.trim().split('\n').map(parseVkey);
}

function olderOf(file: string | undefined, keys: readonly Verifier[]): Checkpoint | undefined {
  if (file === undefined) return undefined;
  let note: string;
  try {
    note = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure(`${file} cannot be read.`, { cause });
  }
  return openCheckpoint(note, keys);
}

async function verify(address: string, vkey?: string, since?: string): Promise<string> {
  const prefix = prefixOf(address);
  const keys = await keysOf(prefix, vkey);
  const older = olderOf(since, keys);
  const head = openCheckpoint(await text(`${prefix}/checkpoint`), keys);
  if (older && older.origin !== head.origin)
    throw new Failure(`${since} is of another log: ${older.origin}.`);
  const odd: number[] = [];
  await auditLog(head, remoteLog(prefix), older, (entry, index) => {
    try {
      parseEntry(entry);
    } catch {
      if (odd.length < MOST_NAMED) odd.push(index);
    }
  });
  if (odd.length > 0)
    throw new Failure(`These entries hold more than kind, time and commitment: ${odd.join(', ')}.`);
  const continued = older ? `, continues the ${older.size} entries of ${since}` : '';
  const trust = vkey
    ? 'key as given'
    : `key as the log itself says, give it with --vkey: ${keys.map(formatVkey).join(' ')}`;
  return `sound: ${head.origin}, ${head.size} entries, root ${head.root.toString('base64')}${continued} (${trust})`;
}

/** The line for a failure: ours as it is, refusals of the ledger in their words. */
function wordsFor(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const { code, params, message, cause } = error as Error & {
    code?: string;
    params?: Record<string, unknown>;
  };
  const known = code?.startsWith('ledger.')
    ? messages[code.replace('ledger.', 'error.') as keyof typeof messages]
    : undefined;
  if (known) return known.en.replace(/\{(\w+)\}/g, (_, name: string) => String(params?.[name]));
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

async function main(): Promise<number> {
  let given: { values: { vkey?: string; since?: string }; positionals: string[] };
  try {
    given = parseArgs({
      allowPositionals: true,
      options: { vkey: { type: 'string' }, since: { type: 'string' } },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const [address, ...more] = given.positionals;
  if (address === undefined || more.length > 0) {
    console.error(USAGE);
    return 2;
  }
  try {
    console.log(await verify(address, given.values.vkey, given.values.since));
    return 0;
  } catch (error) {
    console.error(`NOT SOUND: ${wordsFor(error)}`);
    return 1;
  }
}

process.exitCode = await main();
