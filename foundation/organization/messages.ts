import type { Messages } from '../errors/index.ts';
import type { errors } from './service.ts';

export const messages = {
  'error.unknown_department': {
    zh: '这个地区还没有设置负责的部门（{kind}）',
    en: 'No department of kind {kind} is responsible for this region yet',
  },
  'error.no_post': { zh: '您今天没有在任的岗位', en: 'You hold no post today' },
  'error.staff_no_taken': { zh: '这个工号已经有人使用', en: 'This staff number is taken' },
} satisfies Messages<typeof errors>;
