import { compileCondition, compileDecision, evaluate } from '@yiwang/foundation/decision';
import { allFields } from '@yiwang/foundation/form';
import { ageOn, clauseText } from '@yiwang/foundation/time';
import {
  advance,
  compile,
  opens,
  type Prepared,
  prepare,
  type State,
  type Vars,
} from '@yiwang/foundation/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPackages } from './catalogue.ts';
import type { ItemPackage } from './schema.ts';

const packages = new Map(readPackages().map((pack) => [pack.item.slug, pack]));
const pack = (slug: string): ItemPackage => packages.get(slug)!;

const condition = (text: string) => {
  const compiled = compileCondition(text);
  return 'error' in compiled
    ? { error: compiled.error.code }
    : { evaluate: compiled.evaluate, reads: [...compiled.reads] };
};

/** One case on the pure engine; services end at once and are noted down, as the process host does it. */
class Case {
  private readonly prepared: Prepared;
  private state: State | null = null;
  private vars: Vars;
  readonly called: string[] = [];
  ended = false;

  constructor(prepared: Prepared, vars: Vars) {
    this.prepared = prepared;
    this.vars = vars;
    this.move({ kind: 'start', vars });
  }

  private move(event: Parameters<typeof advance>[2]): void {
    const step = advance(this.prepared, this.state, event);
    this.state = step.state;
    this.ended = step.effects.some(({ kind }) => kind === 'ended');
    for (const work of this.open)
      if (work.kind === 'job') {
        this.called.push(work.service);
        this.move({ kind: 'done', token: work.token, vars: this.vars });
        return;
      }
  }

  get open() {
    return opens(this.prepared.program, this.state!);
  }

  /** What officers, the rule or the applicant are waited for; and incidents, which must not be. */
  get waits(): string[] {
    return this.open
      .filter(({ kind }) => kind !== 'timer')
      .map((one) => {
        if (one.kind === 'task') return one.act;
        if (one.kind === 'decide') return one.decision;
        return one.kind === 'message' ? one.name : `!${one.kind}`;
      });
  }

  /** Ends the first open work of an act or decision. */
  done(act: string, vars: Vars = {}): this {
    const work = this.open.find(
      (one) =>
        (one.kind === 'task' && one.act === act) || (one.kind === 'decide' && one.decision === act),
    );
    this.vars = { ...this.vars, ...vars };
    this.move({ kind: 'done', token: work!.token, vars: this.vars });
    return this;
  }

  /** Fires a timer or delivers the message of an element. */
  fire(element: string): this {
    const work = this.open.find((one) => one.element === element);
    this.move({ kind: 'fire', id: work!.id, vars: this.vars });
    return this;
  }
}

const prepared = new Map<string, Prepared>();
beforeAll(async () => {
  for (const [slug, { process }] of packages) {
    const { program } = await compile(process, { condition });
    prepared.set(slug, prepare(program!, { condition }));
  }
});
const departments = pack('road-occupation').item.jointBodies.map(({ kind }) => kind);
const begin = (slug: string) =>
  new Case(prepared.get(slug)!, { outcome: null, testNeeded: null, departments });

describe('elder card: every path', () => {
  it('granted by rule: accepted, decided and issued without an officer', () => {
    const one = begin('elder-card').done('elder-card', { outcome: 'granted' });
    expect(one.called).toEqual(['case.accept', 'case.decide-by-rule', 'certificate.issue']);
    expect(one.ended).toBe(true);
  });
  it.each(['manual', 'refused', null])(
    'a rule that says %s hands over to an officer',
    (outcome) => {
      const one = begin('elder-card').done('elder-card', { outcome });
      expect([one.waits, one.ended]).toEqual([['decide'], false]);
      expect(one.called).toEqual(['case.accept']);
    },
  );
  it.each([
    ['granted', 'certificate.issue'],
    ['refused', 'case.close'],
  ])('an officer decides: %s', (outcome, last) => {
    const one = begin('elder-card').done('elder-card', { outcome: 'manual' });
    one.done('decide', { outcome });
    expect([one.called.at(-1), one.ended]).toEqual([last, true]);
    expect(one.called).not.toContain('case.decide-by-rule');
  });
});

