import { defineErrors, type FieldError, type Text } from '@yiwang/foundation/errors';
import {
  checkIdNumber,
  checkPhone,
  checkUscc,
  isRegionCode,
  maskAddress,
  maskIdNumber,
  maskName,
  maskPhone,
  problemCode,
} from '@yiwang/foundation/identifier';
import {
  addWorkingDays,
  type Calendar,
  type CivilDate,
  type Clause,
  civilDateOf,
  clauseText,
  isCivilDate,
} from '@yiwang/foundation/time';

export const errors = defineErrors('base-register', {
  element_unknown: 422,
  value_invalid: 422,
  already_registered: 409,
  subject_unknown: 404,
  not_yours: 403,
  nothing_held: 404,
  same_value: 422,
  already_disputed: 409,
  dispute_unknown: 404,
  already_answered: 409,
  not_registrar: 403,
  changed_meanwhile: 409,
});

const clause = (law: string, article: string, effectiveOn: CivilDate, more = {}): Clause => ({
  law,
  article,
  effectiveOn,
  verified: true,
  ...more,
});
const household = clause('户口登记条例', '4', '1958-01-09', { paragraph: 4 });
// The law on identity cards is not among the texts at hand.
const identityCard = clause('居民身份证法', '3', '2012-01-01', { verified: false });
const consent = clause('个人信息保护法', '13', '2021-11-01', { paragraph: 1, item: 1 });
const firm = (item: number) =>
  clause('市场主体登记管理条例', '8', '2022-03-01', { paragraph: 1, item });

type Element = {
  readonly label: Text;
  /** Other words by which forms ask for the same; for the check "do not ask what government holds". */
  readonly names: readonly string[];
  /** The clause under which it is held when the source names no other. */
  readonly basis: Clause;
};

/** What the register holds, by element id: forms bind their fields to these ids. */
export const elements = {
  'person.name': { label: { zh: '姓名', en: 'Name' }, names: ['full name'], basis: household },
  'person.idNumber': {
    label: { zh: '公民身份号码', en: 'Citizen ID number' },
    names: ['身份证号', '身份证号码', 'ID number'],
    basis: identityCard,
  },
  'person.birthOn': {
    label: { zh: '出生日期', en: 'Date of birth' },
    names: ['生日', 'birthday', 'birth date'],
    basis: household,
  },
  'person.sex': { label: { zh: '性别', en: 'Sex' }, names: ['gender'], basis: household },
  'person.nationality': {
    label: { zh: '国籍', en: 'Nationality' },
    names: [],
    basis: clause('户口登记条例', '2', '1958-01-09'),
  },
  'person.residence': {
    label: { zh: '户籍地址', en: 'Registered residence' },
    names: ['户口所在地', '常住户口所在地住址'],
    basis: household,
  },
  'person.regionCode': {
    label: { zh: '户籍所在地区', en: 'Region of registered residence' },
    names: ['户籍地区'],
    basis: household,
  },
  'person.phone': {
    label: { zh: '手机号码', en: 'Mobile number' },
    names: ['手机号', '联系电话', 'phone', 'telephone'],
    basis: consent,
  },
  'person.photo': {
    label: { zh: '证件照片', en: 'Identity photo' },
    names: ['身份证照片'],
    basis: identityCard,
  },
  'legal.name': {
    label: { zh: '市场主体名称', en: 'Name of the business' },
    names: ['企业名称', '单位名称', 'company name'],
    basis: firm(1),
  },
  'legal.uscc': {
    label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
    names: ['信用代码', 'USCC'],
    basis: clause('市场主体登记管理条例实施细则', '23', '2022-03-01'),
  },
  'legal.kind': {
    label: { zh: '主体类型', en: 'Kind of business' },
    names: ['企业类型'],
    basis: firm(2),
  },
  'legal.representative': {
    label: { zh: '法定代表人（负责人）', en: 'Legal representative' },
    names: ['法定代表人', '负责人', '经营者'],
    basis: firm(6),
  },
  'legal.address': {
    label: { zh: '住所（主要经营场所）', en: 'Registered address' },
    names: ['住所', '注册地址', '经营场所'],
    basis: firm(4),
  },
  'legal.regionCode': {
    label: { zh: '住所所在地区', en: 'Region of the registered address' },
    names: [],
    basis: firm(4),
  },
  'legal.businessScope': {
    label: { zh: '经营范围', en: 'Business scope' },
    names: [],
    basis: firm(3),
  },
  'legal.registeredOn': {
    label: { zh: '成立日期', en: 'Date of establishment' },
    names: ['注册日期'],
    basis: clause('市场主体登记管理条例', '21', '2022-03-01'),
  },
} as const satisfies Record<string, Element>;

export type ElementId = keyof typeof elements;

/** Tells whether the register knows an element. */
export const isElement = (id: string): id is ElementId => Object.hasOwn(elements, id);

/** @throws {AppError} `base-register.element_unknown`. */
export function assertElement(id: string): asserts id is ElementId {
  if (!isElement(id)) throw errors.element_unknown({ element: id });
}

/** The clause of an element as people cite it; an unverified one says so. */
export const basisOf = (id: ElementId): string => clauseText('zh', elements[id].basis);

/** Longest text of an element, in characters. */
const LONGEST: Partial<Record<ElementId, number>> = {
  'person.name': 100,
  'legal.representative': 100,
  'legal.name': 200,
  'legal.businessScope': 2000,
};

type Checked = { value: string } | { problem: string };

const wordOf = (text: string, words: readonly string[]): Checked =>
  words.includes(text) ? { value: text } : { problem: 'base-register.value_invalid' };

