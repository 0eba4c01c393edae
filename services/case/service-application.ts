import { type Facts, factsAbout } from '@yiwang/data/base-register';
import type { Tx } from '@yiwang/foundation/db';
import { compileExpression } from '@yiwang/foundation/decision';
import type { FieldError } from '@yiwang/foundation/errors';
import {
  accept,
  allFields,
  type Evaluate,
  type FormValues,
  type Json,
  keepHeld,
  prefill,
} from '@yiwang/foundation/form';
import type { Platform } from '@yiwang/foundation/http';
import { civilDateOf } from '@yiwang/foundation/time';
import type { ItemMaterial, ItemVersion } from '@yiwang/services/item-catalogue';
import { type Reusable, reusableFor } from '@yiwang/services/material';
import { errors } from './rules.ts';
import type { MaterialRequirement, Provenance, ProvidedMaterial } from './schema.ts';

/** What government holds about an applicant that an item asks for. */
export type Ground = {
  readonly facts: Facts;
  readonly reusable: Readonly<Record<string, Reusable>>;
};

/** The one whose affairs these are: the person, or the firm that the person acts for. */
export const subjectOf = (tx: Tx): string => tx.call.actor.actsFor ?? tx.call.actor.id;

/** Elements by which an applicant is named in a case. */
const NAMED = ['person.name', 'person.idNumber', 'legal.name', 'legal.uscc'];

const elementsOf = ({ form, materials }: ItemVersion): string[] => [
  ...new Set([
    ...NAMED,
    ...allFields(form).flatMap(({ element }) => (element === undefined ? [] : [element])),
    ...materials.flatMap(({ elements = [] }) => elements),
  ]),
];

/** Everything held about the applicant for this item, in one burst. */
export async function groundOf(
  tx: Tx,
  platform: Platform,
  subjectId: string,
  item: ItemVersion,
): Promise<Ground> {
  const asked = item.materials.map(({ code, name, certificateType }) => ({
    code,
    name,
    ...(certificateType !== undefined && { certificateType }),
  }));
  const [facts, reusable] = await Promise.all([
    factsAbout(tx, platform, subjectId, elementsOf(item), { purpose: '填写和核对申请信息' }),
    asked.length > 0 ? reusableFor(tx, platform, subjectId, asked) : {},
  ]);
  return { facts, reusable };
}

/** Who applies, by the register. Undefined for somebody who is not in it: an account without real name. */
export function applicantIn({ facts }: Ground) {
  const value = (element: string) => facts[element]?.value;
  const legal = value('legal.name');
  const kind = legal === undefined ? ('person' as const) : ('legal' as const);
  const name = legal ?? value('person.name');
  const number = value(legal === undefined ? 'person.idNumber' : 'legal.uscc') ?? null;
  return name === undefined ? undefined : { kind, name, number };
}

/** Answers that the register gives, with their origin; disputed ones are filled in but may be changed. */
export function heldAnswers({ form }: ItemVersion, { facts }: Ground) {
  const { data, provenance } = prefill(form, facts);
  const origins = Object.entries(provenance).map(([id, origin]) => {
    const disputed = facts[origin.element]?.disputed === true;
    return [id, { ...origin, ...(disputed && { disputed }) }] as const;
  });
  const marked: Provenance = Object.fromEntries(origins);
  const disputed = origins.filter(([, origin]) => 'disputed' in origin).map(([id]) => id);
  return { data, provenance: marked, disputed };
}

/** Whether a fact stands in for a document: of photographs the register knows only whether it has one. */
const standsIn = (element: string, fact: Facts[string] | undefined): boolean =>
  fact !== undefined && !(element === 'person.photo' && fact.value === 'no');

function reuseOf(material: ItemMaterial, ground: Ground): MaterialRequirement['reuse'] {
  const found = ground.reusable[material.code];
  if (found?.kind === 'certificate') return { ...found };
  // An item for persons and firms lists the elements of both; those of this applicant's kind count.
  const own = `${applicantIn(ground)?.kind ?? 'person'}.`;
  const elements = (material.elements ?? []).filter((element) => element.startsWith(own));
  const first = ground.facts[elements[0] ?? ''];
  if (first && elements.every((element) => standsIn(element, ground.facts[element])))
    return { kind: 'register', name: first.source };
  if (found?.kind === 'earlier')
    return {
      kind: 'earlier',
      materialId: found.materialId,
      name: { zh: found.name, en: found.name },
      at: found.at.toISOString(),
    };
  return null;
}

