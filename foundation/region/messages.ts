import type { Messages } from '../errors/index.ts';
import type { errors } from './service.ts';

export const messages = {
  'error.unknown': { zh: '没有区划代码 {code}', en: 'There is no division with code {code}' },
  'error.word_short': {
    zh: '请输入要找的地名；前面的每个地名至少两个字，例如“合肥 蜀山 五里墩”',
    en: 'Enter the place you look for; each place before it takes at least two characters, as in “合肥 蜀山 五里墩”',
  },
  'error.too_many_words': {
    zh: '最多输入 {limit} 个地名',
    en: 'Enter at most {limit} places',
  },
  'state.level_1': { zh: '省级', en: 'Province' },
  'state.level_2': { zh: '地级', en: 'Prefecture' },
  'state.level_3': { zh: '县级', en: 'County' },
  'state.level_4': { zh: '乡级', en: 'Town' },
  'state.level_5': { zh: '村级', en: 'Village' },
} satisfies Messages<typeof errors>;
