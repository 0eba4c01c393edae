import type { Text } from '../errors/index.ts';
import { type Condition, fieldsOf, isExpressible } from './condition.ts';
import {
  allFields,
  type FieldDefinition,
  type FormDefinition,
  isObject,
  type Page,
} from './definition.ts';
import { errors } from './errors.ts';

/** Something a base register can answer; `names` are the words people use for it, in either language. */
export type RegisterElement = { readonly id: string; readonly names?: readonly string[] };

/** Why a form may not be published: where (JSON Pointer into the definition), what, about which field. */
export type LintProblem = {
  readonly pointer: string;
  readonly code: `form.lint_${LintName}`;
  readonly params: { readonly [name: string]: string };
};
export type LintName =
  | 'id'
  | 'id_twice'
  | 'words'
  | 'purpose'
  | 'basis'
  | 'register_holds'
  | 'element_twice'
  | 'condition_unknown'
  | 'condition_later'
  | 'condition_column'
  | 'condition_comparison'
  | 'computed_asked'
  | 'pattern'
  | 'options'
  | 'option_twice'
  | 'limits'
  | 'columns'
  | 'section'
  | 'rule_unknown'
  | 'empty';

type Report = (name: LintName, pointer: string, params?: Record<string, string>) => void;

const ID = /^[a-z][A-Za-z0-9]{0,59}$/;
const hasWords = (text: Text | undefined) =>
  isObject(text) && Boolean(text.zh?.trim()) && Boolean(text.en?.trim());
const sameWord = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}]/gu, '');

function lintId(field: FieldDefinition, seen: Set<string>, pointer: string, report: Report) {
  // Names that every object inherits (constructor, toString …) would be read as answers somewhere.
  if (!ID.test(field.id) || field.id in Object.prototype)
    report('id', `${pointer}/id`, { field: field.id });
  if (seen.has(field.id)) report('id_twice', `${pointer}/id`, { field: field.id });
  seen.add(field.id);
}

function lintWords(field: FieldDefinition, pointer: string, report: Report) {
  const about = { field: field.id };
  if (!hasWords(field.label)) report('words', `${pointer}/label`, about);
  if (field.help !== undefined && !hasWords(field.help)) report('words', `${pointer}/help`, about);
  if (!hasWords(field.purpose)) report('purpose', `${pointer}/purpose`, about);
  if (!field.basis?.trim()) report('basis', `${pointer}/basis`, about);
}

const pairs = (field: FieldDefinition): readonly (readonly [unknown, unknown])[] => {
  switch (field.type) {
    case 'text':
    case 'longText':
      return [[field.minLength, field.maxLength]];
    case 'money':
      return [[field.minFen, field.maxFen]];
    case 'number':
    case 'date':
    case 'choice':
    case 'file':
    case 'table':
      return [[field.min, field.max]];
    default:
      return [];
  }
};

function lintShape(field: FieldDefinition, pointer: string, report: Report) {
  const about = { field: field.id };
  for (const [low, high] of pairs(field))
    if (low !== undefined && high !== undefined && (low as number) > (high as number))
      report('limits', pointer, about);
  if ((field.type === 'text' || field.type === 'longText') && field.pattern !== undefined) {
    try {
      new RegExp(`^(?:${field.pattern})$`, 'u');
    } catch {
      report('pattern', `${pointer}/pattern`, about);
    }
  }
  if (field.type === 'choice') {
    if (field.options.length < (field.as === 'multi' ? 1 : 2))
      report('options', `${pointer}/options`, about);
    for (const [index, option] of field.options.entries()) {
      const at = `${pointer}/options/${index}`;
      if (!hasWords(option.label)) report('words', `${at}/label`, about);
      if (field.options.findIndex((one) => one.value === option.value) !== index)
        report('option_twice', `${at}/value`, { ...about, value: option.value });
    }
  }
}

function lintCondition(
  field: FieldDefinition,
  known: ReadonlySet<string>,
  earlier: ReadonlySet<string>,
  pointer: string,
  report: Report,
) {
  const condition: Condition | undefined = field.showIf;
  if (!condition) return;
  const at = `${pointer}/showIf`;
  for (const id of fieldsOf(condition)) {
    const about = { field: field.id, other: id };
    if (!known.has(id)) report('condition_unknown', at, about);
    else if (!earlier.has(id)) report('condition_later', at, about);
  }
  if (!isExpressible(condition)) report('condition_comparison', at, { field: field.id });
}