/** The materials of an item, each with what makes it needless. */
export const requirementsOf = (item: ItemVersion, ground: Ground): MaterialRequirement[] =>
  item.materials.map((material) => ({
    code: material.code,
    name: material.name,
    necessity: material.necessity,
    notes: material.notes,
    accept: material.accept,
    ...(material.field !== undefined && { field: material.field }),
    reuse: reuseOf(material, ground),
  }));

const filesIn = (data: FormValues, field: string): string[] => {
  const value = data[field];
  return Array.isArray(value) ? value.map(String) : [];
};

/** Whether a requirement is met, and by what. A certificate or the register answers without being asked (免提交). */
function provide(
  requirement: MaterialRequirement,
  given: ProvidedMaterial | undefined,
  data: FormValues,
): ProvidedMaterial | undefined {
  const { code, reuse, field, necessity } = requirement;
  const materialIds = field === undefined ? [...(given?.materialIds ?? [])] : filesIn(data, field);
  if (materialIds.length > 0) return { code, materialIds };
  if (reuse?.kind === 'certificate' && reuse.certificateId !== undefined)
    return { code, materialIds: [], certificateId: reuse.certificateId };
  if (reuse?.kind === 'register') return { code, materialIds: [] };
  if (given?.later === true && necessity === 'later') return { code, materialIds: [], later: true };
  // What is never uploaded is the office's to fetch, also when it could not be found.
  const fetched = requirement.accept.length === 0;
  return necessity === 'required' && !fetched ? undefined : { code, materialIds: [] };
}

/**
 * The materials as they are filed. @throws {AppError} `case.materials_missing` with one field error for
 * each that is required and missing.
 */
export function provideAll(
  requirements: readonly MaterialRequirement[],
  given: readonly ProvidedMaterial[],
  data: FormValues,
  asked: ReadonlySet<string>,
): ProvidedMaterial[] {
  const missing: FieldError[] = [];
  const provided: ProvidedMaterial[] = [];
  for (const requirement of requirements) {
    const { code, field } = requirement;
    // The form itself says whether its own file field is asked and required.
    const inForm = field !== undefined && asked.has(field);
    const hidden = field !== undefined && !asked.has(field);
    const one = provide(
      requirement,
      given.find((each) => each.code === code),
      data,
    );
    if (one) provided.push(one);
    else if (!inForm && !hidden)
      missing.push({ pointer: `/materials/${code}`, code: 'case.material_missing' });
  }
  if (missing.length > 0)
    throw errors.materials_missing({ count: missing.length }, { fields: missing });
  return provided;
}

/** Computed answers of forms are FEEL over the answers before them. */
const evaluate: Evaluate = (feel, answers) => {
  const compiled = compileExpression(feel);
  return 'error' in compiled ? undefined : (compiled.evaluate(answers) as Json | undefined);
};

/**
 * Answers as they are filed: what the register holds is put back unless its subject disputes it, then the
 * form is checked. @throws {AppError} `form.invalid` with one field error an answer.
 */
export function acceptAnswers(
  tx: Tx,
  item: ItemVersion,
  given: FormValues,
  ground: Ground,
): { data: FormValues; provenance: Provenance } {
  const held = heldAnswers(item, ground);
  const kept = keepHeld(given, held, held.disputed);
  const data = accept(item.form, kept, { on: civilDateOf(tx.call.now), evaluate });
  const origins = Object.entries(held.provenance).filter(([id]) => Object.hasOwn(data, id));
  return { data, provenance: Object.fromEntries(origins) };
}

/** What the form states, by element of the register, for the machine's comparison. */
export const statedIn = ({ form }: ItemVersion, data: FormValues): Record<string, string> =>
  Object.fromEntries(
    allFields(form).flatMap(({ id, element }) => {
      const value = data[id];
      return element !== undefined && typeof value === 'string' ? [[element, value]] : [];
    }),
  );
