import type { Text } from '@yiwang/foundation/errors';

/**
 * The code lists of an implementation list in words. Source: GB/T 39046-2020 annex A (item type, exercise level,
 * nature of body, served party, handling form); the others as national exchange tables use them.
 */
export type Codes = Readonly<Record<string, Text>>;

export const itemType: Codes = {
  '01': { zh: '行政许可', en: 'Administrative licence' },
  '05': { zh: '行政给付', en: 'Benefit' },
  '07': { zh: '行政确认', en: 'Confirmation of a status' },
  '08': { zh: '行政奖励', en: 'Reward' },
  '09': { zh: '行政裁决', en: 'Adjudication' },
  '10': { zh: '其他行政权力', en: 'Other administrative power' },
  '20': { zh: '公共服务', en: 'Public service' },
};
export const powerSource: Codes = {
  '1': { zh: '法定本级行使', en: 'Of this level by law' },
  '2': { zh: '上级下放', en: 'Transferred from above' },
  '3': { zh: '上级授权', en: 'Authorised from above' },
  '4': { zh: '同级授权', en: 'Authorised at this level' },
  '5': { zh: '上级委托', en: 'Entrusted from above' },
  '6': { zh: '同级委托', en: 'Entrusted at this level' },
};
export const exerciseLevel: Codes = {
  '1': { zh: '国家级', en: 'National' },
  '2': { zh: '省级', en: 'Province' },
  '3': { zh: '市级', en: 'City' },
  '4': { zh: '县级', en: 'County' },
  '5': { zh: '乡镇（街道）级', en: 'Town or street' },
  '6': { zh: '村（社区）级', en: 'Village or community' },
  '7': { zh: '分级管理', en: 'Graded' },
};
export const bodyNature: Codes = {
  '1': { zh: '法定机关', en: 'Statutory organ' },
  '2': { zh: '授权组织', en: 'Authorised body' },
  '3': { zh: '受委托组织', en: 'Entrusted body' },
  '9': { zh: '其他', en: 'Other' },
};
export const servedParty: Codes = {
  '1': { zh: '个人', en: 'Persons' },
  '2': { zh: '企业（含个体工商户）', en: 'Enterprises, sole traders included' },
  '3': { zh: '事业单位', en: 'Public institutions' },
  '4': { zh: '社会组织', en: 'Social organizations' },
  '5': { zh: '行政机关', en: 'Administrative organs' },
  '6': { zh: '其他组织', en: 'Other organizations' },
};
export const channel: Codes = {
  '1': { zh: '窗口', en: 'At the counter' },
  '2': { zh: '电脑网上', en: 'On the web' },
  '3': { zh: '手机', en: 'By mobile phone' },
  '4': { zh: '邮寄', en: 'By courier' },
  '9': { zh: '其他', en: 'Other' },
};
export const depth: Codes = {
  I: { zh: 'Ⅰ级：网上看指南', en: 'I: read the guide online' },
  II: { zh: 'Ⅱ级：网上下载表格、预约', en: 'II: download forms, book online' },
  III: { zh: 'Ⅲ级：网上申报和预审，最多跑一次', en: 'III: apply online, one visit at most' },
  IV: { zh: 'Ⅳ级：全程网办，一次不用跑', en: 'IV: wholly online, no visit' },
};
export const onlineService: Codes = {
  '1': { zh: '咨询', en: 'advice' },
  '2': { zh: '收件', en: 'receipt' },
  '3': { zh: '预审', en: 'preliminary check' },
  '4': { zh: '受理', en: 'acceptance' },
  '5': { zh: '办理', en: 'handling' },
  '6': { zh: '结果反馈', en: 'result' },
  '7': { zh: '电子证照反馈', en: 'electronic certificate' },
};
export const crossArea: Codes = {
  '1': { zh: '全国通办', en: 'Anywhere in the country' },
  '2': { zh: '跨省通办', en: 'Across provinces' },
  '3': { zh: '跨市通办', en: 'Across cities' },
  '4': { zh: '跨县通办', en: 'Across counties' },
};
export const resultType: Codes = {
  '10': { zh: '证照', en: 'Certificate' },
  '20': { zh: '批文', en: 'Approval document' },
  '30': { zh: '其他', en: 'Other' },
  '99': { zh: '其他', en: 'Other' },
};
export const necessity: Codes = {
  required: { zh: '必须提交', en: 'Required' },
  optional: { zh: '可以不交', en: 'Optional' },
  later: { zh: '可以后补', en: 'May follow later' },
};
export const materialType: Codes = {
  '1': { zh: '原件', en: 'Original' },
  '2': { zh: '复印件', en: 'Copy' },
  '3': { zh: '原件或者复印件', en: 'Original or copy' },
};
export const materialForm: Codes = {
  '1': { zh: '纸质', en: 'On paper' },
  '2': { zh: '电子', en: 'Electronic' },
  '3': { zh: '纸质或者电子', en: 'On paper or electronic' },
  '4': { zh: '系统自动获取', en: 'Fetched by the system' },
};
export const materialSource: Codes = {
  '10': { zh: '自己准备', en: 'You' },
  '20': { zh: '政府部门核发', en: 'A government department' },
  '30': { zh: '中介机构出具', en: 'An intermediary' },
  '99': { zh: '其他', en: 'Other' },
};
export const caseType: Codes = {
  immediate: { zh: '即办件：当天办完', en: 'At once: done the same working day' },
  promised: { zh: '承诺件：在承诺的期限内办完', en: 'Promised: done within the promised limit' },
};
export const reviewType: Codes = {
  onTheSpot: { zh: '即审即办', en: 'Examined and decided on the spot' },
  reviewThenApprove: {
    zh: '先审查、后审批（前审后批）',
    en: 'Reviewed by one, approved by another',
  },
};
export const holderKind: Codes = {
  person: { zh: '个人', en: 'A person' },
  legal: { zh: '单位', en: 'An organization' },
  both: { zh: '个人或者单位', en: 'A person or an organization' },
};
export const authLevel: Codes = {
  '1': { zh: '登录即可', en: 'Signing in is enough' },
  '2': { zh: '需要实名认证', en: 'Real name verified' },
  '3': { zh: '需要实人认证（本人核身）', en: 'Real person verified' },
  '4': { zh: '需要法人数字证书', en: 'Digital certificate of the organization' },
};
/** From which event a limit counts. */
export const startEvent: Codes = {
  received: { zh: '收到申请之日起', en: 'from receipt of the application' },
  accepted: { zh: '受理之日起', en: 'from acceptance' },
  'correction-notified': {
    zh: '收到补正通知之日起',
    en: 'from the notice of what is missing',
  },
  decided: { zh: '作出决定之日起', en: 'from the decision' },
  'decision-due': { zh: '决定期限届满之日起', en: 'from the end of the limit for deciding' },
  'decision-known': {
    zh: '知道该决定之日起',
    en: 'from the day on which you know of the decision',
  },
};
/** What the law does not count. Source: 行政许可法 (2019-04-23) art. 45. */
export const pause: Codes = {
  hearing: { zh: '听证', en: 'hearing' },
  bidding: { zh: '招标', en: 'bidding' },
  auction: { zh: '拍卖', en: 'auction' },
  inspection: { zh: '检验', en: 'inspection of products' },
  testing: { zh: '检测', en: 'testing' },
  quarantine: { zh: '检疫', en: 'quarantine' },
  appraisal: { zh: '鉴定', en: 'appraisal' },
  'expert-review': { zh: '专家评审', en: 'expert review' },
};
export const unit: Codes = {
  workingDay: { zh: '个工作日', en: 'working days' },
  naturalDay: { zh: '日', en: 'days' },
  workingHour: { zh: '个工作小时', en: 'working hours' },
  urgentHour: { zh: '小时', en: 'hours' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
};
