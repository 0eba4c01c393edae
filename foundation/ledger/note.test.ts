import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { append, EMPTY_EDGE, EMPTY_ROOT, edgeRoot, inclusionProof, leafHash } from './merkle.ts';
import {
  formatVkey,
  openNote,
  parseVkey,
  publicKeyOf,
  signNote,
  verifierOf,
  verifiersOf,
} from './note.ts';
import { formatReceipt, parseReceipt, verifyReceipt } from './proof.ts';

// The key pair and the note of the reference implementation, golang.org/x/mod/sumdb/note.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(
  1,
);
const TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
// RFC 8410 section 7: the fixed beginning of an Ed25519 private key in PKCS #8.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const peter = {
  name: 'PeterNeumann',
  privateKey: createPrivateKey({
    key: Buffer.concat([PKCS8, PETER_SEED]),
    format: 'der',
    type: 'pkcs8',
  }),
};

const key = { name: 'gov.example/ledger', privateKey: generateKeyPairSync('ed25519').privateKey };
const known = verifiersOf(key);

describe('a signed note', () => {
  test('of the reference implementation is read and made byte for byte', () => {
    expect(openNote(NOTE, [parseVkey(PETER)]).text).toBe(TEXT);
    expect(signNote(TEXT, peter)).toBe(NOTE);
    expect(verifiersOf(peter).map(formatVkey)).toEqual([PETER]);
  });

  test('of c2sp.org/signed-note has the form that is read; its unknown key is not believed', () => {
    const example =
      'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n' +
      '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n';
    expect(() => openNote(example, known)).toThrow('ledger.bad_signature');
    const impostor = {
      ...verifierOf('quasimodo.example/salvatore', publicKeyOf(key)),
      id: '367ba04b',
    };
    expect(() => openNote(example, [impostor])).toThrow('ledger.bad_signature');
  });

  test('with one changed bit is refused, wherever the bit is', () => {
    const bytes = Buffer.from(NOTE);
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const other = Buffer.from(bytes);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openNote(other.toString('utf8'), [parseVkey(PETER)])).toThrow(/^ledger\./);
    }
  });

  test('keeps its good signature beside those of unknown keys', () => {
    const line = signNote(TEXT, key).split('\n').at(-2);
    expect(openNote(`${NOTE}${line}\n`, [parseVkey(PETER)]).by).toHaveLength(1);
    expect(openNote(`${NOTE}${line}\n`, [parseVkey(PETER), ...known]).by).toHaveLength(2);
    expect(() => openNote(NOTE, known)).toThrow('ledger.bad_signature');
  });

  test('is refused when a known key signed wrongly, even beside a good signature', () => {
    const line = signNote('another text\n', key).split('\n').at(-2);
    expect(() => openNote(`${NOTE}${line}\n`, [parseVkey(PETER), ...known])).toThrow(
      'ledger.bad_signature',
    );
  });

  test('of a replaced key opens with the verifiers of its successor', () => {
    const next = {
      name: key.name,
      privateKey: generateKeyPairSync('ed25519').privateKey,
      former: [publicKeyOf(key)],
    };
    expect(openNote(signNote(TEXT, key), verifiersOf(next)).text).toBe(TEXT);
    expect(openNote(signNote(TEXT, next), verifiersOf(next)).text).toBe(TEXT);
    expect(() => openNote(signNote(TEXT, next), known)).toThrow('ledger.bad_signature');
  });

  test('can be made by a service that keeps its private key', () => {
    const service = {
      name: key.name,
      publicKey: publicKeyOf(key),
      sign: (data: Uint8Array) => sign(null, data, key.privateKey),
    };
    expect(signNote(TEXT, service)).toBe(signNote(TEXT, key));
  });

  test('malformed: no blank line, control characters, no signature, damaged base64', () => {
    const bad = [
      '',
      '\n\n',
      TEXT,
      NOTE.replace('\n\n', '\n'),
      NOTE.slice(0, -1),
      NOTE.replace('If you', 'If\tyou'),
      NOTE.replace('— ', '- '),
      NOTE.replace('x08go/', 'x08g*/'),
      NOTE.replace('nAM=', 'nAN='),
      NOTE.replace('PeterNeumann ', 'Peter+Neumann '),
      `${TEXT}\n— PeterNeumann x08g\n`,
    ];
    for (const note of bad) expect(() => openNote(note, [parseVkey(PETER)])).toThrow(/^ledger\./);
    for (const text of ['no newline', 'a\tb\n', '\ud800\n'])
      expect(() => signNote(text, key)).toThrow(TypeError);
    expect(() => signNote(TEXT, { ...key, name: 'with space' })).toThrow(TypeError);
  });

  test('a vkey with any part changed is refused', () => {
    for (let i = 0; i < PETER.length; i += 1) {
      const other = PETER.slice(0, i) + (PETER[i] === 'b' ? 'c' : 'b') + PETER.slice(i + 1);
      expect(() => parseVkey(other)).toThrow('ledger.malformed');
      expect(() => parseVkey(PETER.slice(0, i))).toThrow('ledger.malformed');
    }
    expect(() =>
      parseVkey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'),
    ).toThrow();
    const rsa = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(() => verifierOf('a', rsa)).toThrow(TypeError);
  });
});

