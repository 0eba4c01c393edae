import { compileCondition, compileDecision, type DecisionModel } from '@yiwang/foundation/decision';
import { allFields, type FormDefinition, lint, toJsonSchema } from '@yiwang/foundation/form';
import { isRegionCode } from '@yiwang/foundation/identifier';
import { compile, type Program } from '@yiwang/foundation/workflow';
import { Compile } from 'typebox/compile';
import { registerWords } from './register.ts';
import { checkItem, checkVerification, problem } from './rules.ts';
import { type ItemDefinition, ItemPackage, type PackageProblem } from './schema.ts';

const packages = Compile(ItemPackage);

/** What is wrong with the shape of a package; nothing else is looked at before it is right. */
const checkShape = (pack: unknown): PackageProblem[] =>
  packages
    .Errors(pack)
    .slice(0, 50)
    .map((error) =>
      problem('malformed', error.instancePath, { keyword: error.keyword, message: error.message }),
    );

/** A form that came as JSON from anywhere may break the lint itself: that too is a reason, not a failure. */
function checkForm(form: FormDefinition, elements: readonly string[]): PackageProblem[] {
  try {
    const register = elements.map((id) => ({ id, names: registerWords[id] ?? [] }));
    const problems = lint(form, register).map(({ pointer, code, params }) => ({
      pointer: `/form${pointer}`,
      code,
      params: { ...params },
    }));
    if (problems.length === 0) toJsonSchema(form);
    const bound = allFields(form).flatMap(({ id, element }) => (element ? [{ id, element }] : []));
    const unknown = bound
      .filter(({ element }) => !elements.includes(element))
      .map(({ id, element }) => problem('element_unknown', '/form', { field: id, element }));
    return [...problems, ...unknown];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [problem('form_malformed', '/form', { detail: detail.slice(0, 200) })];
  }
}

type Reference = { pointer: string; field?: string | undefined; element?: string | undefined };

/** Everything in the item that names a field of the form or an element of the register. */
function references({ materials, certificate, decision }: ItemDefinition): Reference[] {
  return [
    ...materials.flatMap(({ field, elements = [] }, index) => {
      const pointer = `/item/materials/${index}`;
      return [{ pointer, field }, ...elements.map((element) => ({ pointer, element }))];
    }),
    ...(certificate?.face ?? []).map(({ source: { from, name } }, index) => ({
      pointer: `/item/certificate/face/${index}`,
      ...(from === 'field' && { field: name ?? '' }),
      ...(from === 'element' && { element: name ?? '' }),
    })),
    ...(certificate?.validity.field === undefined
      ? []
      : [{ pointer: '/item/certificate/validity', field: certificate.validity.field }]),
    ...(decision?.inputs ?? []).map(({ field, element }, index) => ({
      pointer: `/item/decision/inputs/${index}`,
      field,
      element,
    })),
  ];
}

function checkReferences(
  { item, form }: ItemPackage,
  elements: readonly string[],
): PackageProblem[] {
  const fields = new Set(allFields(form).map((field) => field.id));
  return references(item).flatMap(({ pointer, field, element }) => [
    ...(field === undefined || fields.has(field)
      ? []
      : [problem('field_unknown', pointer, { field })]),
    ...(element === undefined || elements.includes(element)
      ? []
      : [problem('element_unknown', pointer, { element })]),
  ]);
}

/** A material that must be shown can be uploaded, taken from a certificate or looked up; each code stands once. */
function checkMaterials({ materials, decision }: ItemDefinition): PackageProblem[] {
  const known = materials.map(({ code }) => code);
  const rows = materials.flatMap(({ code, accept, certificateType, elements }, index) => {
    const at = `/item/materials/${index}`;
    const ways = accept.length > 0 || certificateType !== undefined || elements !== undefined;
    return [
      ...(known.indexOf(code) === index ? [] : [problem('material_twice', at, { code })]),
      ...(ways ? [] : [problem('material_no_way', at, { code })]),
    ];
  });
  const unknown = (decision?.inputs ?? [])
    .flatMap(({ material }) =>
      material === undefined || known.includes(material) ? [] : [material],
    )
    .map((material) => problem('material_no_way', '/item/decision', { code: material }));
  return [...rows, ...unknown];
}

