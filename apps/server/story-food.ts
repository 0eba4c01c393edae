import { civilDateOf } from '@yiwang/foundation/time';
import { REGION } from './demo-county.ts';
import type { PaperName } from './story-papers.ts';
import { apply, type Scene } from './story-scene.ts';
import type { Stage } from './story-stage.ts';

const SHOP = 'owner:snacks';
const COUNTER = 'shichang-chuangkou';
const FOOD = 'food-licence';
const later = { code: 'health-certificates', materialIds: [], later: true };

type Papers = Readonly<Record<PaperName, Uint8Array>>;
type Seen = {
  version: number;
  data: Record<string, unknown>;
  materials: readonly object[];
};

async function answers(stage: Stage, papers: Papers, plan: PaperName) {
  const upload = (name: string, paper: PaperName) =>
    stage.upload(SHOP, { name, bytes: papers[paper] });
  return {
    contactName: '张文博',
    contactPhone: '13900000003',
    premises: { region: REGION, detail: '青阳路118号一层' },
    area: 86.5,
    businessType: 'catering',
    projects: ['hot-food', 'cold-food'],
    equipment: '四门冰箱 1 台，冷藏柜 1 台，消毒柜 1 台，双眼灶 1 台',
    safetyManager: '张文博',
    staff: [
      { who: '张文博', duty: '负责人、食品安全员' },
      { who: '方小梅', duty: '厨师' },
    ],
    floorPlan: [await upload('平面图.pdf', plan)],
    safetyRules: [await upload('食品安全管理制度.pdf', 'safety-rules')],
    truth: true,
  };
}

const see = (stage: Stage, caseId: string) =>
  stage.send<Seen>(SHOP, 'GET', `/api/services/case/cases/${caseId}`);

/** An application with the wrong kind of business, taken back by the firm itself. */
function withdrawn(papers: Papers): Scene[] {
  let id = '';
  return [
    {
      ago: 10,
      at: '16:40',
      play: async (stage) => {
        const data = {
          ...(await answers(stage, papers, 'floor-plan-first')),
          businessType: 'sales',
        };
        id = await apply(stage, SHOP, FOOD, { data, materials: [later] });
      },
    },
    {
      ago: 9,
      at: '09:10',
      play: async (stage) => {
        const { version } = await see(stage, id);
        const body = { reason: '业态选错了，按餐饮服务重新申请。' };
        await stage.send(SHOP, 'POST', `/api/services/case/cases/${id}/withdraw`, {
          body,
          version,
        });
      },
    },
  ];
}

/** Corrected once, accepted, visited: now the reviewer's turn. */
function examined(papers: Papers): Scene[] {
  let id = '';
  const missing = {
    materialCode: 'floor-plan',
    text: '平面图没有标注冷藏设备的位置，请标注后重新上传。',
  };
  return [
    {
      ago: 8,
      at: '09:25',
      play: async (stage) => {
        const data = await answers(stage, papers, 'floor-plan-first');
        id = await apply(stage, SHOP, FOOD, { data, materials: [later] });
      },
    },
    {
      ago: 7,
      at: '10:40',
      play: (stage) => stage.act(COUNTER, id, 'notify-correction', { items: [missing] }),
    },
    {
      ago: 6,
      at: '19:55',
      play: async (stage) => {
        const { data, materials, version } = await see(stage, id);
        const name = '平面图（标注冷藏设备）.pdf';
        const plan = await stage.upload(SHOP, { name, bytes: papers['floor-plan'] });
        const body = { data: { ...data, floorPlan: [plan] }, materials };
        await stage.send(SHOP, 'POST', `/api/services/case/cases/${id}/correct`, { body, version });
      },
    },
    { ago: 5, at: '09:35', play: (stage) => stage.act(COUNTER, id, 'accept') },
    {
      ago: 3,
      at: '16:10',
      play: (stage) =>
        stage.act('shichang-hecha', id, 'record-visit', {
          onDate: civilDateOf(stage.now()),
          officers: ['officer-shichang-hecha', 'officer-shichang-hecha2'],
          findings: '布局与平面图一致，生熟分开，冷藏设备运行正常，洗消设施齐全。',
          measurements: '冷藏温度 3 ℃，操作间 22 平方米',
          testNeeded: false,
          fileIds: [],
        }),
    },
  ];
}

/** 食品经营许可 of a snack bar: one taken back, one on its way. */
export const foodScenes = (papers: Papers): Scene[] => [...withdrawn(papers), ...examined(papers)];
