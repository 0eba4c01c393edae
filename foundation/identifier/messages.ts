import type { Messages } from '../errors/index.ts';

/** Keys are `error.<kind>_<problem>`; `problemCode` makes the field error's code. */
export const messages = {
  'error.id_number_length': {
    zh: '身份证号码应为 18 位',
    en: 'An ID number has 18 characters',
  },
  'error.id_number_characters': {
    zh: '身份证号码只能是数字，最后一位可以是 X',
    en: 'An ID number has digits only; the last character may be X',
  },
  'error.id_number_area': {
    zh: '身份证号码前 6 位不是有效地区，请核对证件类型和号码',
    en: 'The first 6 digits name no area: check the document type and the number',
  },
  'error.id_number_birth_date': {
    zh: '身份证号码中的出生日期不存在，请核对第 7 至 14 位',
    en: 'The birth date in the ID number does not exist: check digits 7 to 14',
  },
  'error.id_number_birth_in_future': {
    zh: '身份证号码中的出生日期晚于今天，请核对第 7 至 14 位',
    en: 'The birth date in the ID number lies in the future: check digits 7 to 14',
  },
  'error.id_number_check_digit': {
    zh: '身份证号码校验不通过，可能有一位输错，请核对',
    en: 'The ID number does not add up: one digit may be mistyped',
  },
  'error.id_number_document_form': {
    zh: '证件号码与所选证件类型不符',
    en: 'The number does not fit the chosen document type',
  },
  'error.uscc_length': {
    zh: '统一社会信用代码应为 18 位',
    en: 'A unified social credit code has 18 characters',
  },
  'error.uscc_characters': {
    zh: '统一社会信用代码只能是数字和大写字母，不含 I、O、S、V、Z',
    en: 'A unified social credit code has digits and letters without I, O, S, V, Z',
  },
  'error.uscc_department': {
    zh: '统一社会信用代码第 1 位（登记管理部门）无效',
    en: 'Character 1 (registering department) is not valid',
  },
  'error.uscc_area': {
    zh: '统一社会信用代码第 3 至 8 位应为行政区划代码',
    en: 'Characters 3 to 8 must be a division code',
  },
  'error.uscc_org_code': {
    zh: '统一社会信用代码第 9 至 17 位校验不通过，请核对',
    en: 'Characters 9 to 17 do not add up: check them',
  },
  'error.uscc_check_digit': {
    zh: '统一社会信用代码校验不通过，可能有一位输错，请核对',
    en: 'The code does not add up: one character may be mistyped',
  },
  'error.certificate_shape': {
    zh: '电子证照标识格式不对',
    en: 'This is not the form of a certificate identifier',
  },
  'error.certificate_type': {
    zh: '证照类型代码无效',
    en: 'The certificate type code is not valid',
  },
  'error.certificate_issuer': { zh: '颁发机构代码无效', en: 'The issuer code is not valid' },
  'error.certificate_serial': { zh: '证照流水号无效', en: 'The serial is not valid' },
  'error.certificate_version': { zh: '证照版本号无效', en: 'The version is not valid' },
  'error.certificate_check_digit': {
    zh: '电子证照标识校验不通过，可能输错',
    en: 'The certificate identifier does not add up: it may be mistyped',
  },
  'error.phone_phone': {
    zh: '请输入 11 位手机号，或带区号的固定电话',
    en: 'Enter an 11-digit mobile number, or a fixed line with its area code',
  },
  'document.111': { zh: '居民身份证', en: 'Resident identity card' },
  'document.112': { zh: '临时居民身份证', en: 'Temporary resident identity card' },
  'document.113': { zh: '户口簿', en: 'Household register' },
  'document.114': { zh: '军官证', en: 'Military officer card' },
  'document.335': { zh: '机动车驾驶证', en: 'Driving licence' },
  'document.414': { zh: '普通护照', en: 'Ordinary passport' },
  'document.511': {
    zh: '台湾居民来往大陆通行证',
    en: 'Mainland travel permit for Taiwan residents',
  },
  'document.516': {
    zh: '港澳居民来往内地通行证',
    en: 'Mainland travel permit for Hong Kong and Macao residents',
  },
  'document.553': {
    zh: '外国人永久居留身份证',
    en: 'Foreigner permanent residence identity card',
  },
} satisfies Messages;

/** The code of a field error for a problem of an identifier: `identifier.id_number_check_digit`. */
export const problemCode = (
  kind: 'id_number' | 'uscc' | 'certificate' | 'phone',
  problem: string,
): string => `identifier.${kind}_${problem}`;
