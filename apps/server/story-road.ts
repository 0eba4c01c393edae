import { addDays, type CivilDate, civilDateOf } from '@yiwang/foundation/time';
import type { PaperName } from './story-papers.ts';
import { apply, outcomeOf, rate, type Scene, show } from './story-scene.ts';
import type { Stage } from './story-stage.ts';

const FIRM = 'builder:works';
const COUNTER = 'chengguan-chuangkou';
const REVIEWER = 'chengguan-shencha';
const PLANNING = 'guihua-shencha';
const POLICE = 'jiaojing-shencha';
const agree = (text: string) => ({ opinion: 'agree', text });

const daysAfter = (on: CivilDate, from: number, to: number) => ({
  from: addDays(on, from),
  to: addDays(on, to),
});

type Papers = Readonly<Record<PaperName, Uint8Array>>;
type Site = {
  readonly road: string;
  readonly place: string;
  readonly area: number;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate };
  readonly reason: 'building' | 'repair';
  readonly reasonText: string;
};

async function submit(stage: Stage, papers: Papers, site: Site): Promise<string> {
  const upload = async (name: string, paper: PaperName) => [
    await stage.upload(FIRM, { name, bytes: papers[paper] }),
  ];
  const data = {
    ...site,
    part: ['footway'],
    siteManager: '赵敏',
    sitePhone: '13900000004',
    sitePlan: await upload('现场平面图.pdf', 'site-plan'),
    trafficPlan: await upload('交通组织方案.pdf', 'traffic-plan'),
    restore: true,
    truth: true,
  };
  return apply(stage, FIRM, 'road-occupation', { data });
}

/** A joint review that is over; the firm is not content with how it went. */
function granted(papers: Papers): Scene[] {
  let id = '';
  const act = (ago: number, at: string, who: string, verb: string, body: object = {}): Scene => ({
    ago,
    at,
    play: (stage) => stage.act(who, id, verb, body),
  });
  return [
    {
      ago: 11,
      at: '09:15',
      play: async (stage) => {
        id = await submit(stage, papers, {
          road: '潜山路',
          place: '潜山路与黄山路交口西南角人行道',
          area: 24,
          period: daysAfter(civilDateOf(stage.now()), 7, 40),
          reason: 'repair',
          reasonText: '沿街房屋外立面维修，搭设脚手架和围挡。',
        });
      },
    },
    act(10, '10:00', COUNTER, 'accept'),
    act(9, '09:40', PLANNING, 'opine', agree('不影响规划道路红线。')),
    act(9, '11:20', REVIEWER, 'opine', agree('围挡应当整洁，完工后恢复原状。')),
    act(8, '15:30', POLICE, 'opine', {
      opinion: 'agree-with-conditions',
      text: '应当保留不少于 2 米的通行宽度，夜间设警示灯。',
    }),
    act(7, '09:50', REVIEWER, 'review', { proposal: 'grant', text: '三个部门都同意，建议准予。' }),
    act(6, '16:20', 'chengguan-shenpi', 'decide', { decision: 'grant', reasons: [] }),
    {
      ago: 2,
      at: '11:15',
      play: async (stage) => {
        const { certificateId } = await outcomeOf(stage, FIRM, id);
        const file = `/api/services/certificate/certificates/${certificateId}/file`;
        await stage.send(FIRM, 'GET', file);
        await show(stage, FIRM, certificateId ?? '');
      },
    },
    {
      ago: 1,
      at: '20:30',
      play: (stage) =>
        rate(stage, FIRM, {
          caseId: id,
          level: 4,
          tags: ['speed', 'clarity'],
          text: '等了好几天，打电话也没有人说清楚在等哪个部门。',
        }),
    },
  ];
}

/** A joint review in which one department has let its date pass. */
function slow(papers: Papers, today: CivilDate): Scene[] {
  let id = '';
  const opine = (ago: number, at: string, who: string, text: string): Scene => ({
    ago,
    at,
    play: (stage) => stage.act(who, id, 'opine', agree(text)),
  });
  return [
    {
      ago: 7,
      at: '14:05',
      play: async (stage) => {
        id = await submit(stage, papers, {
          road: '科创路',
          place: '科创路7号门前人行道',
          area: 36,
          period: daysAfter(today, 10, 39),
          reason: 'building',
          reasonText: '雨水管网改造，开挖沟槽，分段施工。',
        });
      },
    },
    { ago: 6, at: '09:20', play: (stage) => stage.act(COUNTER, id, 'accept') },
    opine(5, '10:10', PLANNING, '符合管线综合规划。'),
    opine(4, '14:50', REVIEWER, '分段施工，每段不超过 30 米。'),
  ];
}

/** Handed in, and nobody at the counter has looked at it yet. */
function waiting(papers: Papers, today: CivilDate): Scene[] {
  const site: Site = {
    road: '合作化南路',
    place: '合作化南路与太湖路交口东北角人行道',
    area: 18,
    period: daysAfter(today, 15, 24),
    reason: 'repair',
    reasonText: '人行道地砖更换。',
  };
  const play: Scene['play'] = async (stage) => {
    await submit(stage, papers, site);
  };
  return [{ ago: 5, at: '15:45', play }];
}

/** 临时占用城市道路许可 of a building firm: one granted, one slow, one not looked at. */
export const roadScenes = (papers: Papers, today: CivilDate): Scene[] => [
  ...granted(papers),
  ...slow(papers, today),
  ...waiting(papers, today),
];
