/** What people say (`…`: up to six characters in between), and the official words that are meant, the likeliest first. */
export type Synonyms = { readonly said: readonly string[]; readonly meant: readonly string[] };

const group = (said: string, meant: string): Synonyms => ({
  said: said.trim().split(/\s*,\s*/),
  meant: meant.trim().split(/\s*,\s*/),
});

/**
 * Everyday words and what they mean in the names of items. A word here adds the official words to a
 * search; it never takes the words away that were typed.
 * Source: written by this project, from everyday speech; no published list was used. An editor should
 * go through the searches that found nothing and add lines.
 */
export const synonyms: readonly Synonyms[] = [
  group(
    `开饭店, 饭店, 开餐馆, 餐馆, 小吃店, 小吃, 早餐店, 早点, 早餐铺, 奶茶, 奶茶店, 咖啡店, 咖啡馆, 面馆, 火锅店, 火锅, 烧烤店, 烧烤,
     快餐, 外卖, 食堂, 面包店, 蛋糕店, 熟食店, 卤味, 卤菜, 小超市, 便利店, 卖吃的, 卖饭, 做餐饮, 搞餐饮, 开餐饮, 餐饮店, 餐饮,
     卫生证, 食品证, 食品卫生许可, 餐饮许可, 食品流通许可, 卖食品, 卖零食, 零食店, 卖水果捞,
     麻辣烫, 串串, 烤串, 盒饭, 便当, 烘焙, 甜品, 糕点, 饮品, 果汁店, 饺子馆, 包子铺, 米线, 米粉店, 拉面, 炸鸡, 汉堡, 寿司, 酒楼, 大排档,
     夜宵, 宵夜, 团餐, 中央厨房, 熟食, 凉菜, 卤鸭, 卤肉, 餐厅, 鱼馆, 副食店, 食品店, 农家乐`,
    '食品经营许可',
  ),
  group('开店, 开…店, 开…馆, 开…铺, 开铺子, 开门面, 餐食, 卖…吃', '食品经营许可, 个体工商户登记'),
  group('开公司, 办公司, 注册公司, 成立公司, 营业执照', '企业设立登记, 营业执照'),
  group(
    `老年卡, 敬老卡, 老人卡, 老年证, 敬老证, 老人证, 老龄卡, 老年公交卡, 老人公交卡, 老年乘车卡, 老年乘车证, 老人优惠卡, 老年优惠证,
     老人坐公交, 老人公交, 老年人公交, 老年人坐车, 老人坐车, 老人免费乘车, 老年人免费, 免费坐公交, 免费坐车, 免费乘公交, 坐公交免费, 公交免费,
     老人优待, 老年优待, 老龄证, 长者卡, 长寿卡, 老人景点免票, 老人门票, 老年人门票`,
    '老年人优待证',
  ),
  group(
    `占道, 占用道路, 占用马路, 占马路, 占路, 占用人行道, 占人行道, 围挡, 施工围挡, 工地围挡, 打围, 围蔽, 路边搭, 搭脚手架, 脚手架,
     路上施工, 马路上施工, 路边施工, 占用路面, 占…路, 占…道, 门口施工, 路上堆, 路边堆, 堆放材料, 占道施工, 道路上搭, 马路边搭, 街上搭, 门前道路,
     封…车道, 封路, 封闭道路, 围…道, 围…路, 路上搭, 路上停, 马路, 车道, 人行道`,
    '临时占用城市道路',
  ),
  group('挖路, 挖马路, 破路, 开挖道路', '挖掘城市道路'),
  group('摆摊, 地摊, 夜市摊', '食品摊贩, 占道经营'),
  group('房本, 房产证, 过户, 房屋过户', '不动产登记'),
  group('领证, 领结婚证, 结婚证', '结婚登记'),
  group('离婚证', '离婚登记'),
  group('准生证, 生孩子, 生二胎, 生三胎', '生育登记'),
  group('上户口, 入户口, 报户口, 迁户口', '户口登记, 落户'),
  group('驾照, 驾驶本', '驾驶证'),
  group('社保, 交社保', '社会保险'),
  group('医保', '医疗保险'),
  group('低保户, 吃低保', '最低生活保障'),
  group('工商执照', '营业执照'),
  group(
    `restaurant, cafe, canteen, snack bar, snack shop, food shop, food stall, bakery, tea shop, catering, food license,
     sell food, eatery, takeaway, food business`,
    '食品经营许可',
  ),
  group(
    `senior card, senior citizen, elderly, old age card, elder card, older people, older person, old people,
     free bus, pensioner, senior pass, elder pass`,
    '老年人优待证',
  ),
  group(
    `scaffolding, hoarding, fence on the road, block the road, occupy the road, occupy a road, occupy road, road work,
     close a lane, sidewalk, pavement, use the street, skip on the road`,
    '临时占用城市道路',
  ),
  // The Law on the Protection of the Rights of the Elderly counts people from 60 on (老年人权益保障法, 2018-12-29, art. 2).
  group(
    '60…岁, 65…岁, 70…岁, 75…岁, 80…岁, 六十…岁, 六十五岁, 七十…岁, 八十…岁, 老人, 老头, 老太太, 退休',
    '老年人',
  ),
  group('坐公交, 乘公交, 坐公共汽车, 坐车, 公交车, 坐地铁, 乘地铁', '乘车优待'),
];
