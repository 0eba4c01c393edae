import { type PdfDocument, renderPdf } from '@yiwang/foundation/pdf';

type Sheet = Pick<PdfDocument, 'title' | 'author' | 'blocks'>;

const GREY = '#444444';
const headed = (title: string): PdfDocument['blocks'][number] => ({
  kind: 'text',
  at: [20, 18],
  width: 170,
  text: title,
  size: 16,
  weight: 'bold',
  align: 'center',
  heading: 1,
});
const room = (
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  label: string,
): PdfDocument['blocks'] => [
  { kind: 'rectangle', at: [x, y], width, height, color: GREY },
  { kind: 'text', at: [x + 2, y + 2], width: width - 4, text: label, size: 10 },
];

const walls = [
  ...room([25, 40], [90, 70], '前厅（餐位 24 个）'),
  ...room([115, 40], [65, 45], '热食操作间'),
  ...room([115, 85], [65, 25], '洗消间'),
  ...room([25, 110], [90, 30], '更衣、库房'),
];

const rules = [
  '一、从业人员每年进行健康检查，取得健康证明后上岗。',
  '二、进货查验供货者的许可证和合格证明，记录保存不少于产品保质期满后六个月。',
  '三、生熟分开，餐具洗净消毒后保洁存放。',
  '四、每日检查冷藏、冷冻设备的温度并记录。',
  '五、食品安全员每周自查一次，发现问题立即整改。',
];

const road = (y: number, label: string): PdfDocument['blocks'] => [
  { kind: 'line', from: [20, y], to: [190, y], thickness: 1.5, color: GREY },
  { kind: 'text', at: [20, y + 2], width: 170, text: label, size: 10 },
];

/** What applicants of the story hand in: drawings and rules, as documents. */
const sheets = {
  'floor-plan-first': {
    title: '经营场所平面图',
    author: '蜀山区青阳路文博小吃店',
    blocks: [headed('经营场所平面图'), ...walls],
  },
  'floor-plan': {
    title: '经营场所平面图（补正）',
    author: '蜀山区青阳路文博小吃店',
    blocks: [
      headed('经营场所平面图（补正）'),
      ...walls,
      ...room([120, 62], [25, 14], '四门冰箱'),
      ...room([150, 62], [25, 14], '冷藏柜'),
    ],
  },
  'safety-rules': {
    title: '食品安全管理制度',
    author: '蜀山区青阳路文博小吃店',
    blocks: [
      { kind: 'paragraph', text: '食品安全管理制度', size: 18, weight: 'bold', align: 'center' },
      ...rules.map((text) => ({ kind: 'paragraph', text, indent: 2, after: 2 }) as const),
    ],
  },
  'site-plan': {
    title: '占用现场平面图',
    author: '合肥敏恒市政工程有限公司',
    blocks: [
      headed('占用现场平面图'),
      ...road(50, '机动车道'),
      ...road(80, '人行道，宽 4.5 米'),
      ...room([60, 84], [70, 12], '围挡占用范围，留通行宽度 2 米'),
      ...road(100, '沿街房屋'),
    ],
  },
  'traffic-plan': {
    title: '交通组织方案',
    author: '合肥敏恒市政工程有限公司',
    blocks: [
      { kind: 'paragraph', text: '交通组织方案', size: 18, weight: 'bold', align: 'center' },
      {
        kind: 'paragraph',
        text: '占用期间保留不少于 2 米的行人通道，夜间设警示灯，材料在 22 时以后运输，由专人疏导。',
        indent: 2,
      },
    ],
  },
} as const satisfies Record<string, Sheet>;

export type PaperName = keyof typeof sheets;

/** The papers of the story, drawn. */
export async function drawPapers(createdAt: Date): Promise<Record<PaperName, Buffer>> {
  const drawn = await Promise.all(
    Object.entries(sheets).map(async ([name, sheet]) => [
      name,
      await renderPdf({ ...sheet, language: 'zh-CN', createdAt: createdAt.toISOString() }),
    ]),
  );
  return Object.fromEntries(drawn) as Record<PaperName, Buffer>;
}
