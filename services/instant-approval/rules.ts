import { elements, type Facts, type FactView, sameName } from '@yiwang/data/base-register';
import { type DecisionModel, evaluate, requiredInputs } from '@yiwang/foundation/decision';
import { defineErrors, type Text } from '@yiwang/foundation/errors';
import { allFields, type FormValues, type Json, showValue } from '@yiwang/foundation/form';
import { isWithinRegion } from '@yiwang/foundation/identifier';
import { ageOn, type CivilDate, isCivilDate } from '@yiwang/foundation/time';
import type { Provenance, ProvidedMaterial } from '@yiwang/services/case';
import type { Held } from '@yiwang/services/certificate';
import type { ItemDecisionInput, ItemVersion } from '@yiwang/services/item-catalogue';
import type { Input, Outcome, Row } from './schema.ts';

export const errors = defineErrors('instant-approval', {
  unknown: 404,
  reopening_unknown: 404,
  /** Not decided by rule alone, or decided again since. */
  not_by_rule: 409,
  already_asked: 409,
  already_answered: 409,
  period_wrong: 422,
});

/** The longest period of a sample, in days. */
export const LONGEST_PERIOD = 366;

/** What is known about an application when its rules run. */
export type Ground = {
  readonly item: ItemVersion;
  readonly kind: 'person' | 'legal';
  readonly answers: FormValues;
  readonly provenance: Provenance;
  readonly materials: readonly ProvidedMaterial[];
  readonly facts: Facts;
  readonly certificates: readonly Held[];
  /** Day of the application: ages are those of that day. */
  readonly appliedOn: CivilDate;
  readonly on: CivilDate;
};

const SOURCES = {
  register: { zh: '基础库', en: 'Base register' },
  certificates: { zh: '电子证照库', en: 'Register of certificates' },
  application: { zh: '申请人提交', en: 'Handed in by the applicant' },
} as const satisfies Record<string, Text>;

/** A value for the rules with where it comes from. */
type Found = Pick<Input, 'source' | 'asOf' | 'basis' | 'disputed'> & { readonly value: Json };

const found = (value: Json, source: Text, asOf: CivilDate): Found => ({
  value,
  source: { ...source },
  asOf,
  basis: null,
  disputed: false,
});
const UNKNOWN: Found = { value: null, source: null, asOf: null, basis: null, disputed: false };

/** A fact as the rules may use it: what its subject disputes is not known. */
function fromFact(fact: FactView | undefined, read: (value: string) => Json): Found {
  if (!fact) return UNKNOWN;
  const { source, asOf, basis } = fact;
  const disputed = fact.disputed === true;
  return { value: disputed ? null : read(fact.value), source, asOf, basis, disputed };
}

/** Whether a fact says that something is held: the register knows of photographs only yes or no. */
const isHeld = (element: string, fact: FactView | undefined): fact is FactView =>
  fact !== undefined &&
  fact.disputed !== true &&
  !(element === 'person.photo' && fact.value === 'no');

const isValid = (held: Held, on: CivilDate): boolean =>
  held.state === 'valid' && held.validFromOn <= on;

const materialOf = ({ materials }: ItemVersion, code = '') =>
  materials.find((material) => material.code === code);

/** Elements that make a material needless for this kind of applicant; the item lists those of both. */
const waivedBy = (item: ItemVersion, code: string | undefined, kind: Ground['kind']): string[] =>
  (materialOf(item, code)?.elements ?? []).filter((element) => element.startsWith(`${kind}.`));

/** A material is there when it was handed in, or when nobody need hand it in. */
function material(ground: Ground, code: string | undefined): Found {
  const { item, materials, certificates, facts, kind, appliedOn, on } = ground;
  const given = materials.find((one) => one.code === code);
  if (given && (given.materialIds.length > 0 || given.certificateId !== undefined))
    return found(true, SOURCES.application, appliedOn);
  const type = materialOf(item, code)?.certificateType;
  if (certificates.some((held) => held.typeCode === type && isValid(held, on)))
    return found(true, SOURCES.certificates, on);
  const needed = waivedBy(item, code, kind);
  const [first] = needed;
  if (first !== undefined && needed.every((element) => isHeld(element, facts[element])))
    return fromFact(facts[first], () => true);
  return found(false, SOURCES.application, appliedOn);
}

function same(ground: Ground, element: string, field: string): Found {
  const answer = ground.answers[field];
  const isName = element === 'person.name' || element === 'legal.name';
  return fromFact(ground.facts[element], (value) => {
    if (typeof answer !== 'string' || answer.trim() === '') return null;
    return isName ? sameName(value, answer) : value === answer.trim();
  });
}

function certificate({ certificates, on }: Ground, type: string | undefined): Found {
  const held = certificates.some((one) => one.typeCode === type && isValid(one, on));
  return found(held, SOURCES.certificates, on);
}

function field({ answers, provenance, appliedOn }: Ground, id: string): Found {
  const origin = provenance[id];
  const value = found(answers[id] ?? null, origin?.source ?? SOURCES.application, appliedOn);
  return origin ? { ...value, asOf: origin.asOf } : value;
}