describe.each([
  ['food-licence', ['visit']],
  ['road-occupation', ['opine', 'opine', 'opine']],
] as const)('%s: acceptance (行政许可法 art. 32, 2019-04-23)', (slug, next) => {
  const corrected = () =>
    begin(slug).done('accept-review', { outcome: 'correction' }).fire('awaitCorrection');

  it('accepted', () => {
    const one = begin(slug);
    expect(one.waits).toEqual(['accept-review']);
    expect(one.done('accept-review', { outcome: 'accepted' }).waits).toEqual(next);
    expect(one.called).toEqual([]);
  });
  it('not accepted', () => {
    const one = begin(slug).done('accept-review', { outcome: 'not-accepted' });
    expect([one.called, one.ended]).toEqual([['case.close'], true]);
  });
  it('silent for five working days: presumed accepted', () => {
    const one = begin(slug).fire('acceptOverdue');
    expect([one.called, one.waits]).toEqual([['case.presume-acceptance'], next]);
  });
  it('a notice of correction, then corrected and accepted', () => {
    const one = begin(slug).done('accept-review', { outcome: 'correction' });
    expect(one.waits).toEqual(['case.corrected']);
    expect(one.fire('awaitCorrection').waits).toEqual(['accept-review']);
    expect(one.done('accept-review', { outcome: 'accepted' }).waits).toEqual(next);
  });
  it('corrected, yet not accepted', () => {
    const one = corrected().done('accept-review', { outcome: 'not-accepted' });
    expect([one.called, one.ended]).toEqual([['case.close'], true]);
  });
  it('corrected, and silent again: presumed accepted', () => {
    const one = corrected().fire('correctedOverdue');
    expect([one.called, one.waits]).toEqual([['case.presume-acceptance'], next]);
  });
  it('there is no way to a second notice of correction', () => {
    const one = corrected().done('accept-review', { outcome: 'correction' });
    expect(one.waits).toEqual(next);
  });
  it('not corrected in time', () => {
    const one = begin(slug).done('accept-review', { outcome: 'correction' });
    one.fire('correctionOverdue');
    expect([one.called, one.ended]).toEqual([['case.close-uncorrected'], true]);
  });
  it('both times to accept are five working days by art. 32', () => {
    const timers = Object.entries(prepared.get(slug)!.program.nodes).flatMap(([id, node]) =>
      node.type === 'timer' && id !== 'correctionOverdue' ? [node] : [],
    );
    expect(
      timers.map(({ interrupting, limit }) => [interrupting, limit.value, limit.unit]),
    ).toEqual([
      [true, 5, 'workingDay'],
      [true, 5, 'workingDay'],
    ]);
    for (const { limit } of timers) expect(limit.clause).toContain('第三十二条第一款第四项');
  });
});

describe('food licence: after acceptance', () => {
  const visited = (testNeeded: boolean) =>
    begin('food-licence')
      .done('accept-review', { outcome: 'accepted' })
      .done('visit', { testNeeded });

  it('no test: visit, review, decision, certificate', () => {
    const one = visited(false);
    expect(one.waits).toEqual(['review']);
    expect(one.done('review').waits).toEqual(['decide']);
    one.done('decide', { outcome: 'granted' });
    expect([one.called, one.ended]).toEqual([['certificate.issue'], true]);
  });
  it('with a test: ordered, recorded, then review', () => {
    const one = visited(true);
    expect(one.waits).toEqual(['order-test']);
    expect(one.done('order-test').waits).toEqual(['record-test']);
    expect(one.done('record-test').waits).toEqual(['review']);
  });
  it('refused: closed without a certificate', () => {
    const one = visited(false).done('review').done('decide', { outcome: 'refused' });
    expect([one.called, one.ended]).toEqual([['case.close'], true]);
  });
  it('an acceptance that says accepted is not taken for a licence granted', () => {
    expect(visited(false).done('review').done('decide').called).toEqual(['case.close']);
  });
});