describe('a checkpoint', () => {
  test('has the text of the example in c2sp.org/tlog-checkpoint', () => {
    const text =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(formatCheckpoint(parseCheckpoint(text))).toBe(text);
    expect(parseCheckpoint(`${text}extension\n`).size).toBe(20852163);
  });

  test('signed by the log opens; one of another origin under the same key does not', () => {
    expect(openCheckpoint(signCheckpoint(key, 0, EMPTY_ROOT), known)).toEqual({
      origin: key.name,
      size: 0,
      root: EMPTY_ROOT,
    });
    const other = signNote(
      formatCheckpoint({ origin: 'other.example', size: 0, root: EMPTY_ROOT }),
      key,
    );
    expect(() => openCheckpoint(other, known)).toThrow('ledger.bad_signature');
  });

  test('malformed: sizes with zeroes or signs, short roots, empty lines', () => {
    const root = EMPTY_ROOT.toString('base64');
    const bad = [
      `o\n01\n${root}\n`,
      `o\n-1\n${root}\n`,
      `o\n1e3\n${root}\n`,
      `o\n9007199254740993\n${root}\n`,
      `o\n1\n${root.slice(4)}\n`,
      `o\n1\n${root}`,
      `\n1\n${root}\n`,
      `o\n1\n${root}\n\n`,
      'o\n1\n',
    ];
    for (const text of bad) expect(() => parseCheckpoint(text)).toThrow('ledger.malformed');
  });
});

describe('a receipt', () => {
  const entries = Array.from({ length: 600 }, (_, i) => Buffer.from(`entry ${i}`));
  const tree = append(EMPTY_EDGE, entries.map(leafHash));
  const checkpoint = signCheckpoint(key, 600, edgeRoot(tree.edge));
  const proofOf = (index: number) =>
    inclusionProof(index, 600, async (level, number) => {
      const tile = tree.tiles.find((found) => found.level === level && found.number === number);
      return tile?.data ?? Buffer.alloc(0);
    });

  test('of any entry is accepted with the entry, with or without the entry inside', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 599 }), async (index) => {
        const entry = entries[index] as Buffer;
        const bare = { index, proof: await proofOf(index), checkpoint };
        const text = formatReceipt(bare);
        expect(parseReceipt(text)).toEqual(bare);
        expect(verifyReceipt(text, known, entry)).toMatchObject({
          index,
          checkpoint: { size: 600 },
        });
        const whole = formatReceipt({ ...bare, extra: entry });
        expect(verifyReceipt(whole, known).entry).toEqual(entry);
        expect(() => verifyReceipt(text, known)).toThrow('ledger.malformed');
        const other = entries[(index + 1) % 600] as Buffer;
        expect(() => verifyReceipt(whole, known, other)).toThrow('ledger.bad_proof');
      }),
      { numRuns: 100 },
    );
  });

  test('with one changed bit is refused, wherever the bit is', async () => {
    const extra = entries[300] as Buffer;
    const text = formatReceipt({ index: 300, proof: await proofOf(300), checkpoint, extra });
    expect(text.startsWith('c2sp.org/tlog-proof@v1\nextra ')).toBe(true);
    const bytes = Buffer.from(text);
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const other = Buffer.from(bytes);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => verifyReceipt(other.toString('utf8'), known)).toThrow(/^ledger\./);
    }
  });

  test('under another log key is refused', async () => {
    const stranger = verifiersOf({ ...key, privateKey: generateKeyPairSync('ed25519').privateKey });
    const text = formatReceipt({
      index: 3,
      proof: await proofOf(3),
      checkpoint,
      extra: entries[3],
    });
    expect(() => verifyReceipt(text, stranger)).toThrow('ledger.bad_signature');
  });

  test('of other versions or with other lines is malformed', async () => {
    const text = formatReceipt({
      index: 3,
      proof: await proofOf(3),
      checkpoint,
      extra: entries[3],
    });
    const bad = [
      '',
      text.replace('@v1', '@v2'),
      text.replace('index 3', 'index 03'),
      text.replace('index 3', 'index -3'),
      text.replace('index 3\n', ''),
      text.replace('extra ', 'more '),
      text.replace('index 3\n', 'index 3\nAAAA\n'),
      text.replaceAll('\n\n', '\n'),
    ];
    for (const receipt of bad)
      expect(() => verifyReceipt(receipt, known)).toThrow('ledger.malformed');
  });
});
