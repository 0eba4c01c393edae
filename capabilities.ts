/**
 * The map of the platform. `pieces` are the parts of the foundation, in the order in which their
 * schemas are made; `capabilities` are what people use, in boot order. A capability may import
 * another one only if `uses` says so; cycles are refused.
 * Read by apps/server (what to start), the migrations (in which order) and .dependency-cruiser.mjs.
 */
export const pieces = {
  errors: { zh: '错误', en: 'Errors', code: 'F2' },
  settings: { zh: '设置', en: 'Settings', code: 'F13' },
  identifier: { zh: '证件号码与代码', en: 'Identifiers', code: 'F1' },
  time: { zh: '时限', en: 'Clocks', code: 'F6' },
  i18n: { zh: '双语', en: 'Languages', code: 'F13' },
  permission: { zh: '权限', en: 'Permission', code: 'F2' },
  crypto: { zh: '密码服务', en: 'Cryptography', code: 'F2' },
  db: { zh: '数据库', en: 'Database', code: 'F2' },
  http: { zh: '接口', en: 'HTTP', code: 'F13' },
  telemetry: { zh: '可观测', en: 'Telemetry', code: 'F13' },
  region: { zh: '行政区划', en: 'Regions', code: 'F1' },
  'working-calendar': { zh: '工作日历', en: 'Working calendar', code: 'F6' },
  organization: { zh: '组织机构', en: 'Organizations and posts', code: 'F1' },
  audit: { zh: '审计与查阅记录', en: 'Audit and read log', code: 'F2' },
  events: { zh: '事件', en: 'Events', code: 'F8' },
  ledger: { zh: '可信存证链', en: 'Trust ledger', code: 'F7' },
  files: { zh: '材料库', en: 'Files', code: 'F9' },
  pdf: { zh: '版式文件', en: 'PDF', code: 'F9' },
  decision: { zh: '规则引擎', en: 'Decisions', code: 'F4' },
  workflow: { zh: '流程引擎', en: 'Workflow', code: 'F3' },
  'process-host': { zh: '流程运行', en: 'Process host', code: 'F3' },
  form: { zh: '表单', en: 'Forms', code: 'F5' },
  message: { zh: '消息', en: 'Messages', code: 'F10' },
  search: { zh: '全文检索', en: 'Search', code: 'F11' },
  ui: { zh: '界面', en: 'Screens', code: 'F13' },
  testing: { zh: '测试', en: 'Testing', code: 'F13' },
} as const satisfies Record<string, { zh: string; en: string; code: string }>;

export type Capability = {
  readonly zh: string;
  readonly en: string;
  readonly code: string;
  readonly uses: readonly string[];
  /** Capabilities whose components its screens show, beside those that it uses. */
  readonly embeds?: readonly string[];
};

export const capabilities = {
  'data/base-register': { zh: '基础库', en: 'Base register', code: 'D2', uses: [] },
  'services/identity': {
    zh: '统一身份认证',
    en: 'Identity',
    code: 'S1',
    uses: ['data/base-register'],
  },
  'services/item-catalogue': { zh: '政务服务事项库', en: 'Item catalogue', code: 'S2', uses: [] },
  'services/guide': { zh: '办事指南', en: 'Guides', code: 'S3', uses: ['services/item-catalogue'] },
  'services/certificate': {
    zh: '电子证照',
    en: 'Certificates',
    code: 'S8',
    uses: ['data/base-register'],
  },
  'services/material': {
    zh: '电子材料',
    en: 'Materials',
    code: 'S6',
    uses: ['data/base-register', 'services/certificate'],
  },
  'services/case': {
    zh: '办件',
    en: 'Cases',
    code: 'S4',
    uses: [
      'data/base-register',
      'services/identity',
      'services/item-catalogue',
      'services/certificate',
      'services/material',
    ],
    embeds: ['services/instant-approval', 'services/rating'],
  },
  'services/instant-approval': {
    zh: '秒办',
    en: 'Instant approval',
    code: 'S7',
    uses: [
      'data/base-register',
      'services/item-catalogue',
      'services/certificate',
      'services/material',
      'services/case',
    ],
  },
  'services/review-desk': {
    zh: '在线审核台',
    en: 'Review desk',
    code: 'S10',
    uses: [
      'data/base-register',
      'services/item-catalogue',
      'services/certificate',
      'services/material',
      'services/case',
    ],
    embeds: ['services/instant-approval'],
  },
  'services/rating': {
    zh: '好差评',
    en: 'Ratings',
    code: 'S12',
    uses: ['data/base-register', 'services/case'],
  },
} as const satisfies Record<string, Capability>;
