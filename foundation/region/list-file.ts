import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { fullNameOf, isDivisionCode, parentOf } from './names.ts';
import type { Row } from './store.ts';
import { gramsOf } from './words.ts';

/** A list of divisions that cannot be read in; the message names the line. */
export class DivisionListError extends Error {}

/** What the head of a list says: a short name of its source, its day, and how many divisions it has. */
export type ListHead = {
  readonly source: string;
  readonly asOf: string;
  readonly divisions: number;
};

/** SHA-256 of a file, in hex. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

const LINE = /^(\d{2,12}) (\S[^\t]*?)(?:\tended (\d{4}-\d{2}-\d{2}))?$/;

/** Reads the lines of one list; each division stands behind its parent. */
class ListReader {
  private readonly fields = new Map<string, string>();
  private readonly above: { code: string; name: string; fullName: string }[] = [];
  private line = 0;
  private count = 0;

  private fail(words: string): never {
    throw new DivisionListError(`Line ${this.line}: ${words}`);
  }

  /** The division of a line; undefined for a line of the head. */
  read(text: string): Row | undefined {
    this.line += 1;
    if (text.startsWith('#')) {
      const [, key, value] = /^# (source|as-of|divisions) (\S+)$/.exec(text) ?? [];
      if (key && value) this.fields.set(key, value);
      return undefined;
    }
    const [, code, name, endedOn] = LINE.exec(text) ?? [];
    if (!code || !name || !isDivisionCode(code)) this.fail('expected a code, a blank and a name');
    const parentCode = parentOf(code);
    while (this.above.length > 0 && this.above.at(-1)?.code !== parentCode) this.above.pop();
    const parent = this.above.at(-1);
    if (parentCode !== undefined && !parent) this.fail(`${code} does not stand behind its parent`);
    const fullName = fullNameOf(name, parent);
    this.above.push({ code, name, fullName });
    this.count += 1;
    return { code, name, fullName, grams: gramsOf(name, fullName), endedOn: endedOn ?? null };
  }

  get head(): ListHead {
    const source = this.fields.get('source');
    const asOf = this.fields.get('as-of') ?? '';
    const divisions = Number(this.fields.get('divisions'));
    if (!source || !/^\d{4}-\d{2}-\d{2}$/.test(asOf) || !Number.isSafeInteger(divisions))
      this.fail('the head lacks source, as-of or divisions');
    return { source, asOf, divisions };
  }

  end(): void {
    const { divisions } = this.head;
    if (this.count !== divisions)
      this.fail(`${divisions} divisions were announced, ${this.count} came`);
  }
}

/**
 * Reads a list (`.br`: Brotli, else plain text) as a stream and hands it on in batches; while `take`
 * has one, the next is made, and no more than that, so memory stays small.
 * @throws {DivisionListError} for anything that is no whole list.
 */
export async function readList(
  file: string,
  batch: number,
  take: (rows: readonly Row[], head: ListHead) => Promise<void>,
): Promise<ListHead> {
  const reader = new ListReader();
  const consume = async (chunks: AsyncIterable<Uint8Array>) => {
    let rows: Row[] = [];
    let taken = Promise.resolve();
    const hand = async () => {
      await taken;
      taken = take(rows, reader.head);
      taken.catch(() => {}); // heard at the next await of `taken`
      rows = [];
    };
    for await (const text of linesOf(chunks)) {
      const row = reader.read(text);
      if (row) rows.push(row);
      if (rows.length >= batch) await hand();
    }
    reader.end();
    if (rows.length > 0) await hand();
    await taken;
  };
  const source = createReadStream(file);
  await (file.endsWith('.br')
    ? pipeline(source, createBrotliDecompress(), consume)
    : pipeline(source, consume));
  return reader.head;
}
