import { people } from './demo-county.ts';
import { apply, type Scene } from './story-scene.ts';

const phoneOf = (who: string) => people.find(({ key }) => key === who)?.phone ?? '';
const answers = (who: string) => ({ mobile: phoneOf(who), truth: true });
const photo = { code: 'photo', materialIds: [], later: true };
const CARD = 'elder-card';

/** 老年人优待证: one granted by rule and rated, shown and checked; one that a person has to look at. */
export function cardScenes(): Scene[] {
  let caseId = '';
  let certificateId: string | null = null;
  return [
    {
      ago: 12,
      at: '10:05',
      play: async (stage) => {
        caseId = await apply(stage, 'elder2', CARD, {
          data: { ...answers('elder2'), livesHere: 'no' },
          materials: [photo],
        });
      },
    },
    {
      ago: 12,
      at: '10:20',
      play: async (stage) => {
        const path = `/api/services/case/cases/${caseId}`;
        const seen = await stage.send<{ state: string; certificateId: string | null }>(
          'elder2',
          'GET',
          path,
        );
        ({ certificateId } = seen);
        if (seen.state !== 'closed') return;
        const rating = {
          caseId,
          level: 1,
          tags: ['speed', 'materials'],
          text: '不用跑，当场就办好了。',
        };
        await stage.send('elder2', 'POST', '/api/services/rating/ratings', { body: rating });
      },
    },
    {
      ago: 9,
      at: '15:10',
      play: async (stage) => {
        if (certificateId === null) return;
        const path = `/api/services/certificate/certificates/${certificateId}/presentations`;
        const { token } = await stage.send<{ token: string }>('elder2', 'POST', path);
        const check = '/api/services/certificate/verifications';
        await stage.send(undefined, 'POST', check, { body: { token } });
      },
    },
    {
      ago: 3,
      at: '14:30',
      play: async (stage) => {
        const data = { ...answers('young'), livesHere: 'yes' };
        await apply(stage, 'young', CARD, { data, materials: [photo] });
      },
    },
  ];
}

/** What belongs to no case yet: a register entry that is disputed, and an application begun and left. */
export function deskScenes(): Scene[] {
  return [
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
