import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.missing_glyph': {
    zh: '字库缺少以下字形，不能生成文件：{characters}',
    en: 'The font lacks these characters, so the document cannot be made: {characters}',
  },
  'error.does_not_fit': {
    zh: '“{field}”内容过长，版面放不下',
    en: '“{field}” is too long for its place in the document',
  },
  'error.unreadable': { zh: '不是可以盖章的 PDF 文件', en: 'This is not a PDF that can be sealed' },
  'error.already_sealed': { zh: '文件已经盖章', en: 'The file is sealed already' },
  'error.busy': { zh: '文件生成繁忙，请稍后再试', en: 'Many documents are being made. Try again' },
  'face.page': { zh: '第 {page} 页，共 {pages} 页', en: 'Page {page} of {pages}' },
  'problem.no_seal': { zh: '文件没有电子印章', en: 'The file has no electronic seal' },
  'problem.not_whole_file': {
    zh: '盖章后文件又被添加内容，或印章没有覆盖全文',
    en: 'Something was added after sealing, or the seal does not cover the whole file',
  },
  'problem.malformed': { zh: '印章数据不合规范', en: 'The seal data is malformed' },
  'problem.algorithm': {
    zh: '印章使用了不接受的算法',
    en: 'The seal uses an algorithm not accepted',
  },
  'problem.altered': { zh: '文件盖章后被改动', en: 'The file was changed after it was sealed' },
  'problem.signature': { zh: '印章签名不正确', en: 'The signature of the seal is wrong' },
  'problem.certificate': {
    zh: '印章证书与签名不符或不能用于文件盖章',
    en: 'The certificate does not fit the signature or is not for sealing documents',
  },
  'problem.untrusted': { zh: '印章不是本平台签发', en: 'The seal was not issued by this platform' },
  'problem.period': {
    zh: '印章证书当时不在有效期内',
    en: 'The certificate of the seal was not valid at that time',
  },
} satisfies Messages<typeof errors>;
