import { people } from './demo-county.ts';
import { apply, outcomeOf, rate, type Scene, show } from './story-scene.ts';
import type { Stage } from './story-stage.ts';

const phoneOf = (who: string) => people.find(({ key }) => key === who)?.phone ?? '';
const answers = (who: string) => ({ mobile: phoneOf(who), truth: true });
const photo = { code: 'photo', materialIds: [], later: true };

const applyForCard = (stage: Stage, who: string, livesHere = 'no') =>
  apply(stage, who, 'elder-card', {
    data: { ...answers(who), livesHere },
    materials: [photo],
  });

/** Granted by rule within minutes, rated, shown at a park gate. */
function content(): Scene[] {
  let caseId = '';
  return [
    {
      ago: 12,
      at: '10:05',
      play: async (stage) => {
        caseId = await applyForCard(stage, 'elder2');
      },
    },
    {
      ago: 12,
      at: '10:20',
      play: (stage) =>
        rate(stage, 'elder2', {
          caseId,
          level: 1,
          tags: ['speed', 'materials'],
          text: '不用跑，当场就办好了。',
        }),
    },
    {
      ago: 9,
      at: '15:10',
      play: async (stage) => {
        const { certificateId } = await outcomeOf(stage, 'elder2', caseId);
        await show(stage, 'elder2', certificateId ?? '');
      },
    },
  ];
}

/** Granted by rule too; its holder asks for a person to look at it. */
function doubting(): Scene[] {
  let caseId = '';
  return [
    {
      ago: 8,
      at: '08:55',
      play: async (stage) => {
        caseId = await applyForCard(stage, 'elder4');
      },
    },
    {
      ago: 2,
      at: '09:30',
      play: async (stage) => {
        const evaluations = '/api/services/instant-approval/evaluations';
        const { items } = await stage.send<{ items: { id: string }[] }>(
          'elder4',
          'GET',
          `${evaluations}?caseId=${caseId}`,
        );
        const body = { reason: '想请工作人员核对一下证上的信息，机器办的我不放心。' };
        await stage.send('elder4', 'POST', `${evaluations}/${items[0]?.id}/reopen`, { body });
      },
    },
  ];
}

/** 老年人优待证: two granted by rule, and one that a person has to look at because its applicant is 27. */
export const cardScenes = (): Scene[] => [
  ...content(),
  ...doubting(),
  {
    ago: 3,
    at: '14:30',
    play: async (stage) => {
      await applyForCard(stage, 'young', 'yes');
    },
  },
];

const keepTemplate =
  (who: string, template: { name: string; act: string | null; body: string; shared: boolean }) =>
  async (stage: Stage) => {
    await stage.send(who, 'POST', '/api/services/review-desk/templates', { body: template });
  };

/** What belongs to no case: words that officers keep, a register entry that is disputed, an application begun and left. */
export function deskScenes(): Scene[] {
  return [
    {
      ago: 11,
      at: '08:40',
      play: keepTemplate('shichang-shencha', {
        name: '符合条件',
        act: 'review',
        body: '材料齐全，现场核查结果符合要求，建议准予许可。',
        shared: true,
      }),
    },
    {
      ago: 11,
      at: '08:50',
      play: keepTemplate('jiaojing-shencha', {
        name: '同意，附条件',
        act: 'opine',
        body: '同意。应当保留不少于 2 米的通行宽度，夜间设警示灯，由专人疏导。',
        shared: false,
      }),
    },
    {
      ago: 4,
      at: '20:15',
      play: async (stage) => {
        const body = {
          element: 'person.residence',
          claimed: '安徽省合肥市蜀山区南七街道丁香社区12幢601室',
          reason: '去年已经搬到同一社区的12幢，户口也办了迁移，登记的还是旧地址。',
        };
        await stage.send('builder', 'POST', '/api/data/base-register/disputes', { body });
      },
    },
    {
      ago: 2,
      at: '21:05',
      play: async (stage) => {
        const drafts = '/api/services/case/drafts';
        const body = { itemSlug: 'road-occupation' };
        const draft = await stage.send<{ id: string; version: number; data: object }>(
          'owner',
          'POST',
          drafts,
          { body },
        );
        const data = { ...draft.data, road: '青阳路', part: ['footway'], area: 6 };
        const saved = { body: { data, materials: [] }, version: draft.version };
        await stage.send('owner', 'PUT', `${drafts}/${draft.id}`, saved);
      },
    },
  ];
}