function identifierOf(kind: 'id_number' | 'uscc' | 'phone', text: string, on: CivilDate): Checked {
  if (kind === 'phone') {
    const phone = checkPhone(text);
    return phone.ok ? { value: phone.number } : { problem: problemCode(kind, phone.problem) };
  }
  if (kind === 'uscc') {
    const uscc = checkUscc(text);
    return uscc.ok ? { value: uscc.code } : { problem: problemCode(kind, uscc.problem) };
  }
  const read = readIdNumber(text, on);
  return read.ok ? { value: read.number } : { problem: problemCode(kind, read.problem) };
}

function textOf(text: string, longest: number): Checked {
  const value = text.normalize('NFC').trim();
  const fits = value !== '' && value.length <= longest;
  return fits ? { value } : { problem: 'base-register.value_invalid' };
}

function check(element: ElementId, text: string, on: CivilDate): Checked {
  if (element === 'person.idNumber') return identifierOf('id_number', text, on);
  if (element === 'legal.uscc') return identifierOf('uscc', text, on);
  if (element === 'person.phone') return identifierOf('phone', text, on);
  if (element === 'person.sex') return wordOf(text, ['male', 'female']);
  if (element === 'person.photo') return wordOf(text, ['yes', 'no']);
  if (element === 'person.birthOn' || element === 'legal.registeredOn')
    return isCivilDate(text) && text <= on
      ? { value: text }
      : { problem: 'base-register.date_invalid' };
  if (element === 'person.regionCode' || element === 'legal.regionCode')
    return isRegionCode(text) ? { value: text } : { problem: 'base-register.region_invalid' };
  return textOf(text, LONGEST[element] ?? 300);
}

/**
 * A value as it is kept: identifiers in capitals, telephone numbers in digits, text trimmed. Dates may
 * not lie after `on`. @throws {AppError} `base-register.value_invalid` with the field at `pointer`.
 */
export function checkValue(
  element: ElementId,
  text: string,
  on: CivilDate,
  pointer = '/value',
): string {
  const checked = check(element, text, on);
  if ('value' in checked) return checked.value;
  const fields: FieldError[] = [{ pointer, code: checked.problem }];
  throw errors.value_invalid({ element }, { fields });
}

/** A source cannot hold something true on a day to come. @throws {AppError} `base-register.value_invalid`. */
export function assertPast(asOf: CivilDate, on: CivilDate): void {
  if (isCivilDate(asOf) && asOf <= on) return;
  const fields = [{ pointer: '/asOf', code: 'base-register.date_invalid' }];
  throw errors.value_invalid({ element: 'asOf' }, { fields });
}

/** A value for eyes that need not see all of it; what is published about firms anyway stays whole. */
export function maskValue(element: string, value: string): string {
  if (element === 'person.name') return maskName(value);
  if (element === 'person.idNumber') return maskIdNumber(value);
  if (element === 'person.phone') return maskPhone(value);
  if (element === 'person.residence') return maskAddress(value);
  return element.startsWith('legal.') ? value : HIDDEN;
}

/** What stands in place of a text that is hidden whole. */
export const HIDDEN = '******';

/** Why the registrar opens a disputed value, for the subject's read log. */
export const DISPUTE_READING = {
  purpose: '核实并答复本人提出的信息异议',
  basis: clauseText('zh', clause('个人信息保护法', '46', '2021-11-01', { paragraph: 2 })),
};

/** Reads the number of a citizen or, from 9, of a foreigner's permanent residence card (GB 11643-1999). */
export const readIdNumber = (text: string, on: CivilDate) =>
  checkIdNumber(text, on, /^\s*[9９]/.test(text) ? 'foreigner' : 'citizen');

/** Dots that people and other systems write between the parts of a minority name; U+00B7 is the official one. */
const DOTS = /[\u00b7\u0387\u2022\u2027\u2219\u22c5\u30fb\u2e31\u25cf\u16eb]/gu;
const HAN = '[\\p{Script=Han}\u3007]';
const HAN_STOP = new RegExp(`(?<=${HAN})\\s*\\.\\s*(?=${HAN})`, 'gu');
const HAN_GAP = new RegExp(`(?<=[·]|${HAN})\\s+(?=[·]|${HAN})`, 'gu');

/**
 * A name as it is compared: NFKC (full-width and compatibility forms), one middle dot, no blanks
 * between Chinese characters, single blanks and capitals in Latin letters.
 */
export const comparableName = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .trim()
    .replace(DOTS, '·')
    .replace(HAN_STOP, '·')
    .replace(/\s+/gu, ' ')
    .replace(HAN_GAP, '');

/** Tells whether two spellings are one name: 买买提•吐尔逊 and 买买提·吐尔逊, ＬＩ　Ｍing and li ming. */
export const sameName = (a: string, b: string): boolean => {
  const left = comparableName(a);
  return left !== '' && left === comparableName(b);
};

/**
 * Limit for the answer to a dispute. PIPL art. 46 (2021-11-01) says "in time" without a number; 15
 * working days is the practice of the 2019 rules for apps, whose text is not at hand: unverified.
 */
export const DISPUTE_WORKING_DAYS = 15;

/** The last day for the answer; `certain` false when it runs into a year whose schedule is not loaded. */
export function answerDueOn(calendar: Calendar, now: Date): { on: CivilDate; certain: boolean } {
  const { on, certain } = addWorkingDays(calendar, civilDateOf(now), DISPUTE_WORKING_DAYS);
  return { on, certain };
}
