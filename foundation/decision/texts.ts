import type { Params } from '../errors/index.ts';
import { compile } from './feel/compile.ts';
import type { Expr, UnaryTests } from './feel/expr.ts';
import { ANY, type Kind } from './feel/kind.ts';
import { createReader, type NameTree, type Parsed, type Reader } from './feel/parse.ts';
import { builtinNames } from './feel/registry.ts';
import { type Code, Scope } from './feel/scope.ts';
import { type CompiledTest, compileTests } from './feel/unary.ts';
import type { Text } from './model.ts';
import { fromFault, fromUnit, type Place, type Problem } from './problem.ts';

const NOTHING: Code = { run: () => null, kind: ANY, constant: { value: null } };

/** Names that the grammar itself knows; told once more they would no longer be keywords of types. */
const OWN = ['date and time', 'years and months duration'];
/** The built-in functions whose names hold a blank: the reader must know them, single words it finds. */
const BUILTINS: NameTree = Object.fromEntries(
  [...builtinNames()].filter((n) => n.includes(' ') && !OWN.includes(n)).map((n) => [n, null]),
);

/** Readers by their names: making one costs milliseconds, and most texts share a few sets of names. */
const readers = new Map<string, Reader>();
const MOST_READERS = 100;
function readerFor(names: NameTree): Reader {
  const key = JSON.stringify(names);
  let reader = readers.get(key);
  if (!reader) {
    reader = createReader({ ...BUILTINS, ...names });
    if (readers.size >= MOST_READERS) readers.clear();
    readers.set(key, reader);
  }
  return reader;
}

/**
 * Compiles the FEEL texts that share one set of names, and collects what is wrong with them. A faulty
 * text yields null; nothing throws.
 */
export class Texts {
  readonly problems: Problem[] = [];
  readonly scope: Scope;
  private reader: Reader | null = null;
  private place: Place = { source: { text: '', line: 1 }, where: {} };

  constructor(
    type: (name: string) => Kind | undefined = () => undefined,
    onUnknown: ((name: string) => boolean) | null = null,
  ) {
    const unit = {
      problem: (code: string, params: Params, span: { from: number; to: number }) =>
        this.problems.push(fromUnit(code, params, span, this.place)),
      type,
      compile,
    };
    this.scope = new Scope(unit, null, onUnknown);
  }

  /** Adds a name that every text compiled afterwards may use; gives its slot. */
  declare(name: string, kind: Kind): number {
    this.reader = null;
    return this.scope.declare(name, kind);
  }

  private parse<T>(source: Text, where: Params, read: (r: Reader) => Parsed<T>): T | null {
    this.reader ??= readerFor(this.scope.names());
    this.place = { source, where };
    const parsed = read(this.reader);
    if ('ok' in parsed) return parsed.ok;
    this.problems.push(fromFault(parsed.fault, this.place));
    return null;
  }

  expression(source: Text, where: Params = {}): Code {
    const e = this.parse<Expr>(source, where, (r) => r.expression(source.text));
    return e ? compile(e, this.scope) : NOTHING;
  }

  /** Unary tests against values of a kind; `?` must have been declared. */
  tests(source: Text, input: Kind, where: Params = {}): CompiledTest {
    const t = this.parse<UnaryTests>(source, where, (r) => r.tests(source.text));
    return t ? compileTests(t, this.scope, input) : { test: () => null, reads: false };
  }
}
