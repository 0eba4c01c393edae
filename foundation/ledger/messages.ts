import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.malformed': {
    zh: '存证数据格式不对（{what}）',
    en: 'The ledger data is malformed ({what})',
  },
  'error.bad_signature': {
    zh: '签名无效，不是由所信任的存证链签发（{what}）',
    en: 'The signature is not valid for a trusted ledger key ({what})',
  },
  'error.bad_proof': {
    zh: '存证证明与已签名的检查点不符',
    en: 'The proof does not lead to the signed checkpoint',
  },
  'error.other_facts': {
    zh: '所出示的内容与存证时的内容不一致',
    en: 'What is shown is not what was entered in the ledger',
  },
  'error.unknown': {
    zh: '存证链上没有这一条，或尚未写入检查点，请稍候再查',
    en: 'The ledger does not hold this, or no checkpoint covers it yet: try again in a moment',
  },
  'error.rewritten': {
    zh: '存证链的历史被改写：第 {size} 条以前的内容与当时签名的检查点不符',
    en: 'The history of the ledger was rewritten: its first {size} entries are not those once signed',
  },
  'error.broken': {
    zh: '存证链与其检查点不符，已停止签发（{what}）；请从备份核对后再启动',
    en: 'The ledger contradicts its checkpoint and signs nothing more ({what}): compare it with a backup',
  },
  'error.fenced': {
    zh: '另一个进程正在写存证链',
    en: 'Another process is writing the ledger',
  },
} satisfies Messages<typeof errors>;
