import { A31, orgCheckCharacter, usccCheckCharacter } from './mod-check.ts';

export type UsccProblem =
  | 'length'
  | 'characters'
  | 'department'
  | 'area'
  | 'org_code'
  | 'check_digit';

export type Uscc = {
  ok: true;
  code: string;
  /** Position 1: the department that registers (`1` 机构编制, `5` 民政, `9` 市场监管, `N` 农业农村, …). */
  department: string;
  /** Position 2: the class within that department. */
  category: string;
  /** What kind of body positions 1 and 2 name; undefined for a class that the table does not know. */
  kind: UsccKind | undefined;
  /** Positions 3–8: division of the registering office; `100000` national. */
  area: string;
  /** Positions 9–17: organisation code with its own check character. */
  orgCode: string;
};

/** Kinds that items and guides distinguish, by positions 1 and 2. Source: GB 32100-2015, table of classes. */
const KINDS = {
  '11': 'organ',
  '12': 'public-institution',
  '13': 'mass-organisation',
  '31': 'law-firm',
  '32': 'notary-office',
  '33': 'grassroots-legal-service',
  '34': 'forensic-institution',
  '35': 'arbitration-commission',
  '51': 'social-association',
  '52': 'private-non-enterprise',
  '53': 'foundation',
  '71': 'religious-site',
  '72': 'religious-school',
  '81': 'trade-union',
  '91': 'enterprise',
  '92': 'individual-business',
  '93': 'farmers-cooperative',
  N1: 'group-collective',
  N2: 'village-collective',
  N3: 'township-collective',
} as const;

export type UsccKind = (typeof KINDS)[keyof typeof KINDS];

/** Reads a unified social credit code (统一社会信用代码). Names the first problem. Source: GB 32100-2015, GB 11714-1997. */
export function checkUscc(text: string): Uscc | { ok: false; problem: UsccProblem } {
  const fail = (problem: UsccProblem) => ({ ok: false as const, problem });
  const code = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (code.length !== 18) return fail('length');
  if (![...code].every((c) => A31.includes(c))) return fail('characters');
  if (!/^[1-9ANY]/.test(code)) return fail('department');
  const area = code.slice(2, 8);
  if (!/^\d{6}$/.test(area)) return fail('area');
  const orgCode = code.slice(8, 17);
  if (usccCheckCharacter(code.slice(0, 17)) !== code[17]) return fail('check_digit');
  if (orgCheckCharacter(orgCode.slice(0, 8)) !== orgCode[8]) return fail('org_code');
  const kind: UsccKind | undefined = (KINDS as Record<string, UsccKind>)[code.slice(0, 2)];
  return { ok: true, code, department: code[0]!, category: code[1]!, kind, area, orgCode };
}
