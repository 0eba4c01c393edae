import type { Messages } from '@yiwang/foundation/errors';
import type { errors } from './rules.ts';

/** Refusals, the platform's own reasons, and the words of the explanation, the requests and the samples. */
export const messages = {
  'error.unknown': {
    zh: '没有这个自动决定，或者它不是您的。',
    en: 'There is no such decision, or it is not yours.',
  },
  'error.reopening_unknown': { zh: '没有这个复核申请。', en: 'There is no such request.' },
  'error.not_by_rule': {
    zh: '这个决定不是仅由规则作出的，或者办件已经转由人工办理。',
    en: 'This was not decided by rule alone, or a person has the case already.',
  },
  'error.already_asked': {
    zh: '您已经要求人工复核过这个决定。',
    en: 'You have asked for a person to look at this decision already.',
  },
  'error.already_answered': { zh: '这个复核申请已经答复。', en: 'This request has been answered.' },
  'error.period_wrong': {
    zh: '起止日期不对，最长 {days} 天。',
    en: 'The period is wrong; it may last {days} days at most.',
  },

  'reason.rules-missing': {
    zh: '没有可用的规则，由工作人员决定',
    en: 'There are no rules to apply; an officer decides',
  },
  'reason.rules-failed': {
    zh: '规则没有得出明确的结果，由工作人员决定',
    en: 'The rules gave no clear result; an officer decides',
  },
  'reason.human-asked': {
    zh: '申请人要求由人决定，没有再用规则判断',
    en: 'The applicant asked for a person to decide, so no rule was applied again',
  },

  'input.known': { zh: '登记有：{about}', en: 'On record: {about}' },
  'input.same': { zh: '与登记一致：{about}', en: 'Same as on record: {about}' },
  'input.age': {
    zh: '申请当天的周岁（按{about}）',
    en: 'Age on the day of application (by {about})',
  },
  'input.within': { zh: '在本地：{about}', en: 'Lies in this region: {about}' },
  'input.certificate': { zh: '已持有有效的{about}', en: 'Holds a valid {about}' },
  'input.material': { zh: '已有材料：{about}', en: 'Material is there: {about}' },
  'input.field': { zh: '{about}', en: '{about}' },
  'input.element': { zh: '{about}', en: '{about}' },
  'value.true': { zh: '是', en: 'Yes' },
  'value.false': { zh: '否', en: 'No' },
  'value.null': { zh: '不知道', en: 'Not known' },

  'screen.explained': { zh: '规则是怎样判断的', en: 'How the rules came to this' },
  'screen.granted': {
    zh: '规则认定符合条件，当场准予。',
    en: 'The rules found the conditions met and granted it.',
  },
  'screen.manual': {
    zh: '规则没有作出决定，交给了工作人员。',
    en: 'The rules did not decide; an officer does.',
  },
  'screen.clauses': { zh: '依据的条款', en: 'Clauses applied' },
  'screen.data': { zh: '用了哪些信息', en: 'What was looked at' },
  'screen.no_data': { zh: '没有查看任何信息。', en: 'Nothing was looked at.' },
  'screen.source': { zh: '来源：{source}，截至 {asOf}', en: 'Source: {source}, as of {asOf}' },
  'screen.disputed': { zh: '您对此有异议，没有采用', en: 'You dispute this, so it was not used' },
  'screen.version': {
    zh: '规则版本：{item} 第 {version} 版（{digest}），{at}，用时 {ms} 毫秒',
    en: 'Rules: {item}, version {version} ({digest}), {at}, {ms} ms',
  },
  'screen.right': {
    zh: '您可以要求由人重新看一遍（《个人信息保护法》第二十四条第三款）。在答复之前，这个决定继续有效。',
    en: 'You can ask for a person to look at it again (Personal Information Protection Law art. 24 (3)). Until you are answered the decision stays in force.',
  },
  'screen.ask': { zh: '请人工重新看一遍', en: 'Ask a person to look again' },
  'screen.reason': { zh: '您认为哪里不对？', en: 'What do you think is wrong?' },
  'screen.reason_hint': {
    zh: '可以不写。请不要写证件号码。',
    en: 'You need not say. Please do not write ID numbers.',
  },
  'screen.asked': {
    zh: '您已要求人工复核，正在等待答复。',
    en: 'You asked for a person. An answer is on its way.',
  },
  'screen.kept': {
    zh: '工作人员看过，维持原决定：',
    en: 'An officer looked at it and keeps the decision:',
  },
  'screen.changed': {
    zh: '工作人员看过，收回原决定，由人重新办理：',
    en: 'An officer took the decision back and the case is decided anew:',
  },

  'screen.reopenings': { zh: '要求人工复核', en: 'Requests for a person' },
  'screen.reopenings_none': { zh: '没有待答复的复核申请。', en: 'No request waits.' },
  'screen.case': { zh: '办件', en: 'Case' },
  'screen.asked_at': { zh: '提出时间', en: 'Asked' },
  'screen.why': { zh: '理由', en: 'Reason' },
  'screen.no_reason': { zh: '没有写理由', en: 'No reason given' },
  'screen.answer': { zh: '答复', en: 'Answer' },
  'screen.answer_text': { zh: '给申请人的答复', en: 'What to tell the applicant' },
  'screen.keep': { zh: '维持决定并答复', en: 'Keep the decision and answer' },
  'screen.change': { zh: '收回决定，转人工重办', en: 'Take the decision back; an officer decides' },
  'screen.change_effect': {
    zh: '收回后办件重新打开，由审批人员决定；已发的证照在撤销前继续有效。',
    en: 'The case opens again for an approver. A certificate already issued stays valid until it is revoked.',
  },
  'screen.samples': { zh: '秒办抽查', en: 'Spot checks of decisions by rule' },
  'screen.samples_lead': {
    zh: '按哈希排序抽取，人不能挑件；同样的日期和种子，谁抽都一样。',
    en: 'Drawn in the order of a hash: nobody picks the cases, and the same dates and seed give everybody the same ones.',
  },
  'screen.from': { zh: '从', en: 'From' },
  'screen.to': { zh: '到', en: 'To' },
  'screen.seed': { zh: '种子', en: 'Seed' },
  'screen.draw': { zh: '抽取', en: 'Draw' },
  'screen.total': {
    zh: '这段时间规则准予 {count} 件，抽取 {size} 件',
    en: '{count} granted by rule in the period, {size} drawn',
  },
  'screen.samples_none': {
    zh: '这段时间没有规则决定的办件。',
    en: 'No case was decided by rule in this period.',
  },
  'screen.decided_at': { zh: '决定时间', en: 'Decided' },
  'screen.item': { zh: '事项', en: 'Service' },
  'screen.rule': { zh: '规则版本', en: 'Version of the rules' },
  'screen.count_granted': { zh: '准予', en: 'Granted' },
  'screen.count_manual': { zh: '转人工', en: 'To an officer' },
  'screen.count_reopened': { zh: '要求复核', en: 'Looked at again' },
  'screen.count_changed': { zh: '收回', en: 'Taken back' },
} as const satisfies Messages<typeof errors>;
