import type { Text } from '@yiwang/foundation/errors';
import type { Locale } from '@yiwang/foundation/i18n';

/** Sentences of notices and decisions (文书), by name; the places are filled by documents.ts. */
export const notices = {
  'acceptance-notice': { zh: '受理通知书', en: 'Notice of acceptance' },
  'correction-notice': {
    zh: '补正材料通知书',
    en: 'Notice of what must be corrected',
  },
  'non-acceptance-notice': { zh: '不予受理通知书', en: 'Notice of non-acceptance' },
  'special-procedure-notice': { zh: '特别程序告知书', en: 'Notice of a special procedure' },
  'extension-notice': { zh: '延期通知书', en: 'Notice of extension' },
  'grant-decision': { zh: '准予行政许可决定书', en: 'Decision: granted' },
  'refusal-decision': { zh: '不予行政许可决定书', en: 'Decision: refused' },
  accepted: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），材料齐全、符合法定形式。依照{clause}，本机关于{acceptedOn}予以受理。',
    en: 'Your application for “{item}” of {submittedOn} (case {caseNo}) is complete and in lawful form. Under {clause} it is accepted as of {acceptedOn}.',
  },
  presumed: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），本机关未在五个工作日内告知需要补正的内容。依照{clause}，自收到申请材料之日（{acceptedOn}）起即为受理。',
    en: 'Within five working days nobody told you what to correct in your application for “{item}” of {submittedOn} (case {caseNo}). Under {clause} it counts as accepted from {acceptedOn}, the day the materials came.',
  },
  dueOn: {
    zh: '本机关依法应当在{on}前（含当日）作出决定。',
    en: 'The law obliges this office to decide by {on}.',
  },
  notBefore: {
    zh: '作出决定的最后期限不早于{on}。计算期限所需的节假日安排尚未公布，或者期限正依法停止计算，确定后另行告知。',
    en: 'The last day for the decision is not before {on}. The holidays of that year are not announced yet, or the clock stands still by law; you will be told.',
  },
  promised: {
    zh: '本机关承诺在{on}前办结。',
    en: 'This office promises to finish by {on}.',
  },
  pauses: {
    zh: '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在期限内，本机关将书面告知所需时间。现场核查的时间计算在内。',
    en: 'Time needed by law for hearing, bidding, auction, inspection, testing, quarantine, appraisal and expert review does not count; you would be told in writing how long it takes. A visit to the place does count.',
  },
  correction: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），材料不齐全或者不符合法定形式。依照{clause}，现一次告知需要补正的全部内容：',
    en: 'Your application for “{item}” of {submittedOn} (case {caseNo}) is incomplete or not in lawful form. Under {clause} this is everything that must be corrected, told once:',
  },
  labelled: { zh: '{label}：{text}', en: '{label}: {text}' },
  correctBy: {
    zh: '请在{on}前（含当日）补正。逾期不补正的，本次申请按补正不来办结，你可以重新申请。',
    en: 'Please correct it by {on}. Otherwise this application is closed, and you may apply again.',
  },
  correctNotBefore: {
    zh: '请尽快补正。补正的最后一日不早于{on}，当年节假日安排公布后确定。',
    en: 'Please correct it soon. The last day is not before {on}; it will be known when the holidays of that year are announced.',
  },
  onlyOnce: {
    zh: '补正只告知一次。按要求补正后，本机关应当受理。',
    en: 'This is told once only. When all of it is corrected, this office must accept the application.',
  },
  notAccepted: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），依照{clause}，本机关不予受理。',
    en: 'Under {clause} this office does not accept your application for “{item}” of {submittedOn} (case {caseNo}).',
  },
  reason: { zh: '理由：{reason}', en: 'Reason: {reason}' },
  rightAuthority: { zh: '请向{authority}申请。', en: 'Please apply to {authority}.' },
  special: {
    zh: '办理你的“{item}”申请（办件编号 {caseNo}），依法需要进行{procedure}：{product}，由{institution}承担。依照{clause}，所需时间不计算在办理期限内。',
    en: 'Your application for “{item}” (case {caseNo}) needs, by law, {procedure} of {product} by {institution}. Under {clause} the time for it does not count.',
  },
  specialDays: {
    zh: '所需时间预计为{expectedWorkingDays}个工作日。',
    en: 'It is expected to take {expectedWorkingDays} working days.',
  },
  resumes: {
    zh: '结果登记之日起，办理期限继续计算。',
    en: 'The clock goes on from the day on which the result is recorded.',
  },
  extended: {
    zh: '你的“{item}”申请（办件编号 {caseNo}），依照{clause}，经本机关负责人批准，办理期限延长{days}个工作日。',
    en: 'Under {clause} and with the approval of the head of this office, the time for your application for “{item}” (case {caseNo}) is extended by {days} working days.',
  },
  granted: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），符合法定条件、标准。依照{clause}，本机关决定准予。',
    en: 'Your application for “{item}” of {submittedOn} (case {caseNo}) meets the conditions of the law. Under {clause} it is granted.',
  },
  byRule: {
    zh: '本决定由计算机按照公布的规则作出。你有权要求说明，也有权要求由工作人员重新办理（《个人信息保护法》第二十四条第三款，2021-11-01 起施行）。',
    en: 'This decision was made by computer under published rules. You may ask for an explanation and for a decision by an officer (《个人信息保护法》 art. 24 (3), in force from 2021-11-01).',
  },
  certificate: {
    zh: '《{name}》电子证照已经签发，可以在“我的证照”中查看。',
    en: 'Your electronic certificate “{name}” has been issued; see “My certificates”.',
  },
  refused: {
    zh: '你于{submittedOn}提出的“{item}”申请（办件编号 {caseNo}），经审查不符合法定条件、标准。依照{clause}，本机关决定不予行政许可，理由如下：',
    en: 'Your application for “{item}” of {submittedOn} (case {caseNo}) does not meet the conditions of the law. Under {clause} it is refused, for these reasons:',
  },
  clauses: { zh: '依据：{clauses}。', en: 'Basis: {clauses}.' },
  reconsideration: {
    zh: '如不服本决定，可以自知道之日起{days}日内向{body}申请行政复议（地址：{address}；{clause}）。',
    en: 'You may apply to {body} for administrative reconsideration within {days} days of learning of this decision (address: {address}; {clause}).',
  },
  litigation: {
    zh: '也可以自知道之日起{months}个月内向{court}提起行政诉讼（{clause}）。',
    en: 'You may also sue in {court} within {months} months of learning of it ({clause}).',
  },
  testing: { zh: '检测', en: 'testing' },
  inspection: { zh: '检验', en: 'inspection' },
  quarantine: { zh: '检疫', en: 'quarantine' },
  appraisal: { zh: '鉴定', en: 'appraisal' },
  'expert-review': { zh: '专家评审', en: 'expert review' },
} as const satisfies Record<string, Text>;

/** A sentence or title in a language. */
export const say = (locale: Locale, name: keyof typeof notices): string => notices[name][locale];
