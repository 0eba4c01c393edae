import type { Messages } from '../errors/index.ts';
import type { errors } from './index.ts';

export const messages = {
  'error.purpose_missing': {
    zh: '请先填写查看个人信息的事由',
    en: 'Please state why you open this personal data',
  },
} satisfies Messages<typeof errors>;
