import type { Messages } from '@yiwang/foundation/errors';
import type { errors } from './rules.ts';

export const messages = {
  'error.element_unknown': {
    zh: '基础库没有这一项（{element}）',
    en: 'The register does not hold this element ({element})',
  },
  'error.value_invalid': {
    zh: '这个内容填写有误，请核对',
    en: 'This value is not right: check it',
  },
  'error.date_invalid': {
    zh: '日期不存在，或者晚于今天；请按 2020-01-31 的样子填写',
    en: 'No such date, or a day to come; write it like 2020-01-31',
  },
  'error.region_invalid': {
    zh: '地区代码应为 2、4、6、9 或 12 位数字',
    en: 'A region code has 2, 4, 6, 9 or 12 digits',
  },
  'error.already_registered': {
    zh: '这个号码已经登记，一个号码只能登记一次',
    en: 'This number is registered already; it can be registered once only',
  },
  'error.subject_unknown': {
    zh: '基础库没有这个人或单位，或者不在您的职责范围内',
    en: 'Not in the register, or outside of your duties',
  },
  'error.not_yours': {
    zh: '只能查看本人或您所代表单位的信息',
    en: 'You can see your own data and those of the firm you act for',
  },
  'error.nothing_held': {
    zh: '政府没有掌握这一项，无需提出异议',
    en: 'Nothing is held here, so there is nothing to dispute',
  },
  'error.same_value': {
    zh: '填写的内容与登记的一样，请填写正确的内容',
    en: 'This is the value on record: enter the right one',
  },
  'error.already_disputed': {
    zh: '这一项您已经提出异议，正在核实',
    en: 'You have disputed this already; it is being checked',
  },
  'error.dispute_unknown': {
    zh: '没有这件异议，或者不在您的职责范围内',
    en: 'No such dispute, or outside of your duties',
  },
  'error.already_answered': {
    zh: '这件异议已经答复',
    en: 'This dispute has been answered already',
  },
  'error.not_registrar': {
    zh: '只有登记这项信息的部门可以更改它',
    en: 'Only the department that holds this value may change it',
  },
  'error.changed_meanwhile': {
    zh: '这项信息刚被更改，请重新打开后再试',
    en: 'This value has just been changed: open it again',
  },

  'screen.facts': { zh: '政府掌握的我的信息', en: 'What government holds about me' },
  'screen.disputes': { zh: '信息异议', en: 'Data disputes' },
  'screen.dispute': { zh: '核实信息异议', en: 'Check a data dispute' },

  'facts.lead': {
    zh: '办事时会用这些信息替您填表。每一项都写明由谁提供、哪天的、依据哪一条规定。不对的，可以提出异议（个人信息保护法第四十五、四十六条）。',
    en: 'Forms are filled with these for you. Each says who provided it, of which day, and under which rule. If one is wrong, dispute it (Personal Information Protection Law, arts. 45 and 46).',
  },
  'facts.firm': {
    zh: '下面是您现在代表的单位的信息。',
    en: 'These are the data of the firm that you act for now.',
  },
  'facts.origin': { zh: '{source}提供，{date}', en: 'from {source}, {date}' },
  'facts.basis': { zh: '依据：{basis}', en: 'Basis: {basis}' },
  'facts.show': { zh: '显示完整号码', en: 'Show the whole number' },
  'facts.hide': { zh: '隐藏号码', en: 'Cover the number' },
  'facts.empty': { zh: '政府没有掌握您的信息', en: 'Nothing is held about you' },
  'facts.level': {
    zh: '请先实名认证，确认是您本人，才能查看',
    en: 'Verify your real name first, so that only you can see this',
  },
  'facts.verify': { zh: '去实名认证', en: 'Verify my real name' },
  'facts.reads': { zh: '看看谁查看过我的信息', en: 'See who looked at my data' },

  'dispute.open': { zh: '不对？', en: 'Not right?' },
  'dispute.title': { zh: '{label}哪里不对？', en: 'What is wrong with “{label}”?' },
  'dispute.held': { zh: '现在登记的是', en: 'On record now' },
  'dispute.claimed': { zh: '正确的应该是', en: 'The right value' },
  'dispute.reason': {
    zh: '为什么（有什么可以证明）',
    en: 'Why (and what shows it)',
  },
  'dispute.next': {
    zh: '提交后由登记这项信息的部门核实，最晚 15 个工作日内答复。核实期间这一项会标明“有异议”。',
    en: 'The department that holds it checks it and answers within 15 working days. Until then it is marked as disputed.',
  },
  'dispute.send': { zh: '提交异议', en: 'Send the dispute' },
  'dispute.back': { zh: '不提了，返回', en: 'Go back without sending' },
  'dispute.sent': {
    zh: '异议已提交，等待核实',
    en: 'Your dispute is sent and waits to be checked',
  },
  'dispute.date_hint': { zh: '例如 1960-02-29', en: 'For example 1960-02-29' },
  'dispute.you_said': { zh: '您说应该是：{claimed}', en: 'You said it should be: {claimed}' },
  'dispute.answer': { zh: '答复：{answer}', en: 'Answer: {answer}' },
  'dispute.court': {
    zh: '不服答复的，可以依法向人民法院提起诉讼（个人信息保护法第五十条）。',
    en: 'If you disagree with the answer, you may go to court (Personal Information Protection Law, art. 50).',
  },
  'state.open': { zh: '有异议，正在核实', en: 'Disputed, being checked' },
  'state.corrected': { zh: '已更正', en: 'Corrected' },
  'state.kept': { zh: '核实后未更正', en: 'Checked and kept' },
  'state.answered': { zh: '已答复', en: 'Answered' },

  'desk.open': { zh: '待核实', en: 'To check' },
  'desk.answered': { zh: '已答复', en: 'Answered' },
  'desk.name': { zh: '提出人', en: 'Disputed by' },
  'desk.due': { zh: '最晚答复', en: 'Answer due' },
  'desk.opened': { zh: '提出时间', en: 'Opened' },
  'desk.none': { zh: '没有待核实的异议', en: 'No disputes to check' },
  'desk.held': { zh: '登记的内容', en: 'On record' },
  'desk.claimed': { zh: '本人认为应为', en: 'Claimed' },
  'desk.reason': { zh: '本人说明', en: 'Reason given' },
  'desk.source': { zh: '来源', en: 'Source' },
  'desk.basis': { zh: '依据', en: 'Basis' },
  'desk.masked': {
    zh: '您没有查看完整内容的权限，内容已部分隐藏。',
    en: 'You may not see whole values; they are partly hidden.',
  },
  'desk.logged': {
    zh: '本次查看已记入本人的查阅记录。',
    en: 'This opening is in the read log of the person.',
  },
  'desk.outcome': { zh: '核实结果', en: 'Result' },
  'desk.correct': { zh: '更正', en: 'Correct it' },
  'desk.keep': { zh: '不更正', en: 'Keep it' },
  'desk.value': { zh: '更正为', en: 'Right value' },
  'desk.why': { zh: '答复理由（本人能看到）', en: 'Reason (shown to the person)' },
  'desk.send_correct': { zh: '更正并答复本人', en: 'Correct and answer' },
  'desk.send_keep': { zh: '不更正并答复本人', en: 'Keep and answer' },

  'value.male': { zh: '男', en: 'Male' },
  'value.female': { zh: '女', en: 'Female' },
  'value.yes': { zh: '有', en: 'On file' },
  'value.no': { zh: '没有', en: 'None' },
  'value.enterprise': { zh: '企业', en: 'Enterprise' },
  'value.individual-business': { zh: '个体工商户', en: 'Individual business' },
  'value.farmers-cooperative': { zh: '农民专业合作社', en: 'Farmers’ cooperative' },
  'value.public-institution': { zh: '事业单位', en: 'Public institution' },
  'value.social-association': { zh: '社会团体', en: 'Social association' },
  'value.private-non-enterprise': { zh: '民办非企业单位', en: 'Private non-enterprise unit' },
  'value.village-collective': { zh: '村集体经济组织', en: 'Village collective' },
} satisfies Messages<typeof errors>;