/** "Do not ask what government holds": a field named like a register element must be bound to it. */
function lintRegister(
  field: FieldDefinition,
  register: readonly RegisterElement[],
  bound: Map<string, string>,
  pointer: string,
  report: Report,
) {
  const words = new Set([field.label?.zh ?? '', field.label?.en ?? ''].map(sameWord));
  const held = register.find(
    ({ id, names }) =>
      sameWord(id) === sameWord(field.id) || names?.some((name) => words.has(sameWord(name))),
  );
  if (held && field.element !== held.id && field.computed === undefined)
    report('register_holds', pointer, { field: field.id, element: held.id });
  // Two branches of a form may each show the same fact; two questions everybody sees may not.
  if (field.element === undefined || field.showIf) return;
  const other = bound.get(field.element);
  if (other !== undefined)
    report('element_twice', `${pointer}/element`, { field: field.id, other });
  bound.set(field.element, field.id);
}

function lintColumns(field: FieldDefinition & { type: 'table' }, pointer: string, report: Report) {
  if (field.columns.length === 0) report('columns', `${pointer}/columns`, { field: field.id });
  const seen = new Set<string>();
  for (const [index, column] of field.columns.entries()) {
    const at = `${pointer}/columns/${index}`;
    lintId(column, seen, at, report);
    lintWords(column, at, report);
    lintShape(column, at, report);
    // A column is the same question in every row, so that the rows can be compared.
    if (column.showIf || column.computed || column.element)
      report('condition_column', at, { field: `${field.id}.${column.id}` });
  }
}

function lintSections(page: Page, pointer: string, report: Report) {
  const placed = new Set<string>();
  for (const [index, section] of (page.sections ?? []).entries()) {
    const at = `${pointer}/sections/${index}`;
    if (!hasWords(section.title)) report('words', `${at}/title`, { field: section.id });
    for (const id of section.fields) {
      if (placed.has(id) || !page.fields.some((field) => field.id === id))
        report('section', at, { field: id, section: section.id });
      placed.add(id);
    }
  }
}

function lintRules(definition: FormDefinition, known: ReadonlySet<string>, report: Report) {
  for (const [index, rule] of (definition.rules ?? []).entries()) {
    const pointer = `/rules/${index}`;
    if (!hasWords(rule.message)) report('words', `${pointer}/message`, { field: rule.id });
    for (const id of [rule.at, ...fieldsOf(rule.must)])
      if (!known.has(id)) report('rule_unknown', pointer, { rule: rule.id, field: id });
  }
}

/**
 * All reasons why a form may not be published; empty: it may. A field whose id is the id, or whose
 * label is a name, of a register element must be bound to that element (columns of tables are about other people
 * and are not compared).
 */
export function lint(
  definition: FormDefinition,
  register: readonly RegisterElement[],
): LintProblem[] {
  const problems: LintProblem[] = [];
  const report: Report = (name, pointer, params = {}) =>
    problems.push({ pointer, code: `form.lint_${name}`, params });
  const known = new Set(allFields(definition).map((field) => field.id));
  const earlier = new Set<string>();
  const bound = new Map<string, string>();
  if (!hasWords(definition.title)) report('words', '/title', { field: definition.id });
  if (known.size === 0) report('empty', '/pages');
  for (const [pageIndex, page] of definition.pages.entries()) {
    const onPage = `/pages/${pageIndex}`;
    if (!hasWords(page.title)) report('words', `${onPage}/title`, { field: page.id });
    if (page.fields.length === 0) report('empty', `${onPage}/fields`);
    lintSections(page, onPage, report);
    for (const [index, field] of page.fields.entries()) {
      const pointer = `${onPage}/fields/${index}`;
      lintCondition(field, known, earlier, pointer, report);
      lintId(field, earlier, pointer, report);
      lintWords(field, pointer, report);
      lintShape(field, pointer, report);
      lintRegister(field, register, bound, pointer, report);
      if (field.computed !== undefined && field.element !== undefined)
        report('computed_asked', pointer, { field: field.id });
      if (field.type === 'table') lintColumns(field, pointer, report);
    }
  }
  lintRules(definition, known, report);
  return problems;
}

/** @throws {AppError} `form.not_publishable` (422) with one field error for each problem of `lint`. */
export function assertPublishable(
  definition: FormDefinition,
  register: readonly RegisterElement[],
): void {
  const problems = lint(definition, register);
  if (problems.length > 0)
    throw errors.not_publishable({ count: problems.length }, { fields: problems });
}
