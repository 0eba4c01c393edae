import type { Messages } from '../errors/index.ts';
import type { errors } from './service.ts';

export const messages = {
  'error.unknown': { zh: '没有这条消息', en: 'There is no such message' },
  'stand_in.sms': { zh: '短信网关', en: 'the SMS gateway' },
  'stand_in.sms_unsent': {
    zh: '短信网关（尚未接入，短信暂存未发）',
    en: 'the SMS gateway (none is connected: messages wait unsent)',
  },
  'mailbox.title': { zh: '演示环境：短信替身', en: 'Demo: stand-in for SMS' },
  'mailbox.why': {
    zh: '这里显示本系统本来要发出的短信。正式环境没有这一页。',
    en: 'Text messages that the platform would have sent. A production system has no such page.',
  },
  'mailbox.empty': { zh: '还没有短信', en: 'No messages yet' },
  'mailbox.phone': { zh: '号码', en: 'Number' },
  'mailbox.text': { zh: '内容', en: 'Text' },
  'mailbox.at': { zh: '时间', en: 'Time' },
} satisfies Messages<typeof errors>;
