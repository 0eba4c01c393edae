import type { Messages } from '@yiwang/foundation/errors';
import type { errors } from './rules.ts';
import type { CheckCode } from './schema.ts';

type CheckWords = { readonly [K in CheckCode as `check.${K}`]: { zh: string; en: string } };

/** Refusals, the words of machine checks, and those of the upload control. */
export const messages = {
  'error.unknown': {
    zh: '没有这份材料，或者您不能查看它。',
    en: 'There is no such file, or you may not see it.',
  },
  'error.file_missing': {
    zh: '没有收到文件，请选择文件后再上传。',
    en: 'No file arrived. Choose a file and send it again.',
  },
  'error.too_many': {
    zh: '您有 {most} 份还没有用到的材料，请先删除一些再上传。',
    en: 'You have {most} files that are not used yet. Remove some before you send more.',
  },
  'error.attached': {
    zh: '这份材料已经随申请提交，不能删除。',
    en: 'This file was handed in with an application and cannot be removed.',
  },
  'error.gone': {
    zh: '有材料已被删除，请重新上传后再提交。',
    en: 'A file was removed meanwhile. Send it again, then hand in.',
  },
  'error.lost': {
    zh: '文件没有存好，请再上传一次。',
    en: 'The file was not kept. Please send it again.',
  },
  'error.case_unknown': { zh: '没有这个办件。', en: 'There is no such case.' },

  'check.stated-equals-register': {
    zh: '填写的内容与登记信息一致',
    en: 'What was stated equals the register',
  },
  'check.representative-matches': {
    zh: '填写的法定代表人与登记一致',
    en: 'The representative stated equals the register',
  },
  'check.certificate-holder': {
    zh: '电子证照的持有人就是申请人',
    en: 'The certificate is held by the applicant',
  },
  'check.certificate-valid': {
    zh: '电子证照当日有效',
    en: 'The certificate is valid on the day',
  },
  'check.certificate-covers': {
    zh: '电子证照的有效期覆盖申请的期限',
    en: 'The certificate covers the period asked for',
  },
  'check.file-readable': { zh: '文件可以打开', en: 'The file can be opened' },
  'check.file-duplicate': {
    zh: '没有重复的文件',
    en: 'No two files are the same',
  },
  'check.file-content': {
    zh: '文件里的内容',
    en: 'What is written in the file',
  },
  'state.ok': { zh: '一致', en: 'In order' },
  'state.attention': { zh: '请核对', en: 'Please look' },
  'state.unknown': { zh: '未能核对', en: 'Could not be checked' },
  'reason.different': { zh: '两边不一致', en: 'The two sides differ' },
  'reason.not-held': { zh: '没有查到登记信息', en: 'The source holds nothing' },
  'reason.not-stated': { zh: '申请中没有填写', en: 'The application does not state it' },
  'reason.disputed': {
    zh: '申请人对登记的内容有异议，正在核实',
    en: 'The applicant disputes what is held; the answer is awaited',
  },
  'reason.suspended': { zh: '证照已暂扣', en: 'The certificate is suspended' },
  'reason.revoked': { zh: '证照已被吊销、撤销或注销', en: 'The certificate is revoked' },
  'reason.superseded': { zh: '证照已换发新证', en: 'The certificate was replaced' },
  'reason.not-yet-valid': { zh: '证照尚未生效', en: 'The certificate is not yet valid' },
  'reason.other-type': {
    zh: '不是这项材料要求的证照',
    en: 'It is not the kind of certificate asked for',
  },
  'reason.expired': { zh: '证照已过期', en: 'The certificate has expired' },
  'reason.ends-before': {
    zh: '证照在申请的期限内到期',
    en: 'The certificate ends before the period asked for',
  },
  'reason.damaged': { zh: '文件已损坏', en: 'The file is damaged' },
  'reason.missing': { zh: '找不到文件', en: 'The file is not there' },
  'reason.same-content': {
    zh: '与另一项材料是同一个文件',
    en: 'It is the same file as for another material',
  },
  'reason.sent-twice': { zh: '同一个文件上传了两次', en: 'The same file was sent twice' },
  'reason.not-read': {
    zh: '系统没有读取文件里的文字，请人工核对',
    en: 'No machine has read the text; a person has to look',
  },

  'screen.accepts': {
    zh: '可以上传{kinds}，每个不超过 {most}。',
    en: 'You can send {kinds}, up to {most} each.',
  },
  'screen.count': { zh: '最多 {max} 个文件。', en: 'At most {max} files.' },
  'screen.kind.image': { zh: '照片', en: 'photos' },
  'screen.kind.pdf': { zh: 'PDF', en: 'PDF' },
  'screen.kind.ofd': { zh: 'OFD', en: 'OFD' },
  'screen.and': { zh: '、', en: ', ' },
  'screen.sending': { zh: '正在上传 {name}', en: 'Sending {name}' },
  'screen.percent': { zh: '已上传 {percent}%', en: '{percent}% sent' },
  'screen.stop': { zh: '停止上传', en: 'Stop sending' },
  'screen.done': { zh: '{name} 已上传', en: '{name} was sent' },
  'screen.removed': { zh: '{name} 已移除', en: '{name} was removed' },
  'screen.open': { zh: '查看 {name}（在新窗口打开）', en: 'View {name} (opens a new window)' },
  'screen.remove': { zh: '移除', en: 'Remove' },
  'screen.remove_label': { zh: '移除 {name}', en: 'Remove {name}' },
  'screen.same': {
    zh: '和您 {date} 上传的“{name}”是同一个文件。如果不是有意的，请移除。',
    en: 'This is the same file as “{name}”, which you sent on {date}. Remove it if that was not meant.',
  },
  'screen.too_large': {
    zh: '“{name}”有 {size}，超过了 {most}。请压缩或分开后再上传。',
    en: '“{name}” has {size}, more than {most}. Make it smaller or split it.',
  },
  'screen.too_many': {
    zh: '最多上传 {max} 个文件，请先移除一些。',
    en: 'At most {max} files. Remove one first.',
  },
  'screen.unreadable': { zh: '这份文件现在打不开', en: 'This file cannot be shown now' },
} as const satisfies Messages<typeof errors> & CheckWords;