describe('road occupation: joint review', () => {
  const accepted = () => begin('road-occupation').done('accept-review', { outcome: 'accepted' });

  it('asks planning, traffic police and the road authority at the same time', () => {
    expect(departments).toEqual(['planning', 'traffic-police', 'urban-management']);
    const tasks = accepted().open.filter((one) => one.kind === 'task');
    expect(tasks.map(({ organization, path }) => [organization, path])).toEqual([
      ['item', [0]],
      ['item', [1]],
      ['item', [2]],
    ]);
    expect(tasks.every(({ due }) => due?.value === 3 && due.unit === 'workingDay')).toBe(true);
  });
  it('goes on only when all three have answered', () => {
    const one = accepted().done('opine').done('opine', { refused: true });
    expect(one.waits).toEqual(['opine']);
    expect(one.done('opine').waits).toEqual(['review']);
  });
  it.each([
    ['granted', 'certificate.issue'],
    ['refused', 'case.close'],
  ])('%s', (outcome, last) => {
    const one = accepted().done('opine').done('opine').done('opine').done('review');
    one.done('decide', { outcome });
    expect([one.called, one.ended]).toEqual([[last], true]);
  });
});

describe('the rules of the elder card', () => {
  const { model } = compileDecision(pack('elder-card').rules!);
  const born = '1966-03-02';
  const sound = {
    registered: true,
    namesMatch: true,
    age: 60,
    hasValidCard: false,
    residentHere: true,
    photoPresent: true,
  };
  const decide = (change: Record<string, unknown> = {}) => {
    const { result, fired } = evaluate(model!, 'elder-card', { ...sound, ...change });
    const [row] = fired[0]!.rows;
    return { ...(result as { outcome: string; reason: string }), clause: row!.annotation };
  };

  it.each([
    ['59 years and 364 days', '2026-03-01', 'manual', 'under-age'],
    ['the 60th birthday', '2026-03-02', 'granted', 'eligible'],
    ['the day after', '2026-03-03', 'granted', 'eligible'],
    ['90 years', '2056-03-02', 'granted', 'eligible'],
  ])('%s (老年人权益保障法 art. 2, 2018-12-29)', (_case, on, outcome, reason) => {
    const decided = decide({ age: ageOn(born, on) });
    expect(decided).toMatchObject({ outcome, reason });
    expect(decided.clause).toContain('《老年人权益保障法》第二条');
  });
  it('born on 29 February: sixty on the 28th of a common year', () => {
    expect(decide({ age: ageOn('1968-02-29', '2028-02-28') }).reason).toBe('under-age');
    expect(decide({ age: ageOn('1968-02-29', '2028-02-29') }).reason).toBe('eligible');
  });
  it.each([
    ['nobody in the register', { registered: false }, 'not-registered', '第七条'],
    ['another name', { namesMatch: false }, 'name-differs', '第八条'],
    ['a card is held', { hasValidCard: true }, 'card-held', '第五十三条第一款'],
    ['registered elsewhere', { residentHere: false }, 'lives-elsewhere', '第五十三条第二款'],
    ['no photo', { photoPresent: false }, 'photo-missing', '第三十六条第一款'],
    ['age unknown', { age: null }, 'undetermined', '第二十四条第三款'],
    ['whether a card is held is unknown', { hasValidCard: null }, 'undetermined', '第二十四条'],
  ])('%s: an officer decides', (_case, change, reason, clause) => {
    const decided = decide(change);
    expect(decided).toMatchObject({ outcome: 'manual', reason });
    expect(decided.clause).toContain(clause);
  });
  it('never refuses, whatever it is told, and every reason has words', () => {
    const words = new Set(pack('elder-card').item.decision!.reasons.map(({ code }) => code));
    const truth = [true, false, null];
    for (const registered of truth)
      for (const namesMatch of truth)
        for (const age of [0, 59, 60, null])
          for (const hasValidCard of truth)
            for (const residentHere of truth)
              for (const photoPresent of truth) {
                const given = {
                  registered,
                  namesMatch,
                  age,
                  hasValidCard,
                  residentHere,
                  photoPresent,
                };
                const { outcome, reason } = decide(given);
                expect(words).toContain(reason);
                const sure = registered && namesMatch && age === 60 && hasValidCard === false;
                expect(outcome).toBe(sure && residentHere && photoPresent ? 'granted' : 'manual');
              }
  });
});

