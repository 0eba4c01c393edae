import {
  allFields,
  type FormDefinition,
  type FormValues,
  isObject,
  type Names,
  showDate,
  showValue,
} from '@yiwang/foundation/form';
import { addDays, addYears, type CivilDate, isCivilDate } from '@yiwang/foundation/time';
import type { NewType } from '@yiwang/services/certificate';
import type { ItemCertificate } from '@yiwang/services/item-catalogue';

type Face = ItemCertificate['face'][number];

/** The identifier and number are made by the issuing itself and printed by it. */
const printed = ({ source }: Face) => !(source.from === 'issue' && source.name === 'identifier');

/** The kind of certificate that an item issues, as the register of certificates takes it. */
export const certificateTypeOf = (template: ItemCertificate): NewType => ({
  code: template.code,
  name: template.name,
  definedBy: template.definingAuthority.name,
  holderKind: template.holderKind,
  template: {
    title: template.title,
    fields: template.face.filter(printed).map(({ id, name, source }) => ({
      key: id,
      label: name,
      ...((source.from === 'field' || source.from === 'element') && { optional: true }),
    })),
  },
});

export type Validity = { readonly validFromOn: CivilDate; readonly validUntilOn: CivilDate | null };

/**
 * The period for which a certificate is valid: without end, whole years from the day of issue, or the
 * period that was applied for, which never begins before the day of issue.
 */
export function validityOf(
  { validity }: ItemCertificate,
  data: FormValues,
  issuedOn: CivilDate,
): Validity {
  if (validity.rule === 'years')
    return {
      validFromOn: issuedOn,
      validUntilOn: addDays(addYears(issuedOn, validity.years ?? 1), -1),
    };
  const asked = validity.rule === 'period' && data[validity.field ?? ''];
  if (!isObject(asked)) return { validFromOn: issuedOn, validUntilOn: null };
  const { from, to } = asked;
  const begins = typeof from === 'string' && from > issuedOn ? from : issuedOn;
  return { validFromOn: begins, validUntilOn: typeof to === 'string' ? to : null };
}

const SEX: Readonly<Record<string, string>> = { male: '男', female: '女' };

const heldText = (element: string, value: string): string =>
  element === 'person.sex'
    ? (SEX[value] ?? value)
    : isCivilDate(value)
      ? showDate(value, 'zh')
      : value;

function answered(form: FormDefinition, data: FormValues, id: string, names: Names): string {
  const field = allFields(form).find((one) => one.id === id);
  const value = data[id];
  if (!field || value === undefined) return '';
  // A certificate shows the whole number; the masked one is for lists.
  if (field.type === 'idNumber' || field.type === 'uscc') return String(value);
  return showValue(field, value, 'zh', names);
}

/** The texts on the face, from the answers, the register and the issuing; empty ones are left out. */
export function faceOf(
  template: ItemCertificate,
  from: {
    readonly form: FormDefinition;
    readonly data: FormValues;
    readonly held: Readonly<Record<string, { readonly value: string }>>;
    readonly names: Names;
    readonly issuedOn: CivilDate;
    readonly issuer: string;
    readonly validity: Validity;
  },
): Record<string, string> {
  const issue: Record<string, string> = {
    issuedOn: showDate(from.issuedOn, 'zh'),
    validFromOn: showDate(from.validity.validFromOn, 'zh'),
    validUntilOn: from.validity.validUntilOn ? showDate(from.validity.validUntilOn, 'zh') : '长期',
    issuer: from.issuer,
  };
  const textOf = ({ source }: Face): string => {
    const name = source.name ?? '';
    if (source.from === 'fixed') return source.text?.zh ?? '';
    if (source.from === 'issue') return issue[name] ?? '';
    if (source.from === 'element') return heldText(name, from.held[name]?.value ?? '');
    return answered(from.form, from.data, name, from.names);
  };
  const texts = template.face.filter(printed).map((one) => [one.id, textOf(one)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}
