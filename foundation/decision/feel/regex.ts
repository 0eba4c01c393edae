import { longestText } from './regex-work.ts';

/** A pattern ready to run, and the length of text beyond which it is not run. */
type Pattern = { readonly regex: RegExp; readonly longest: number };

/** Patterns seen lately, so that a constant pattern is translated once. */
const cache = new Map<string, Pattern | null>();
const CACHE_SIZE = 500;
/** The longest pattern, in UTF-16 units. */
const LONGEST_PATTERN = 1000;

/** Drops blanks outside classes (flag x of XPath). */
function withoutBlanks(pattern: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '\\') {
      out += c + (pattern[i + 1] ?? '');
      i += 1;
      continue;
    }
    if (c === '[') depth += 1;
    if (c === ']' && depth > 0) depth -= 1;
    if (depth > 0 || !/[\t\n\r ]/.test(c)) out += c;
  }
  return out;
}

/** Whether every `\N` refers to a group that has been closed before it, as XPath demands. */
function backReferencesHold(pattern: string): boolean {
  const open: number[] = [];
  const closed = new Set<number>();
  let groups = 0;
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === '\\') {
      const digit = /^[1-9]/.exec(pattern.slice(i + 1))?.[0];
      if (digit && (inClass || !closed.has(Number(digit)))) return false;
      i += 1;
    } else if (inClass) inClass = c !== ']';
    else if (c === '[') inClass = true;
    else if (c === '(') {
      const capturing = pattern[i + 1] !== '?';
      if (capturing) groups += 1;
      open.push(capturing ? groups : 0);
    } else if (c === ')') closed.add(open.pop() ?? 0);
  }
  return true;
}

const SUBTRACTION = /\[((?:[^[\]\\]|\\.)*)-\[/g;
/** XPath's `[A-Z-[OI]]` in the set notation of flag v: `[[A-Z]--[OI]]`. */
const subtraction = (pattern: string): string => pattern.replace(SUBTRACTION, '[[$1]--[');

function translate(pattern: string, flags: string): Pattern | null {
  if (!/^[smix]*$/.test(flags) || pattern.length > LONGEST_PATTERN) return null;
  const body = flags.includes('x') ? withoutBlanks(pattern) : pattern;
  if (!backReferencesHold(body)) return null;
  const own = ['s', 'm', 'i'].filter((x) => flags.includes(x)).join('');
  const sets = body.search(SUBTRACTION) >= 0;
  const text = sets ? subtraction(body) : body;
  try {
    const regex = new RegExp(text, `g${own}${sets ? 'v' : 'u'}`);
    const longest = longestText(text, regex.flags);
    return longest > 0 ? { regex, longest } : null;
  } catch {
    return null;
  }
}

function patternOf(text: string, flags: string): Pattern | null {
  const key = `${flags}/${text}`;
  let found = cache.get(key);
  if (found === undefined) {
    found = translate(text, flags);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, found);
  }
  return found;
}

/** Tells whether a text is a regular expression that is run at all. */
export const isPattern = (text: string, flags: string): boolean => patternOf(text, flags) !== null;

/**
 * A regular expression of XPath (flags s, m, i, x) in JavaScript's, for one text; null when it is none, or
 * when it might run for too long on a text of that length (`longestText`).
 * Source: DMN 1.5, 10.3.4.3, which takes them from XPath 3.1.
 */
export function pattern(text: string, flags: string, subject: string): RegExp | null {
  const found = patternOf(text, flags);
  if (!found || subject.length > found.longest) return null;
  found.regex.lastIndex = 0;
  return found.regex;
}
