import { withActor } from '@yiwang/foundation/db';
import { checkOpening, verifiersOf, verifyReceipt } from '@yiwang/foundation/ledger';
import { closePdf, verifySeal } from '@yiwang/foundation/pdf';
import { system } from '@yiwang/foundation/permission';
import { actingAs, at, callOf } from '@yiwang/foundation/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heldBy, issue, isValid, putType } from './index.ts';
import { elderCard, newCard } from './sample.fixture.ts';
import type { Certificate, Summary } from './schema.ts';
import { CSRF, openStage, people, type Stage } from './stage.fixture.ts';

const START = at('2026-03-02 09:00');
const API = '/api/services/certificate';
let stage: Stage;

beforeAll(async () => {
  stage = await openStage(START);
});
afterAll(async () => {
  await stage.close();
  await closePdf();
});

const get = (who: string, path: string, headers: Record<string, string> = {}) =>
  stage.http.inject({ url: `${API}${path}`, headers: { 'x-who': who, ...headers } });
const post = (
  who: string,
  path: string,
  body?: Record<string, unknown>,
  headers: Record<string, string> = {},
) =>
  stage.http.inject({
    method: 'POST',
    url: `${API}${path}`,
    headers: { 'x-who': who, 'x-csrf-token': CSRF, 'idempotency-key': v7(), ...headers },
    ...(body && { payload: body }),
  });
const asSystem = <T>(fn: Parameters<typeof withActor<T>>[2]) =>
  withActor(stage.db, callOf(system('test'), stage.now()), fn);
const why = { reason: '年检未按期办理', basis: '老年人权益保障法第五十三条' };

describe('issuing', () => {
  test('gives an identifier with a right check, a number, an event and a ledger entry', async () => {
    const { id, identifier } = await stage.card();
    expect(identifier).toMatch(
      /^1\.2\.156\.3005\.2\.11100000MB0341032Y002\.11340104\w{10}\.20260302[0-9A-Z]{12}\.001\.[0-9A-Z]$/,
    );
    const [row] = await stage.db.owner<{ number: string; holder_name_enc: Buffer }>(
      'select number, holder_name_enc from certificate.certificates where id = $1',
      [id],
    );
    expect(row?.number).toMatch(/^3401042026\d{6}$/);
    expect(row?.holder_name_enc.toString()).not.toContain('王小明');
    const events = await stage.db.owner<{ type: string; data: Record<string, string> }>(
      'select type, data from events.outbox where subject = $1',
      [id],
    );
    expect(events.map(({ type }) => type)).toEqual(['certificate.issued']);
    expect(JSON.stringify(events)).not.toContain('王');
  });

  test('twice for one case, also at the same time, gives one certificate', async () => {
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const one = () => asSystem((tx) => issue(tx, stage.platform, card));
    const tries = await Promise.allSettled([one(), one(), one()]);
    const made = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
    const refused = tries.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as { code: string }).code] : [],
    );
    expect(new Set(made).size).toBe(1);
    expect(refused.every((code) => code === 'certificate.already_issued')).toBe(true);
    expect((await one()).id).toBe(made[0]);
    const rows = await stage.db.owner('select 1 from certificate.certificates where case_id = $1', [
      card.caseId,
    ]);
    expect(rows).toHaveLength(1);
  });

  test('an officer issues for his own organization only, and no holder for himself', async () => {
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const as = (who: string) =>
      withActor(stage.db, callOf(people[who]!, stage.now()), (tx) =>
        issue(tx, stage.platform, card),
      );
    await expect(as('stranger')).rejects.toThrow(/row-level security/);
    await expect(as('wang')).rejects.toThrow(/row-level security/);
    expect((await as('approver')).identifier).toContain('.001.');
  });

  test('a replacement keeps the serial in the next version and ends the earlier one', async () => {
    const first = await stage.card();
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const next = await asSystem((tx) => issue(tx, stage.platform, { ...card, replaces: first.id }));
    expect(next.identifier.split('.').slice(0, -2)).toEqual(
      first.identifier.split('.').slice(0, -2),
    );
    expect(next.identifier).toContain('.002.');
    const [held] = (
      await asSystem((tx) => heldBy(tx, stage.platform, 's-wang', [elderCard.code]))
    ).filter(({ id }) => id === first.id);
    expect(held?.state).toBe('superseded');
    const again = asSystem((tx) =>
      issue(tx, stage.platform, { ...card, caseId: v7(), replaces: first.id }),
    );
    await expect(again).rejects.toMatchObject({ code: 'certificate.wrong_state' });
    const other = newCard({ subjectId: 's-li', name: '李四' });
    await expect(
      asSystem((tx) => issue(tx, stage.platform, { ...other, replaces: next.id })),
    ).rejects.toMatchObject({ code: 'certificate.other_replacement' });
  });

  test('an unknown type, a wrong face and an unknown issuer are refused', async () => {
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const wrong = [
      [{ typeCode: '11100000MB0341032Y999' }, 'certificate.type_unknown'],
      [{ face: { sex: '女' } }, 'certificate.face_incomplete'],
      [{ organizationId: 'nobody' }, 'certificate.issuer_without_code'],
    ] as const;
    for (const [change, code] of wrong)
      await expect(
        asSystem((tx) => issue(tx, stage.platform, { ...card, ...change })),
      ).rejects.toMatchObject({ code });
  });

  test('a type put again as it is stays, a changed one is the next version; old cards keep theirs', async () => {
    const { id } = await stage.card();
    expect(await asSystem((tx) => putType(tx, elderCard))).toBe(1);
    const changed = { ...elderCard, definedBy: { zh: '另一机构', en: 'Another one' } };
    expect(await asSystem((tx) => putType(tx, changed))).toBe(2);
    const [row] = await stage.db.owner<{ type_version: number }>(
      'select type_version from certificate.certificates where id = $1',
      [id],
    );
    expect(row?.type_version).toBe(1);
  });

  test('the PDF is drawn once, however many open it first', async () => {
    const { id } = await stage.card();
    const fileOf = () =>
      stage.db.owner<{ sha256: string }>(
        'select sha256 from certificate.files where certificate_id = $1',
        [id],
      );
    expect(await fileOf()).toHaveLength(0);
    const opened = await Promise.all([1, 2, 3].map(() => get('wang', `/certificates/${id}/file`)));
    expect(opened.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(new Set(opened.map(({ rawPayload }) => rawPayload.toString('base64'))).size).toBe(1);
    expect(await fileOf()).toHaveLength(1);
  });
});

