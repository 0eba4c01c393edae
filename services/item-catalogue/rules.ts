import { defineErrors, type Params } from '@yiwang/foundation/errors';
import type { ItemDefinition, PackageProblem } from './schema.ts';
import { legalThemes, personThemes } from './themes.ts';

export const errors = defineErrors('item-catalogue', {
  item_unknown: 404,
  version_unknown: 404,
  not_publishable: 422,
  not_later: 409,
  retroactive: 409,
});

/** Why a package is not published; the words stand in messages.ts under `error.<name>`. */
export type ProblemName =
  | `r${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`
  | 'malformed'
  | 'codes_differ'
  | 'region_wrong'
  | 'ends_before'
  | 'served_codes'
  | 'theme_unknown'
  | 'material_twice'
  | 'material_no_way'
  | 'field_unknown'
  | 'element_unknown'
  | 'certificate_code'
  | 'certificate_validity'
  | 'certificate_face'
  | 'certificate_never_issued'
  | 'joint_review_differs'
  | 'correction_differs'
  | 'rules_differ'
  | 'rules_inputs'
  | 'unverified_nowhere'
  | 'clause_unmarked'
  | 'form_malformed';

export const problem = (
  name: ProblemName,
  pointer: string,
  params: Params = {},
): PackageProblem => ({ pointer, code: `item-catalogue.${name}`, params });

/** The item type 行政许可 of GB/T 39046-2020 table A.1. */
export const LICENCE = '01';

type Rule = (item: ItemDefinition) => PackageProblem | false;

/** 即办: the promise is the same working day. */
const isAtOnce = ({ limits: { promised } }: ItemDefinition) =>
  promised.value === 0 && promised.unit === 'workingDay';

const r1: Rule = (item) => {
  const sound = isAtOnce(item)
    ? item.caseType === 'immediate' && item.reviewType === 'onTheSpot'
    : item.caseType === 'promised' && item.reviewType === 'reviewThenApprove';
  return !sound && problem('r1', '/item/caseType');
};
const r2: Rule = ({ limits: { promised, statutory } }) =>
  (promised.unit !== statutory.unit || promised.value > statutory.value) &&
  problem('r2', '/item/limits/promised');
const r3: Rule = ({ visits }) =>
  visits.times > 0 !== (visits.reason !== undefined) && problem('r3', '/item/visits');
const r4: Rule = ({ visits, online, channels }) =>
  visits.times === 0 &&
  !online.available &&
  !channels.includes('4') &&
  problem('r4', '/item/channels');
const r5: Rule = ({ visits, online }) =>
  online.depth === 'IV' && visits.times > 0 && problem('r5', '/item/online/depth');
const r6: Rule = ({ fees }) => {
  const sound = fees.charged
    ? fees.basis.length > 0 && fees.items.length > 0 && fees.payOnline !== undefined
    : fees.payOnline !== true;
  return !sound && problem('r6', '/item/fees');
};
/** Area code, dash, number: hotlines such as 0551-12345 have five digits. */
const PHONE = /^0\d{2,3}-\d{5,8}$/;
const r7: Rule = ({ contacts: { consult, complain } }) => {
  const sound = PHONE.test(consult.phone) && PHONE.test(complain.phone);
  return (!sound || consult.phone === complain.phone) && problem('r7', '/item/contacts');
};
const r8: Rule = ({ servedParties, themes }) => {
  const agrees = (party: 'person' | 'legal') =>
    servedParties.includes(party) === themes[party].length > 0;
  return (!agrees('person') || !agrees('legal')) && problem('r8', '/item/themes');
};
const LICENCE_STEPS = ['accept', 'review', 'decide', 'issue', 'deliver'] as const;
const r9: Rule = ({ type, faqs, steps }) => {
  const missing = LICENCE_STEPS.filter((kind) => !steps.some((step) => step.kind === kind));
  return (
    type.code === LICENCE &&
    (faqs.length === 0 || missing.length > 0) &&
    problem('r9', '/item/steps', { missing, faqs: faqs.length })
  );
};
const r10: Rule = ({ result, certificate }) =>
  (result.sample === undefined || (result.type === '10' && certificate === undefined)) &&
  problem('r10', '/item/result');