function read(ground: Ground, input: ItemDecisionInput): Found {
  const { element = '', certificateType } = input;
  const fact = ground.facts[element];
  switch (input.from) {
    case 'known':
      return fact ? fromFact(fact, () => true) : found(false, SOURCES.register, ground.on);
    case 'same':
      return same(ground, element, input.field ?? '');
    case 'age':
      return fromFact(fact, (born) =>
        isCivilDate(born) && born <= ground.appliedOn ? ageOn(born, ground.appliedOn) : null,
      );
    case 'within':
      return fromFact(fact, (code) => isWithinRegion(code, ground.item.regionCode));
    case 'certificate':
      return certificate(ground, certificateType);
    case 'material':
      return material(ground, input.material);
    case 'field':
      return field(ground, input.field ?? '');
    case 'element':
      return fromFact(fact, (value) => value);
  }
}

/** What the rules of an item ask of the registers, so that nothing else is read. */
export function neededFor(item: ItemVersion, kind: Ground['kind']) {
  const inputs = item.decision?.inputs ?? [];
  const ofMaterials = inputs.filter(({ from }) => from === 'material');
  const elementIds = [
    ...inputs.flatMap(({ element }) => element ?? []),
    ...ofMaterials.flatMap((input) => waivedBy(item, input.material, kind)),
  ];
  const types = [
    ...inputs.flatMap(({ certificateType }) => certificateType ?? []),
    ...ofMaterials.flatMap((input) => materialOf(item, input.material)?.certificateType ?? []),
  ];
  return { elements: [...new Set(elementIds)], certificateTypes: [...new Set(types)] };
}

/** What an input is about, in words. */
function aboutOf(item: ItemVersion, input: ItemDecisionInput): Text {
  const plain = (id: string) => ({ zh: id, en: id });
  const asked = allFields(item.form).find(({ id }) => id === input.field);
  if (input.from === 'field') return asked?.label ?? plain(input.name);
  if (input.from === 'material') return materialOf(item, input.material)?.name ?? plain(input.name);
  if (input.from === 'certificate') {
    const issued = item.certificate?.code === input.certificateType && item.certificate;
    const asks = item.materials.find((one) => one.certificateType === input.certificateType);
    return (issued || asks)?.name ?? plain(input.certificateType ?? input.name);
  }
  const known = Object.entries(elements).find(([id]) => id === input.element);
  return known?.[1].label ?? plain(input.element ?? input.name);
}

const isScalar = (value: Json): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

function shownOf(item: ItemVersion, input: ItemDecisionInput, value: Json): Input['value'] {
  if (isScalar(value)) return value;
  const asked = allFields(item.form).find(({ id }) => id === input.field);
  return asked ? showValue(asked, value, 'zh') : JSON.stringify(value);
}

/** The values for the rules by name, and the same with their sources for the explanation. */
export function inputsOf(ground: Ground): { values: Record<string, Json>; inputs: Input[] } {
  const { item } = ground;
  const values: Record<string, Json> = {};
  const inputs = (item.decision?.inputs ?? []).map((input): Input => {
    const { value, ...origin } = read(ground, input);
    values[input.name] = value;
    const { name, from } = input;
    const shown = shownOf(item, input, value);
    return { name, from, about: { ...aboutOf(item, input) }, value: shown, ...origin };
  });
  return { values, inputs };
}

/** What the rules said. */
export type Verdict = {
  readonly outcome: Outcome;
  readonly reason: string;
  /** Codes of what went wrong; not empty only when a person has to decide. */
  readonly problems: readonly string[];
  readonly rows: readonly Row[];
};

/** A person decides, for a reason of the platform's own. */
export const handOver = (
  reason: 'rules-missing' | 'rules-failed' | 'human-asked',
  problems: readonly string[] = [],
  rows: readonly Row[] = [],
): Verdict => ({ outcome: 'manual', reason, problems, rows });

type Result = { readonly outcome?: unknown; readonly reason?: unknown };

/**
 * Runs the rules of an item. They grant or they hand over to a person: a missing input, two rows where one
 * may fire, a result that is neither of the two or gives no known reason all hand over, and nothing is
 * guessed. No rule refuses. Source: 个人信息保护法 art. 24 (3) (2021-08-20).
 */
export function judge(
  item: Pick<ItemVersion, 'decision'>,
  model: DecisionModel | undefined,
  values: Readonly<Record<string, Json>>,
  now: Date,
): Verdict {
  const { decision } = item;
  if (!decision || !model) return handOver('rules-missing');
  const missing = requiredInputs(model, decision.name).filter(
    ({ name }) => !Object.hasOwn(values, name),
  );
  if (missing.length > 0) return handOver('rules-failed', ['decision.input_missing']);
  const { result, fired, problems } = evaluate(model, decision.name, values, { now });
  const rows = fired.flatMap(({ decision: name, rows: own }) =>
    own.map(({ index, annotation }) => ({ decision: name, row: index, clause: annotation ?? '' })),
  );
  const codes = [...new Set(problems.map(({ code }) => code))];
  if (codes.length > 0) return handOver('rules-failed', codes, rows);
  const { outcome, reason } = (result ?? {}) as Result;
  const isReason = decision.reasons.some(({ code }) => code === reason);
  if ((outcome !== 'granted' && outcome !== 'manual') || !isReason)
    return handOver('rules-failed', ['instant-approval.result_unknown'], rows);
  return { outcome, reason: String(reason), problems: [], rows };
}

const HIDDEN = '******';

/** Inputs for eyes that are not the applicant's: whether something holds is shown, what it is not. */
export const maskInputs = (inputs: readonly Input[]): Input[] =>
  inputs.map((input) =>
    input.value === null || typeof input.value === 'boolean' ? input : { ...input, value: HIDDEN },
  );
