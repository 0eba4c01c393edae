import { expect, test } from 'vitest';
import { fieldsInWords } from './read-fields.ts';

const zh = (fields: string[]) => fieldsInWords(fields).map((text) => text.zh);

test('elements of the registers have their own names, everything else that of its kind, each once', () => {
  expect(zh(['person.birthOn', 'form.photo', 'form.truth', 'rule.age'])).toEqual([
    '出生日期',
    '申请表里填写的内容',
    '规则判断用到的信息',
  ]);
  expect(zh(['applicant', 'person.name', 'name'])).toEqual(['姓名']);
});

test('who read nothing in full saw masked content', () => {
  expect(zh([])).toEqual(['只看到遮盖后的内容']);
});

test('a field that nobody named is told as other information, not as a code', () => {
  expect(zh(['nobody.knows', 'formless'])).toEqual(['其他信息']);
});