describe('whose certificate it is', () => {
  test('the holder lists and opens it; somebody else gets 404, nobody 401', async () => {
    const { id } = await stage.card('s-li', '李四');
    const list = (await get('li', '/certificates')).json<{ items: Summary[] }>();
    expect(list.items.map((each) => each.id)).toContain(id);
    expect(list.items[0]).toMatchObject({ state: 'valid', holderName: '李四' });
    const mine = await get('li', `/certificates/${id}`);
    expect(mine.json<Certificate>()).toMatchObject({ masked: false, pilotSeal: true, version: 1 });
    expect(mine.headers.etag).toBe('"1"');
    expect(mine.json<Certificate>().holderNumber).toBe('340104********0013');
    expect(mine.body).not.toContain('340104196001010013');
    for (const path of ['', '/file', '/receipt', '/opening', '/verifications'])
      expect((await get('wang', `/certificates/${id}${path}`)).statusCode, path).toBe(404);
    expect((await get('nobody', `/certificates/${id}`)).statusCode).toBe(401);
    expect((await get('wang', `/certificates/${v7()}`)).statusCode).toBe(404);
    expect((await post('wang', `/certificates/${id}/presentations`)).statusCode).toBe(404);
  });

  test('lists are paged newest first', async () => {
    await stage.card('s-li', '李四');
    const first = (await get('li', '/certificates?limit=1')).json<{
      items: Summary[];
      next: string;
    }>();
    const second = await get('li', `/certificates?limit=1&after=${first.next}`);
    expect(second.json<{ items: Summary[] }>().items[0]?.id).not.toBe(first.items[0]?.id);
    expect((await get('li', '/certificates?after=rubbish')).statusCode).toBe(400);
  });

  test('an officer sees it masked, unmasked only with permission and purpose; each look is logged', async () => {
    const { id } = await stage.card();
    const masked = (await get('approver', `/certificates/${id}`)).json<Certificate>();
    expect(masked).toMatchObject({ masked: true, holderName: '王*明' });
    expect(masked.face.every(({ value }) => value === '******')).toBe(true);
    const purpose = { 'x-purpose': encodeURIComponent('核对申请人的优待证') };
    const open = (await get('reviewer', `/certificates/${id}`, purpose)).json<Certificate>();
    expect(open).toMatchObject({ masked: false, holderName: '王小明' });
    expect((await get('reviewer', `/certificates/${id}/file`)).statusCode).toBe(422);
    expect((await get('approver', `/certificates/${id}/file`, purpose)).statusCode).toBe(403);
    expect((await get('reviewer', `/certificates/${id}/file`, purpose)).statusCode).toBe(200);
    expect((await get('stranger', `/certificates/${id}`)).statusCode).toBe(404);
    expect((await get('stranger', `/certificates/${id}/file`, purpose)).statusCode).toBe(404);
    const reads = await stage.db.owner<{ purpose: string; actor_id: string }>(
      `select purpose, actor_id from audit.reads where subject_id = 's-wang'
        and actor_id like 'f-%' order by at, id`,
    );
    expect(reads.map(({ purpose: said }) => said)).toEqual([
      '查看电子证照（已脱敏）',
      '核对申请人的优待证',
      '核对申请人的优待证',
    ]);
  });

  test('the row policy itself hides other people’s rows in every table', async () => {
    await stage.card();
    for (const table of ['certificates', 'certificate_events', 'files'])
      for (const who of ['li', 'stranger']) {
        const client = await stage.db.pool.connect();
        try {
          await client.query('begin');
          const actor = people[who]!;
          await client.query(
            `select set_config('yw.kind', $1, true), set_config('yw.person', $2, true),
              set_config('yw.organizations', $3, true)`,
            [actor.kind, actor.actsFor ?? actor.id, actor.scope.organizations.join(',')],
          );
          const { rows } = await client.query(
            `select 1 from certificate.${table} where holder_id = 's-wang'`,
          );
          expect(rows, `${who} ${table}`).toHaveLength(0);
        } finally {
          await client.query('rollback');
          client.release();
        }
      }
  });
});