const condition = (text: string) => {
  const compiled = compileCondition(text);
  if ('error' in compiled) return { error: compiled.error.code };
  return { evaluate: compiled.evaluate, reads: [...compiled.reads] };
};

const waits = (program: Program) =>
  Object.values(program.nodes).flatMap((node) => (node.type === 'task' ? [node] : []));

/** The list of review departments that a process of a joint review iterates over. */
export const DEPARTMENTS = 'departments';

/** What applicants wait for while they correct: case.corrected. */
const CORRECTED = 'case.corrected';

/** The timer on waiting for corrections says the same time as the item. */
function correctionAgrees({ limits }: ItemDefinition, { nodes }: Program): boolean {
  const { value, unit } = limits.correction;
  return Object.values(nodes).every((node) => {
    if (node.type !== 'timer') return true;
    const on = nodes[node.on];
    const corrects =
      on?.type === 'task' && on.wait.kind === 'message' && on.wait.name === CORRECTED;
    return !corrects || (node.limit.value === value && node.limit.unit === unit);
  });
}

/** The process does what the item promises: corrections, the joint review, the rule and the certificate. */
function checkProgram({ item }: ItemPackage, program: Program): PackageProblem[] {
  const tasks = waits(program);
  const joint = tasks.some(({ each }) => each?.list && each.of === DEPARTMENTS);
  const keys = tasks.flatMap(({ wait }) => (wait.kind === 'decide' ? [wait.decision] : []));
  const own = item.decision ? [item.decision.name] : [];
  const issues = tasks.some(
    ({ wait }) => wait.kind === 'job' && wait.service === 'certificate.issue',
  );
  return [
    ...(correctionAgrees(item, program) ? [] : [problem('correction_differs', '/process')]),
    ...(joint === item.jointBodies.length > 0 ? [] : [problem('joint_review_differs', '/process')]),
    ...(keys.join() === own.join() ? [] : [problem('rules_differ', '/process', { keys })]),
    ...(issues === (item.certificate !== undefined)
      ? []
      : [problem('certificate_never_issued', '/process')]),
  ];
}

async function checkProcess(pack: ItemPackage): Promise<PackageProblem[]> {
  const { program, problems } = await compile(pack.process, { condition });
  if (program) return checkProgram(pack, program);
  return problems.map(({ code, params }) => ({ pointer: '/process', code, params }));
}

const compiled = new Map<string, DecisionModel>();

/** The compiled rules of a DMN text, compiled once; undefined while the text has a problem. */
export function modelOf(xml: string): DecisionModel | undefined {
  const known = compiled.get(xml);
  if (known) return known;
  const { model } = compileDecision(xml);
  if (model && compiled.size < 500) compiled.set(xml, model);
  return model;
}

function checkRules({ item, rules }: ItemPackage): PackageProblem[] {
  const { decision } = item;
  if (decision === undefined && rules === undefined) return [];
  if (decision === undefined || rules === undefined) return [problem('rules_differ', '/rules')];
  const { model, problems } = compileDecision(rules);
  if (!model)
    return problems.map(({ code, params }) => ({ pointer: '/rules', code, params: { ...params } }));
  if (!model.decisions.some(({ name }) => name === decision.name))
    return [problem('rules_differ', '/rules', { keys: model.decisions.map(({ name }) => name) })];
  const wanted = model.inputs.map(({ name }) => name).sort();
  const told = decision.inputs.map(({ name }) => name).sort();
  return wanted.join() === told.join()
    ? []
    : [problem('rules_inputs', '/item/decision', { wanted, told })];
}

/**
 * All reasons why a package may not be published, none left out; empty: it may. `elements` are the data
 * elements that the base register holds.
 */
export async function checkPackage(
  pack: unknown,
  elements: readonly string[],
): Promise<PackageProblem[]> {
  const malformed = checkShape(pack);
  if (malformed.length > 0) return malformed;
  const sound = pack as ItemPackage;
  const form = checkForm(sound.form, elements);
  return [
    ...checkItem(sound.item),
    ...(isRegionCode(sound.item.regionCode) ? [] : [problem('region_wrong', '/item/regionCode')]),
    ...checkVerification(sound.item),
    ...checkMaterials(sound.item),
    ...form,
    ...(form.some(({ code }) => code === 'item-catalogue.form_malformed')
      ? []
      : checkReferences(sound, elements)),
    ...(await checkProcess(sound)),
    ...checkRules(sound),
  ];
}
