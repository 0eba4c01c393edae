import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.too_large': {
    zh: '文件过大，请上传不超过 {limitMb} MB 的文件',
    en: 'The file is too large. Files of up to {limitMb} MB are accepted',
  },
  'error.empty': { zh: '文件是空的，请重新选择', en: 'The file is empty. Please choose it again' },
  'error.type_refused': {
    zh: '不支持这种文件，请上传 {accepted}',
    en: 'This kind of file is not accepted. Please upload {accepted}',
  },
  'error.disguised': {
    zh: '文件名说是 {claimed}，内容却不是，请重新选择',
    en: 'By its name the file is {claimed}, by its content it is not. Please choose another',
  },
  'error.broken': {
    zh: '文件不完整或已损坏，请重新扫描或另存后上传',
    en: 'The file is incomplete or damaged. Please scan or save it again',
  },
  'error.locked': {
    zh: '文件设有密码，请去除密码后上传',
    en: 'The file needs a password. Please remove it and upload again',
  },
  'error.active': {
    zh: '文件含有可执行内容，请打印为普通 PDF 后上传',
    en: 'The file carries a program. Please print it to a plain PDF and upload that',
  },
  'error.oversized_image': {
    zh: '图片尺寸过大（{width}×{height}），请缩小后上传',
    en: 'The picture is too large ({width}×{height}). Please reduce it',
  },
  'error.infected': {
    zh: '文件含有病毒（{name}），已拒绝',
    en: 'The file carries a virus ({name}) and was refused',
  },
  'error.unknown': { zh: '没有这份文件', en: 'There is no such file' },
  'error.damaged': {
    zh: '存储的文件已损坏，请联系管理员恢复',
    en: 'The stored file is damaged. Please ask the operator to restore it',
  },
} satisfies Messages<typeof errors>;
