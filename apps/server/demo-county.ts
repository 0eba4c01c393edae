import { syntheticIdNumber, syntheticUscc } from '@yiwang/foundation/identifier';

/**
 * The people, firms and departments of the demonstration county. All of them are made up: names,
 * numbers with right check digits, telephone numbers that nobody was given. The region is a real one,
 * so that divisions and maps work.
 */
export const REGION = '340104';
export const PASSWORD = 'yiwang-demo-2026';

type Department = { id: string; kind: string; zh: string; en: string; body: string };

export const departments: readonly Department[] = [
  {
    id: 'org-government-services',
    kind: 'government-services',
    zh: '政务服务管理局',
    en: 'Government Services Bureau',
    body: '00300401',
  },
  {
    id: 'org-civil-affairs',
    kind: 'civil-affairs',
    zh: '民政局',
    en: 'Civil Affairs Bureau',
    body: '00300402',
  },
  {
    id: 'org-market-regulation',
    kind: 'market-regulation',
    zh: '市场监督管理局',
    en: 'Market Regulation Bureau',
    body: '00300403',
  },
  {
    id: 'org-urban-management',
    kind: 'urban-management',
    zh: '城市管理局',
    en: 'Urban Management Bureau',
    body: '00300404',
  },
  {
    id: 'org-traffic-police',
    kind: 'traffic-police',
    zh: '公安交通管理大队',
    en: 'Traffic Police',
    body: '00300405',
  },
  {
    id: 'org-planning',
    kind: 'planning',
    zh: '自然资源和规划分局',
    en: 'Planning Branch',
    body: '00300406',
  },
  {
    id: 'org-public-security',
    kind: 'public-security',
    zh: '公安分局',
    en: 'Public Security Branch',
    body: '00300407',
  },
];

export const departmentUscc = ({ body }: Department) => syntheticUscc('11', REGION, body);

type Officer = {
  login: string;
  name: string;
  department: string;
  post: string;
  enforcementNo?: string;
};

export const officers: readonly Officer[] = [
  { login: 'minzheng-shenpi', name: '周敏', department: 'org-civil-affairs', post: 'approver' },
  { login: 'minzheng-shencha', name: '何静', department: 'org-civil-affairs', post: 'reviewer' },
  {
    login: 'shichang-chuangkou',
    name: '陈蕾',
    department: 'org-market-regulation',
    post: 'window',
  },
  {
    login: 'shichang-hecha',
    name: '刘强',
    department: 'org-market-regulation',
    post: 'inspector',
    enforcementNo: '12010400311',
  },
  {
    login: 'shichang-hecha2',
    name: '孙伟',
    department: 'org-market-regulation',
    post: 'inspector',
    enforcementNo: '12010400312',
  },
  {
    login: 'shichang-shencha',
    name: '吴芳',
    department: 'org-market-regulation',
    post: 'reviewer',
  },
  { login: 'shichang-shenpi', name: '郑涛', department: 'org-market-regulation', post: 'approver' },
  {
    login: 'chengguan-chuangkou',
    name: '徐丽',
    department: 'org-urban-management',
    post: 'window',
  },
  {
    login: 'chengguan-shencha',
    name: '马骏',
    department: 'org-urban-management',
    post: 'reviewer',
  },
  { login: 'chengguan-shenpi', name: '朱峰', department: 'org-urban-management', post: 'approver' },
  { login: 'jiaojing-shencha', name: '胡斌', department: 'org-traffic-police', post: 'reviewer' },
  { login: 'guihua-shencha', name: '林娜', department: 'org-planning', post: 'reviewer' },
  {
    login: 'zhengwu-jiancha',
    name: '高远',
    department: 'org-government-services',
    post: 'monitor',
  },
  {
    login: 'zhengwu-shixiang',
    name: '梁雪',
    department: 'org-government-services',
    post: 'catalogue-editor',
  },
  { login: 'gongan-shuju', name: '谢军', department: 'org-public-security', post: 'registrar' },
];

/** The shared secret of the demonstration's second factor, shown at start. Real officers get their own. */
export const TOTP_SECRET = Buffer.from('48656c6c6f21deadbeef48656c6c6f21deadbeef', 'hex');

type Person = {
  key: string;
  name: string;
  birthOn: string;
  sequence: number;
  residence: string;
  phone: string;
  /** Signed up and verified already; otherwise only in the register. */
  account: boolean;
  photo?: boolean;
};

export const people: readonly Person[] = [
  {
    key: 'elder',
    name: '王桂兰',
    birthOn: '1958-04-12',
    sequence: 26,
    residence: '安徽省合肥市蜀山区三里庵街道竹荫里社区6幢201室',
    phone: '13900000001',
    account: false,
    photo: true,
  },
  {
    key: 'elder3',
    name: '陈秀英',
    birthOn: '1961-02-19',
    sequence: 84,
    residence: '安徽省合肥市蜀山区西园街道龚大塘社区4幢102室',
    phone: '13900000006',
    account: false,
    photo: false,
  },
  {
    key: 'elder2',
    name: '李德福',
    birthOn: '1955-09-03',
    sequence: 17,
    residence: '安徽省合肥市蜀山区稻香村街道望江社区2幢503室',
    phone: '13900000002',
    account: true,
    photo: true,
  },
  {
    key: 'elder4',
    name: '吴有福',
    birthOn: '1949-10-06',
    sequence: 39,
    residence: '安徽省合肥市蜀山区琥珀街道颐园社区8幢105室',
    phone: '13900000007',
    account: true,
    photo: true,
  },
  {
    key: 'owner',
    name: '张文博',
    birthOn: '1987-11-23',
    sequence: 35,
    residence: '安徽省合肥市蜀山区五里墩街道青阳路社区11幢1102室',
    phone: '13900000003',
    account: true,
    photo: true,
  },
  {
    key: 'builder',
    name: '赵敏',
    birthOn: '1990-02-08',
    sequence: 48,
    residence: '安徽省合肥市蜀山区南七街道丁香社区9幢304室',
    phone: '13900000004',
    account: true,
    photo: true,
  },
  {
    key: 'young',
    name: '钱小雨',
    birthOn: '1999-06-30',
    sequence: 62,
    residence: '安徽省合肥市蜀山区井岗镇卫楼社区3幢802室',
    phone: '13900000005',
    account: true,
    photo: false,
  },
];

export const idNumberOf = ({ birthOn, sequence }: Person) =>
  syntheticIdNumber(REGION, birthOn, sequence);

type Firm = {
  key: string;
  name: string;
  owner: string;
  head: string;
  body: string;
  kind: string;
  address: string;
  scope: string;
  registeredOn: string;
};

export const firms: readonly Firm[] = [
  {
    key: 'snacks',
    name: '蜀山区青阳路文博小吃店',
    owner: 'owner',
    head: '92',
    body: 'MA2TEXT1',
    kind: '个体工商户',
    address: '安徽省合肥市蜀山区青阳路118号',
    scope: '餐饮服务（凭许可证经营）',
    registeredOn: '2025-09-15',
  },
  {
    key: 'works',
    name: '合肥敏恒市政工程有限公司',
    owner: 'builder',
    head: '91',
    body: 'MA2TEXT2',
    kind: '有限责任公司',
    address: '安徽省合肥市蜀山区南七街道科创路7号',
    scope: '市政工程施工',
    registeredOn: '2019-05-20',
  },
];

export const firmUscc = ({ head, body }: Firm) => syntheticUscc(head, REGION, body);