describe('what the law asks of the content', () => {
  /** Laws at hand and the day from which the text that was read is in force. */
  const versions: Record<string, string> = {
    行政许可法: '2019-04-23',
    食品安全法: '2021-04-29',
    食品安全法实施条例: '2019-12-01',
    城市道路管理条例: '2019-03-24',
    老年人权益保障法: '2018-12-29',
    行政复议法: '2024-01-01',
    行政诉讼法: '2017-07-01',
    优化营商环境条例: '2020-01-01',
    国务院关于在线政务服务的若干规定: '2019-04-26',
    市场主体登记管理条例: '2022-03-01',
    个人信息保护法: '2021-11-01',
    居住证暂行条例: '2016-01-01',
  };
  const clauses = (value: unknown): { law: string; effectiveOn: string; verified: boolean }[] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = 'law' in value && 'verified' in value ? [value as never] : [];
    return [...own, ...Object.values(value).flatMap(clauses)];
  };

  it.each([...packages.keys()])('%s: a verified clause is of a text at hand', (slug) => {
    for (const { law, effectiveOn, verified } of clauses(pack(slug).item))
      if (verified) expect([law, effectiveOn]).toEqual([law, versions[law]]);
  });
  it.each([...packages.keys()])(
    '%s: every question of the form cites a text at hand or says unverified',
    (slug) => {
      for (const { id, basis } of allFields(pack(slug).form)) {
        const cited = /^《(.+)》.+（(\d{4}-\d{2}-\d{2}) 版(，未核实)?）$/.exec(basis);
        expect(cited, `${id}: ${basis}`).not.toBeNull();
        if (!cited![3]) expect([cited![1], cited![2]]).toEqual([cited![1], versions[cited![1]!]]);
      }
    },
  );
  it('food licence: 20 working days, extended once by 10, stopped by testing but not by the visit', () => {
    const { statutory, promised, visit } = pack('food-licence').item.limits;
    expect(clauseText('zh', statutory.clause)).toBe(
      '《行政许可法》第四十二条第一款（2019-04-23 版）',
    );
    expect([statutory.value, statutory.extension?.atMost, promised.value]).toEqual([20, 10, 10]);
    expect(statutory.pausableBy).toContain('testing');
    expect(statutory.pausableBy).not.toContain('visit');
    expect(visit!.clause.article).toBe('34');
  });
  it('road occupation: several departments as one, 45 working days and 15 more', () => {
    const { statutory } = pack('road-occupation').item.limits;
    expect([statutory.value, statutory.clause.article, statutory.clause.paragraph]).toEqual([
      45,
      '42',
      2,
    ]);
    expect(statutory.extension?.atMost).toBe(15);
  });
  it('what no text says is shown as unverified', () => {
    for (const { item } of packages.values()) {
      expect(item.unverified).toContain('/limits/correction');
      expect(item.unverified).toContain('/contacts');
      expect(item.limits.correction.clause.verified).toBe(false);
    }
    expect(pack('road-occupation').item.unverified).toContain('/fees/items/0/standard');
  });
});
