import type { put } from './service.ts';

type Indexed = Parameters<typeof put>[1][number];

const words = (text: string) => text.trim().split(/\s+/);

/** Subjects of real kinds of items, near the demonstration items on purpose: food, cards, roads. */
const SUBJECTS = words(`
食品生产 食品小作坊 食品摊贩 食用农产品市场 酒类批发 保健食品 婴幼儿配方食品 药品零售 医疗器械经营 公共场所卫生 生活饮用水 学校卫生 餐具消毒
残疾人证 高龄津贴 养老服务补贴 特困供养 最低生活保障 临时救助 医疗救助 孤儿养育津贴 退役军人优待证 烈士褒扬金 独生子女父母奖励 养老机构 殡葬服务
老年人护理补贴 城乡居民养老保险 职工退休 社会保障卡 公共交通卡 居住证 居民身份证 户口迁移 出生登记 死亡登记 姓名变更 结婚登记 离婚登记 收养登记
挖掘城市道路 占用城市绿地 砍伐城市树木 户外广告设施 店招标牌 建筑垃圾处置 夜间施工 超限运输 公路占用 涉路施工 桥梁上架设管线 临时建设用地 建设工程规划
建筑施工 房屋装修 商品房预售 物业服务企业 房屋租赁 公共租赁住房 住房公积金提取 不动产转移 不动产抵押 房地产估价机构 燃气经营 供热经营 城镇排水 取水 河道管理范围内建设
营业执照 个体工商户 企业设立 企业注销 股权出质 特种设备使用 计量器具 检验检测机构 广告发布 印章刻制 旅馆业 典当业 保安服务 爆破作业 烟花爆竹零售 危险化学品经营
机动车驾驶证 机动车 电动自行车 校车使用 道路货物运输 道路旅客运输 出租汽车 网络预约出租汽车 机动车维修 驾驶员培训 客运站 港口经营 船舶
幼儿园 民办学校 教师资格 校外培训机构 义务教育入学 转学 助学金 普通话水平 体育场所 高危险性体育项目 营业性演出 互联网上网服务 娱乐场所 出版物零售 印刷经营 文物保护
医疗机构 医师执业 护士执业 母婴保健技术 放射诊疗 义诊 生育登记 预防接种 健康证明 大病保险 异地就医 门诊慢特病
失业保险金 工伤认定 劳动能力鉴定 劳务派遣 人力资源服务 职业技能提升补贴 创业担保贷款 就业困难人员 灵活就业社保补贴 集体合同 特殊工时 劳动用工
种子生产 农药经营 兽药经营 动物诊疗 动物防疫条件 生猪屠宰 渔业捕捞 水产苗种 农业机械 拖拉机驾驶证 林木采伐 林草种子 野生动物人工繁育 农村宅基地 土地承包经营权
排污 环境影响评价 危险废物经营 辐射安全 噪声夜间作业 社会团体 民办非企业单位 基金会 宗教活动场所 慈善组织 公证 法律援助 律师执业 司法鉴定 行政复议
增值税发票 出口退税 契税 车辆购置税 完税证明 城镇土地使用税 企业所得税优惠 个人所得税 对外贸易 外商投资 展览会 加油站 成品油零售 拍卖企业 二手车 再生资源 对外劳务
`);
const ACTS = words('许可 核发 新办 变更 延续 注销 补办 备案 登记 审批 年检 撤销');
const REGIONS = words('34 3401 340102 340103 340104 340111 340121 340122 340123 340124');

/** `count` made-up guides with names as real catalogues have them, for measuring; not one is offered to anybody. */
export function crowd(count: number): Indexed[] {
  return Array.from({ length: count }, (_, i) => {
    const subject = SUBJECTS[i % SUBJECTS.length] ?? '';
    const round = Math.floor(i / SUBJECTS.length);
    const act = ACTS[round % ACTS.length] ?? '';
    const regionCode = REGIONS[Math.floor(round / ACTS.length) % REGIONS.length] ?? '';
    const name = `${subject}${act}`;
    return {
      itemId: `crowd-${i}`,
      version: 1,
      slug: `crowd-${i}`,
      regionCode,
      name: { zh: name, en: `Item ${i}` },
      summary: {
        zh: `符合条件的单位或个人可以申请办理${name}，由主管部门依法受理、审查并作出决定。`,
        en: `Eligible applicants can apply for item ${i}; the responsible department decides by law.`,
      },
      keywords: { zh: [subject, `${subject}${act}怎么办`], en: [] },
      result: { type: '10', name: { zh: `${subject}证明文件`, en: 'Document' } },
      caseType: 'promised',
      servedParties: ['person', 'legal'],
      effectiveOn: '2026-01-01',
    };
  });
}
