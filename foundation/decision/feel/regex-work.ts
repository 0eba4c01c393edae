/** The longest text that a pattern is run on, in UTF-16 units. */
const LONGEST_TEXT = 10_000;
/** Steps that one run may take at worst: some tenths of a second. */
const MOST_STEPS = 1e8;
/** Repetitions up to which a group or a `{n,m}` is counted out; beyond they count as without end. */
const COUNTED = 10;

/** Characters by which is seen what an atom accepts: ASCII and one each of other scripts and signs. */
const SAMPLE: readonly string[] = [
  ...Array.from({ length: 127 }, (_, i) => String.fromCharCode(i + 1)),
  ...'中，　é',
];

/** How the work grows on a run of one character: `degree` repetitions without end, `factor` for the counted ones. */
type Growth = { readonly degree: number; readonly factor: number };
const FLAT: Growth = { degree: 0, factor: 1 };

/** What a part does: its growth by sampled character, its alternatives, and whether its length varies. */
type Part = {
  readonly growth: readonly Growth[];
  readonly accepts: readonly boolean[];
  readonly ways: number;
  readonly varies: boolean;
};

/** Thrown inside, when a part can be read in exponentially many ways. */
class Explosive extends Error {}

const flat = (accepts: readonly boolean[]): Part => ({
  growth: accepts.map(() => FLAT),
  accepts,
  ways: 1,
  varies: false,
});

const join = (a: Part, b: Part): Part => ({
  growth: a.growth.map((g, i) => ({
    degree: g.degree + b.growth[i]!.degree,
    factor: g.factor * b.growth[i]!.factor,
  })),
  accepts: a.accepts.map((x, i) => x || b.accepts[i]!),
  ways: a.ways * b.ways,
  varies: a.varies || b.varies,
});

const more = (part: Part, growth: Growth): Part => ({
  ...part,
  varies: true,
  growth: part.growth.map((g, i) =>
    part.accepts[i]
      ? { degree: g.degree + growth.degree, factor: g.factor * growth.factor }
      : { degree: g.degree, factor: g.factor },
  ),
});

/** A part that is repeated from `min` to `max` times; without end, it must be read in one way only. */
function repeat(part: Part, min: number, max: number): Part {
  if (max > COUNTED) {
    if (part.varies || part.ways > 1) throw new Explosive();
    return min === max ? part : more(part, { degree: 1, factor: 1 });
  }
  let all = part;
  for (let i = 1; i < max; i++) all = join(all, part);
  return min === max ? all : more(all, { degree: 0, factor: max - min + 1 });
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,(\d*))?\})[?+]?/;

/** Reads a pattern part by part; it is known to be one, so that nothing here reports faults. */
class Reader {
  private readonly text: string;
  private readonly flags: string;
  private at = 0;

  constructor(text: string, flags: string) {
    this.text = text;
    this.flags = flags;
  }

  /** Alternatives up to the end of the group. They are one way only when their first letters differ. */
  alternatives(): Part {
    let whole = flat(SAMPLE.map(() => false));
    const firsts: string[] = [];
    let count = 0;
    do {
      if (count > 0) this.at += 1;
      firsts.push(this.text[this.at] ?? '');
      const one = this.sequence();
      whole = {
        growth: whole.growth.map((g, i) => ({
          degree: Math.max(g.degree, one.growth[i]!.degree),
          factor: Math.max(g.factor, one.growth[i]!.factor),
        })),
        accepts: whole.accepts.map((x, i) => x || one.accepts[i]!),
        ways: count === 0 ? one.ways : whole.ways + one.ways,
        varies: whole.varies || one.varies,
      };
      count += 1;
    } while (this.text[this.at] === '|');
    const letters = firsts.every((c) => /[\p{L}\p{N}]/u.test(c));
    const differ = new Set(firsts.map((c) => c.toLowerCase())).size === firsts.length;
    return count > 1 && letters && differ ? { ...whole, ways: 1 } : whole;
  }

  private sequence(): Part {
    let all = flat(SAMPLE.map(() => false));
    while (this.at < this.text.length && !'|)'.includes(this.text[this.at]!)) {
      all = join(all, this.quantified());
    }
    return all;
  }

  private quantified(): Part {
    const part = this.atom();
    const found = QUANTIFIER.exec(this.text.slice(this.at));
    if (!found) return part;
    this.at += found[0].length;
    const [, sign, low, comma, high] = found;
    if (sign) return repeat(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
    const min = Number(low);
    return repeat(part, min, comma === undefined ? min : high ? Number(high) : Infinity);
  }

  private atom(): Part {
    const start = this.at;
    const c = this.text[start]!;
    if (c === '(') return this.group();
    if (c === '[') this.skipClass();
    else if (c === '\\') this.at += this.escapeLength();
    else this.at += 1;
    if (c === '^' || c === '$') return flat(SAMPLE.map(() => false));
    return flat(this.accepts(this.text.slice(start, this.at)));
  }

  private group(): Part {
    const head = /^\((?:\?(?:<?[=!]|<[^>]*>|[-a-z]*:))?/.exec(this.text.slice(this.at));
    this.at += head?.[0].length ?? 1;
    const part = this.alternatives();
    this.at += 1;
    return part;
  }

  private escapeLength(): number {
    return (
      /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|k<[^>]*>|\d+|[\s\S])/u.exec(
        this.text.slice(this.at),
      )?.[0].length ?? 2
    );
  }

  private skipClass(): void {
    let depth = 0;
    do {
      const c = this.text[this.at];
      if (c === '\\') this.at += 1;
      else if (c === '[') depth += 1;
      else if (c === ']') depth -= 1;
      this.at += 1;
    } while (depth > 0 && this.at < this.text.length);
  }

  /** What one atom accepts; a reference back to a group stands for anything. */
  private accepts(atom: string): boolean[] {
    if (/^\\(?:[1-9]|k<)/.test(atom)) return SAMPLE.map(() => true);
    try {
      const one = new RegExp(`^(?:${atom})$`, this.flags.replace('g', ''));
      return SAMPLE.map((c) => one.test(c));
    } catch {
      return SAMPLE.map(() => true);
    }
  }
}

/**
 * The length up to which a text may be matched with a pattern of JavaScript, so that no rule of an author
 * can hold up the platform; 0 for a pattern whose work may double with every character (`(a+)+`,
 * `(a|ab)*`). The bound is an estimate from above: n^d for d repetitions that accept the same character,
 * once more for a pattern that may begin anywhere.
 */
export function longestText(pattern: string, flags: string): number {
  try {
    const part = new Reader(pattern, flags).alternatives();
    const anywhere = pattern.startsWith('^') && !flags.includes('m') ? 0 : 1;
    let longest = LONGEST_TEXT;
    for (const { degree, factor } of part.growth) {
      const steps = MOST_STEPS / (factor * part.ways);
      if (steps < 1) return 0;
      const power = degree + anywhere;
      if (power > 0) longest = Math.min(longest, Math.floor(steps ** (1 / power)));
    }
    return longest;
  } catch (error) {
    if (error instanceof Explosive) return 0;
    throw error;
  }
}
