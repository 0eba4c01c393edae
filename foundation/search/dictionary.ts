/**
 * Government terms that the general dictionary of jieba does not know as one word. Without them
 * 临时占用城市道路 falls into pieces that hundreds of items share.
 * Source: names of the items, certificates and bodies that this project uses, and the theme classes of
 * national item tables; add a line when a name is cut in the wrong place.
 */
export const governmentTerms: readonly string[] = `
食品经营许可 食品经营许可证 食品生产许可 食品生产许可证 食品小作坊 食品摊贩 餐饮服务 热食类 冷食类 预包装食品 小餐饮
老年人优待证 优待证 敬老卡 敬老证 老年卡 老年证 高龄津贴 养老金 养老保险 医疗保险 社会保险 社会保障卡 社保卡 医保卡 居家养老 长期护理保险
临时占用城市道路 占用城市道路 挖掘城市道路 占道 占道经营 占道施工 施工围挡 围挡 脚手架 人行道 机动车道 非机动车道 城市绿地 户外广告 店招 建筑垃圾 渣土 夜间施工 施工许可 施工许可证
政务服务 一网通办 一件事 一次办 办事指南 事项 受理 补正 批复 备案 核准 告知承诺 容缺受理 免申即享 好差评 电子证照 免提交
居住证 居民身份证 身份证 户口簿 户口本 户籍 落户 迁移证 暂住证 港澳通行证 护照 出入境 驾驶证 行驶证 机动车 电动自行车
营业执照 个体工商户 个体户 市场主体 统一社会信用代码 法定代表人 经营范围 经营场所 注册资本 公司设立 公司注销 简易注销 股权变更
结婚登记 离婚登记 婚姻登记 出生医学证明 生育登记 准生证 独生子女 收养登记 殡葬 火化证明 公墓
低保 最低生活保障 特困供养 临时救助 医疗救助 残疾人证 残疾人补贴 护理补贴 退役军人 优抚 烈士
公租房 廉租房 经济适用房 住房公积金 公积金 不动产登记 不动产权证 房产证 房产过户 抵押登记 预售许可 物业
劳动合同 失业金 失业保险 失业登记 工伤认定 劳动仲裁 就业创业证 创业担保贷款 稳岗补贴 职业资格 技能补贴
教师资格 入学 学区 转学 助学金 幼儿园 民办学校 培训机构
卫生许可 公共场所卫生许可 医疗机构 执业医师 护士执业 健康证 健康证明 从业人员 药品经营 医疗器械 放射诊疗
特种设备 危险化学品 烟花爆竹 安全生产许可 消防验收 消防安全检查 排污许可 环评 环境影响评价 排水许可 取水许可 水土保持
道路运输 道路运输证 网约车 出租汽车 货物运输 客运 从业资格证 校车 公交卡 公共交通 免费乘车
宅基地 土地承包 农村集体 农机 种子 兽药 动物防疫 林木采伐 渔业捕捞
税务登记 发票 完税证明 纳税 印花税 契税
行政复议 行政诉讼 信访 投诉 举报 法律援助 公证 无犯罪记录 无犯罪记录证明
烟草专卖 酒类 网吧 娱乐场所 旅馆业 印章 印刷 出版物 宗教 社会团体 民办非企业 慈善
`
  .trim()
  .split(/\s+/);

/** Question words and courtesies: they say that somebody asks, not what about. */
export const fillerWords: ReadonlySet<string> = new Set(
  `怎么 怎么办 怎样 怎么样 如何 什么 为什么 哪里 哪儿 哪个 哪些 哪 多少 几 多久 多长 多长时间 需要 想要 可以 能不能 可不可以
能 能否 请问 你好 您好 谢谢 麻烦 我 我们 我家 你 您 他 她 它 的 了 吗 呢 吧 啊 呀 要 想 得 是 有 没有 在 去 到 和 与 或 及 把 被 给 让
就 都 也 还 又 再 很 太 个 这 那 这个 那个 一个 一下 一张 一些 现在 今年 今天 明天 自己 别人 家里 谁 不 不能 不是 能够 应该 必须
上 下 里 外 中 从 对 为 以 用 带 找 问 看 做 弄 搞 拿 说 知道 告诉 办 办理 办个 申请 地方 时候 东西 事情 事 人
how to get a an the for of my is are i we you do does can could may need want where what which when who in on at
and or with from it this that be have has please apply application would like should must me our your`
    .trim()
    .split(/\s+/),
);

/** Words that half of all items have in their names or that name no subject: alone they point to nothing. */
export const generalWords: ReadonlySet<string> = new Set(
  `许可 许可证 证 证明 证件 证书 执照 资格 审批 审核 核准 核发 登记 备案 认定 确认 变更 延续 注销 补办 补领 换发 换证 新办 首次 年检
手续 材料 资料 流程 条件 时间 期限 费用 收费 免费 电话 地址 部门 窗口 网上 在线 线上 查询 预约 进度 服务 政务 业务 事项 指南
单位 企业 公司 个人 居民 市民 群众 老百姓 活动 项目 设立 管理 经营 临时 使用 领取 享受 发放 公共 社会 城市 本地 外地
permit licence certificate registration approval service government office public card new renew open use`
    .trim()
    .split(/\s+/),
);