/** The consistency checks of national item tables (domain.md 1.8), in their order. */
export const consistency: readonly Rule[] = [r1, r2, r3, r4, r5, r6, r7, r8, r9, r10];

const codes: Rule = ({ code, handlingCode, baseCode, exerciseLevel, implementer, type }) => {
  const sound =
    code === `${implementer.uscc}${exerciseLevel}${baseCode}` &&
    handlingCode.startsWith(code) &&
    baseCode.slice(2, 4) === type.code;
  return !sound && problem('codes_differ', '/item/code', { code, baseCode });
};
const ends: Rule = ({ effectiveOn, endsOn }) =>
  endsOn !== undefined && endsOn <= effectiveOn && problem('ends_before', '/item/endsOn');
/** 服务对象: code 1 is a person, all others are organizations. */
const served: Rule = ({ servedParties, servedPartyCodes }) => {
  const person = servedPartyCodes.includes('1') === servedParties.includes('person');
  const legal = servedPartyCodes.some((one) => one !== '1') === servedParties.includes('legal');
  return (!person || !legal) && problem('served_codes', '/item/servedPartyCodes');
};
const themesKnown: Rule = ({ themes }) => {
  const unknown = [
    ...themes.person.filter((theme) => !personThemes.includes(theme)),
    ...themes.legal.filter((theme) => !legalThemes.includes(theme)),
  ];
  return unknown.length > 0 && problem('theme_unknown', '/item/themes', { unknown });
};
const certificateCode: Rule = ({ certificate }) =>
  certificate !== undefined &&
  certificate.code.slice(0, 18) !== certificate.definingAuthority.uscc &&
  problem('certificate_code', '/item/certificate/code');
const validity: Rule = ({ certificate }) => {
  if (!certificate) return false;
  const { rule, years, field } = certificate.validity;
  const sound =
    (rule === 'years') === (years !== undefined) && (rule === 'period') === (field !== undefined);
  return !sound && problem('certificate_validity', '/item/certificate/validity');
};

/** Face items that the certificate itself says, and what else is known only when it is issued. */
const OF_THE_ISSUE = ['holder.name', 'holder.number', 'validity'];
const AT_THE_ISSUE = ['identifier', 'issuedOn', 'validFromOn', 'validUntilOn', 'issuer'];

type Face = NonNullable<ItemDefinition['certificate']>['face'][number];
function hasSource({ id, source: { from, name, text } }: Face): boolean {
  if (OF_THE_ISSUE.includes(id)) return from === 'issue' && name === undefined;
  if (from === 'issue') return AT_THE_ISSUE.includes(name ?? '');
  return (from === 'fixed' ? text : name) !== undefined;
}
const face: Rule = ({ certificate }) => {
  const items = (certificate?.face ?? []).filter((one) => !hasSource(one)).map(({ id }) => id);
  return items.length > 0 && problem('certificate_face', '/item/certificate/face', { items });
};

const further: readonly Rule[] = [
  codes,
  ends,
  served,
  themesKnown,
  certificateCode,
  validity,
  face,
];

/** All reasons why the elements of an item contradict each other; empty: they agree. */
export const checkItem = (item: ItemDefinition): PackageProblem[] =>
  [...consistency, ...further].map((rule) => rule(item)).filter((found) => found !== false);

/** What a JSON Pointer (RFC 6901) leads to, or undefined. */
export const follow = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (inner, part) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
          ? (inner as Record<string, unknown>)[part]
          : undefined,
      value,
    );

/** Pointers of all clauses below a value that nobody has verified. */
export function unverifiedClauses(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'verified' in value && value.verified === false ? [pointer] : [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    unverifiedClauses(one, `${pointer}/${key}`),
  );
  return [...own, ...inner];
}

/** Every mark of `unverified` leads somewhere, and no unverified clause is without a mark on it or above it. */
export function checkVerification(item: ItemDefinition): PackageProblem[] {
  const nowhere = item.unverified
    .filter((pointer) => follow(item, pointer) === undefined)
    .map((pointer) => problem('unverified_nowhere', '/item/unverified', { pointer }));
  const unmarked = unverifiedClauses(item)
    .filter((at) => !item.unverified.some((mark) => at === mark || at.startsWith(`${mark}/`)))
    .map((at) => problem('clause_unmarked', `/item${at}`));
  return [...nowhere, ...unmarked];
}