describe('acts of officers', () => {
  const version = (n: number) => ({ 'if-match': `"${n}"` });

  test('suspend, resume and revoke move the state, the version, the history and the outbox', async () => {
    const { id } = await stage.card();
    const path = `/certificates/${id}`;
    const suspended = await post('approver', `${path}/suspend`, why, version(1));
    expect(suspended.statusCode).toBe(200);
    expect(suspended.headers.etag).toBe('"2"');
    expect(suspended.json<Certificate>().state).toBe('suspended');
    expect((await post('wang', `${path}/presentations`)).json()).toMatchObject({
      code: 'certificate.not_valid',
      params: { state: 'suspended' },
    });
    expect(await asSystem((tx) => isValid(tx, id, '2026-03-02'))).toBe(false);
    expect((await post('approver', `${path}/resume`, why, version(2))).statusCode).toBe(200);
    expect(await asSystem((tx) => isValid(tx, id, '2026-03-02'))).toBe(true);
    expect(await asSystem((tx) => isValid(tx, id, '2027-03-02'))).toBe(false);
    expect((await post('approver', `${path}/revoke`, why, version(3))).statusCode).toBe(200);
    expect((await post('approver', `${path}/resume`, why, version(4))).statusCode).toBe(409);
    const mine = (await get('wang', path)).json<Certificate>();
    expect(mine.history.map(({ act }) => act)).toEqual([
      'issued',
      'suspended',
      'resumed',
      'revoked',
    ]);
    expect(mine.history[1]).toMatchObject(why);
    const events = await stage.db.owner<{ type: string }>(
      'select type from events.outbox where subject = $1 order by seq',
      [id],
    );
    expect(events.map(({ type }) => type)).toEqual(
      ['issued', 'suspended', 'resumed', 'revoked'].map((act) => `certificate.${act}`),
    );
  });

  test('a stale version is 412, a missing one 428, two at the same time leave one act', async () => {
    const { id } = await stage.card();
    const path = `/certificates/${id}/suspend`;
    expect((await post('approver', path, why, version(7))).statusCode).toBe(412);
    expect((await post('approver', path, why)).statusCode).toBe(428);
    const both = await Promise.all([1, 2].map(() => post('approver', path, why, version(1))));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  test('needs the permission, the scope, a reason and a basis', async () => {
    const { id } = await stage.card();
    const path = `/certificates/${id}/revoke`;
    expect((await post('reviewer', path, why, version(1))).statusCode).toBe(403);
    expect((await post('wang', path, why, version(1))).statusCode).toBe(403);
    expect((await post('stranger', path, why, version(1))).statusCode).toBe(404);
    const bare = await post('approver', path, { reason: '无' }, version(1));
    expect(bare.statusCode).toBe(422);
    expect(bare.json<{ errors: { pointer: string }[] }>().errors.length).toBeGreaterThan(0);
  });
});

describe('what the holder keeps', () => {
  test('the PDF is sealed, named in Chinese, kept out of caches, and always the same', async () => {
    const { id } = await stage.card();
    const answer = await get('wang', `/certificates/${id}/file`);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="certificate.pdf"; filename*=UTF-8''${encodeURIComponent('老年人优待证-2026-03-02.pdf')}`,
    );
    const { anchors } = stage.platform.keys.certificates();
    expect(verifySeal(answer.rawPayload, anchors, START)).toMatchObject({ valid: true });
    const again = await get('wang', `/certificates/${id}/file?inline=true`);
    expect(again.headers['content-disposition']).toMatch(/^inline;/);
    expect(again.rawPayload.equals(answer.rawPayload)).toBe(true);
  });

  test('a file that nobody drew yet is drawn at the first opening', async () => {
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const { id } = await asSystem((tx) => issue(tx, stage.platform, card));
    const answers = await Promise.all([1, 2].map(() => get('wang', `/certificates/${id}/file`)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(answers[0]?.rawPayload.equals(answers[1]!.rawPayload)).toBe(true);
  });

  test('the receipt proves the entry, the opening that it is about this certificate', async () => {
    const { id } = await stage.card();
    const receipt = (await get('wang', `/certificates/${id}/receipt`)).body;
    const verifiers = verifiersOf({
      name: 'test.example/ledger',
      publicKey: stage.platform.keys.publicKey('ledger'),
      sign: () => Buffer.alloc(0),
    });
    const included = verifyReceipt(receipt, verifiers);
    const { opening } = (await get('wang', `/certificates/${id}/opening`)).json<{
      opening: Parameters<typeof checkOpening>[1];
    }>();
    expect(JSON.stringify(opening)).not.toContain('王');
    expect(() => checkOpening(included.entry, opening)).not.toThrow();
    const other = { ...opening, facts: { identifierSha256: '0'.repeat(64) } };
    expect(() => checkOpening(included.entry, other)).toThrow();
  });

  test('before a checkpoint covers it there is no receipt yet', async () => {
    const card = newCard({ subjectId: 's-wang', name: '王小明' });
    const { id } = await asSystem((tx) => issue(tx, stage.platform, card));
    const early = await get('wang', `/certificates/${id}/receipt`);
    expect(early.json()).toMatchObject({ code: 'certificate.not_yet_entered', status: 409 });
  });
});

test('what other capabilities see leaves a row in the reading log of the holder', async () => {
  await stage.card('s-zhao', '赵六');
  const held = await asSystem((tx) =>
    heldBy(tx, stage.platform, 's-zhao', undefined, { purpose: '秒批核对', caseId: v7() }),
  );
  expect(held[0]).toMatchObject({ typeCode: elderCard.code, state: 'valid', holderName: '赵六' });
  expect(await asSystem((tx) => heldBy(tx, stage.platform, 's-zhao', ['none']))).toEqual([]);
  const zhao = callOf(actingAs('person', 'a-zhao', { actsFor: 's-zhao' }), stage.now());
  expect(
    await withActor(stage.db, zhao, (tx) => heldBy(tx, stage.platform, 's-zhao')),
  ).toHaveLength(1);
  const li = callOf(people.li!, stage.now());
  expect(await withActor(stage.db, li, (tx) => heldBy(tx, stage.platform, 's-zhao'))).toEqual([]);
  const reads = await stage.db.owner<{ purpose: string; count: number }>(
    "select purpose, count from audit.reads where subject_id = 's-zhao'",
  );
  expect(reads).toEqual([{ purpose: '秒批核对', count: 1 }]);
});
