import type { Messages } from '@yiwang/foundation/errors';
import type { errors } from './rules.ts';

/** Refusals and the words of the rating, its public statistics and the call-back list. */
export const messages = {
  'error.case_unknown': {
    zh: '没有这个办件，或者它不是您的。',
    en: 'There is no such case, or it is not yours.',
  },
  'error.not_closed': {
    zh: '办件还没有办结，办结后可以评价。',
    en: 'The case is not finished. You can rate it afterwards.',
  },
  'error.already_rated': {
    zh: '您已经评价过这个办件，评价不能修改。',
    en: 'You have rated this case. A rating cannot be changed.',
  },

  'level.1': { zh: '非常满意', en: 'Very satisfied' },
  'level.2': { zh: '满意', en: 'Satisfied' },
  'level.3': { zh: '基本满意', en: 'Fairly satisfied' },
  'level.4': { zh: '不满意', en: 'Dissatisfied' },
  'level.5': { zh: '非常不满意', en: 'Very dissatisfied' },
  'tag.speed': { zh: '办理速度', en: 'Speed' },
  'tag.clarity': { zh: '说明是否清楚', en: 'Clarity' },
  'tag.attitude': { zh: '工作人员的态度', en: 'Attitude of the staff' },
  'tag.visits': { zh: '跑动次数', en: 'Number of visits' },
  'tag.materials': { zh: '要求的材料', en: 'Materials asked for' },
  'tag.result': { zh: '办理结果', en: 'Result' },
  'tag.system': { zh: '网站好不好用', en: 'Ease of the website' },

  'screen.rate': { zh: '评价这次办理', en: 'Rate this service' },
  'screen.level': { zh: '您对这次办理满意吗？', en: 'How satisfied are you?' },
  'screen.tags': { zh: '主要因为什么？', en: 'What was it mainly about?' },
  'screen.text': { zh: '还想说什么？', en: 'Anything else to say?' },
  'screen.text_hint': {
    zh: '不超过 500 字。请不要写证件号码。',
    en: 'Up to 500 characters. Please do not write ID numbers.',
  },
  'screen.poor_hint': {
    zh: '选择不满意的，会有工作人员联系您了解情况。',
    en: 'If you are dissatisfied, the office will contact you to learn why.',
  },
  'screen.once': {
    zh: '每个办件只能评价一次，提交后不能修改。',
    en: 'A case is rated once. It cannot be changed afterwards.',
  },
  'screen.send': { zh: '提交评价', en: 'Send the rating' },
  'screen.choose': { zh: '请选择一项', en: 'Choose one' },
  'screen.thanks': { zh: '您已评价', en: 'You rated this' },
  'screen.rated_at': { zh: '评价时间', en: 'Rated' },
  'screen.statistics': { zh: '好差评公开', en: 'How people rate us' },
  'screen.statistics_lead': {
    zh: '所有数字都从评价记录重新统计，没有评价的办件不算好评。',
    en: 'Every number is counted from the log itself. A case nobody rated is not counted as good.',
  },
  'screen.counted_at': { zh: '统计时间', en: 'Counted' },
  'screen.item': { zh: '事项', en: 'Service' },
  'screen.all_items': { zh: '全部事项', en: 'All services' },
  'screen.closed': { zh: '办结件数', en: 'Finished cases' },
  'screen.rated': { zh: '评价件数', en: 'Rated' },
  'screen.active_rate': { zh: '主动评价率', en: 'Share rated' },
  'screen.satisfied_rate': { zh: '满意率', en: 'Share satisfied' },
  'screen.none': { zh: '还没有办结的办件。', en: 'No case is finished yet.' },
  'screen.no_rate': { zh: '无', en: 'none' },
  'screen.region': { zh: '行政区划代码', en: 'Region code' },
  'screen.region_hint': {
    zh: '2 到 12 位数字，不填为全部地区。',
    en: '2 to 12 digits; empty for all regions.',
  },
  'screen.show': { zh: '查看', en: 'Show' },
  'screen.callbacks': { zh: '差评回访', en: 'Call-backs' },
  'screen.callbacks_none': { zh: '没有待回访的差评。', en: 'No poor rating waits.' },
  'screen.callbacks_note': {
    zh: '联系 1 个工作日、整改 5 或 15 个工作日是本平台的设置，不是法定期限（依据未核实）。',
    en: 'One working day to make contact and 5 or 15 to rectify are settings of this platform, not limits of law (source unverified).',
  },
  'screen.case': { zh: '办件', en: 'Case' },
  'screen.applicant': { zh: '申请人', en: 'Applicant' },
  'screen.rating': { zh: '评价', en: 'Rating' },
  'screen.contact': { zh: '联系', en: 'Contact' },
  'screen.rectify_simple': { zh: '整改（简单）', en: 'Rectify (simple)' },
  'screen.rectify_complex': { zh: '整改（复杂）', en: 'Rectify (complex)' },
  'light.green': { zh: '正常', en: 'in time' },
  'light.yellow': { zh: '将到期', en: 'due soon' },
  'light.red': { zh: '已超期', en: 'overdue' },
  'light.grey': { zh: '暂停', en: 'paused' },
} as const satisfies Messages<typeof errors>;
