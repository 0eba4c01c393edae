import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.unreadable': {
    zh: '加密数据无法解密，可能已被改动或密钥不符',
    en: 'Encrypted data cannot be read: it was altered or the key does not match',
  },
  'error.busy': {
    zh: '登录人数较多，请稍后再试',
    en: 'Many people are signing in. Please try again in a moment',
  },
  'error.token_invalid': {
    zh: '二维码或凭证无效',
    en: 'The code or token is not valid',
  },
} satisfies Messages<typeof errors>;
