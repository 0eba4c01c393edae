import type { Params } from '../../errors/index.ts';
import type { Expr, Span, TypeExpr } from './expr.ts';
import {
  ANY,
  basicKind,
  contextOf,
  type Kind,
  listOf,
  memberKind,
  propertiesOf,
  rangeOf,
} from './kind.ts';
import type { NameTree } from './parse.ts';
import { type Context, canonicalName, type Env, type Value } from './value.ts';

/** The values of one evaluation by slot; nothing is looked up by name while it runs. */
export class Frame {
  readonly v: Value[];
  readonly env: Env;
  constructor(v: Value[], env: Env) {
    this.v = v;
    this.env = env;
  }
}

export type Fn = (f: Frame) => Value;

/** A compiled expression: its closure, what it yields as far as known, and its value when it never changes. */
export type Code = {
  readonly run: Fn;
  readonly kind: Kind;
  readonly constant?: { readonly value: Value };
};

/** Who compiles: where problems go and what type names mean. */
export type Unit = {
  readonly problem: (code: string, params: Params, span: Span) => void;
  readonly type: (name: string) => Kind | undefined;
  readonly compile: (e: Expr, s: Scope) => Code;
};

/** Reads a context member by canonical name; names with signs may be spelt with blanks in the data. */
export function memberReader(canonical: string): (c: Context) => Value | undefined {
  if (!/[./\-'+*]/.test(canonical)) return (c) => c.get(canonical);
  return (c) => {
    const own = c.get(canonical);
    if (own !== undefined) return own;
    for (const [name, v] of c) if (canonicalName(name) === canonical) return v;
    return undefined;
  };
}

/** Names that stand for slots of a frame, in nested blocks. */
export class Scope {
  readonly unit: Unit;
  private readonly layout: { size: number };
  private readonly parent: Scope | null;
  /** Canonical names that compiled texts have read from this block. */
  readonly used = new Set<string>();
  private readonly places = new Map<string, Code & { slot: number }>();
  private item: (Code & { slot: number }) | null = null;
  private readonly onUnknown: ((name: string) => boolean) | null;

  constructor(
    unit: Unit,
    parent: Scope | null = null,
    onUnknown: ((name: string) => boolean) | null = null,
  ) {
    this.unit = unit;
    this.parent = parent;
    this.layout = parent ? parent.layout : { size: 0 };
    this.onUnknown = onUnknown;
  }

  /** How many slots a frame of this scope needs. */
  get size(): number {
    return this.layout.size;
  }

  compile(e: Expr): Code {
    return this.unit.compile(e, this);
  }

  block(): Scope {
    return new Scope(this.unit, this);
  }

  /** Adds a name and gives its slot. */
  declare(name: string, kind: Kind): number {
    const slot = this.layout.size;
    this.layout.size += 1;
    this.places.set(canonicalName(name), { slot, kind, run: (f) => f.v[slot]! });
    return slot;
  }

  /** A block in which the members of a list element are names (a filter); gives the element's slot. */
  declareItem(kind: Kind): number {
    const slot = this.declare('item', kind);
    this.item = this.places.get('item')!;
    return slot;
  }

  /** What a block declares under a canonical name, innermost first; adds nothing and reads no members. */
  declared(name: string): Code | null {
    return this.places.get(name) ?? this.parent?.declared(name) ?? null;
  }

  /** What a canonical name reads, innermost block first; null when nobody declares it. */
  find(name: string): Code | null {
    if (this.item) return this.findInItem(name, this.item);
    const own = this.places.get(name);
    if (own) {
      this.used.add(name);
      return own;
    }
    const outer = this.parent?.find(name) ?? null;
    return outer ?? (this.onUnknown?.(name) ? this.find(name) : null);
  }

  /** A member of the list element goes before `item` itself and before the names outside the filter. */
  private findInItem(name: string, { kind, run }: Code): Code | null {
    const outer = this.places.get(name) ?? this.parent?.find(name) ?? null;
    const known = memberKind(kind, name);
    if (!known && (kind.members || (kind.is !== 'any' && kind.is !== 'context'))) return outer;
    const read = memberReader(name);
    const otherwise = outer?.run ?? (() => null);
    const member: Fn = (f) => {
      const item = run(f);
      if (item instanceof Map) {
        const v = read(item);
        if (v !== undefined) return v;
      }
      return otherwise(f);
    };
    return { kind: known ?? ANY, run: member };
  }

  /** The names of this scope and the scopes around it, for the reader of texts. */
  names(): NameTree {
    const own = [...this.places]
      .filter(([name]) => name !== '?')
      .map(([name, place]) => [name, nameTree(place.kind)] as const);
    return { ...this.parent?.names(), ...Object.fromEntries(own) };
  }
}

/** The member names of a kind, as the reader of texts wants them; three levels deep. */
export function nameTree(kind: Kind, depth = 0): NameTree | null {
  if (kind.is === 'list') return nameTree(kind.of ?? ANY, depth);
  if (depth > 8) return null;
  if (kind.members) {
    const entries = [...kind.members].map(
      ([name, k]) => [canonicalName(name), nameTree(k, depth + 1)] as const,
    );
    return Object.fromEntries(entries);
  }
  const properties = propertiesOf(kind);
  return properties ? Object.fromEntries(properties.map((p) => [p, null])) : null;
}

/** The kind that a written type means; reports an unknown type name and goes on with `any`. */
export function resolveType(t: TypeExpr, unit: Unit, span: Span): Kind {
  switch (t.is) {
    case 'name': {
      const kind = unit.type(t.name) ?? basicKind(t.name);
      if (!kind) unit.problem('unknown_type', { type: t.name }, span);
      return kind ?? ANY;
    }
    case 'list':
      return listOf(resolveType(t.of, unit, span));
    case 'range':
      return rangeOf(resolveType(t.of, unit, span));
    case 'context':
      return contextOf(new Map(t.members.map(([n, m]) => [n, resolveType(m, unit, span)])));
    case 'function':
      return {
        is: 'function',
        params: t.params.map((p) => resolveType(p, unit, span)),
        ...(t.result ? { result: resolveType(t.result, unit, span) } : {}),
      };
  }
}
