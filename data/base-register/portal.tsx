import { maskIdNumber, maskPhone } from '@yiwang/foundation/identifier/browser';
import {
  api,
  Empty,
  fieldTexts,
  formatOn,
  Loaded,
  type Screen,
  useAct,
  useDraft,
  useLocale,
  useQuery,
  useQueryClient,
  useSession,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  Button,
  ByDate,
  DateText,
  ErrorSummary,
  Link,
  RadioGroup,
  SummaryList,
  Tag,
  TextField,
} from '@yiwang/foundation/ui/portal';
import { useEffect, useRef, useState } from 'react';
import type { Mine, OwnDispute, OwnFact } from './schema.ts';

const BASE = '/api/data/base-register';
const FACTS = ['base-register', 'mine'];

/** Elements whose value is one of a few words. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'person.sex': ['male', 'female'],
  'person.photo': ['yes', 'no'],
};
const CODED = new Set([...Object.keys(CHOICES), 'legal.kind']);

/** A value in words: dates as people write them, codes by their names. */
function useValueWords() {
  const t = useT();
  const locale = useLocale();
  return (element: string, value: string): string => {
    if (element.endsWith('On')) return formatOn(locale, value);
    if (!CODED.has(element)) return value;
    const key = `base-register.value.${value}`;
    const words = t(key);
    return words === key ? value : words;
  };
}

function DisputeState({ dispute }: { dispute: OwnDispute }) {
  const t = useT();
  const words = useValueWords();
  const { element, claimed, outcome, answer, answeredAt, dueOn, dueCertain } = dispute;
  if (dispute.state === 'open')
    return (
      <p>
        <Tag tone="act">{t('base-register.state.open')}</Tag>{' '}
        <ByDate on={dueOn} notBefore={!dueCertain} />
        <br />
        <span className="quiet">
          {t('base-register.dispute.you_said', { claimed: words(element, claimed) })}
        </span>
      </p>
    );
  return (
    <div>
      <Tag tone={outcome === 'corrected' ? 'done' : 'plain'}>
        {t(`base-register.state.${outcome}`)}
      </Tag>{' '}
      {answeredAt && <DateText at={answeredAt} />}
      <p>{t('base-register.dispute.answer', { answer })}</p>
      {outcome === 'kept' && <p className="quiet">{t('base-register.dispute.court')}</p>}
    </div>
  );
}

/** Numbers by which somebody could be impersonated are covered until asked for: others may see the screen. */
const COVERED: Readonly<Record<string, (value: string) => string>> = {
  'person.idNumber': maskIdNumber,
  'person.phone': maskPhone,
};

function FactValue(props: { fact: OwnFact; onDispute: (fact: OwnFact) => void }) {
  const t = useT();
  const locale = useLocale();
  const words = useValueWords();
  const { fact } = props;
  const cover = COVERED[fact.element];
  const [covered, setCovered] = useState(cover !== undefined);
  const label = fact.label[locale];
  const origin = t('base-register.facts.origin', {
    source: fact.source[locale],
    date: formatOn(locale, fact.asOf),
  });
  return (
    <>
      <div>
        {covered && cover ? cover(fact.value) : (fact.shown ?? words(fact.element, fact.value))}
      </div>
      <div className="quiet">{origin}</div>
      <div className="quiet">{t('base-register.facts.basis', { basis: fact.basis })}</div>
      {fact.dispute && <DisputeState dispute={fact.dispute} />}
      <div className="row">
        {cover && (
          <Button look="plain" onPress={() => setCovered(!covered)}>
            {t(covered ? 'base-register.facts.show' : 'base-register.facts.hide')}
            <span className="unseen">{label}</span>
          </Button>
        )}
        {fact.dispute?.state !== 'open' && (
          <Button look="plain" onPress={() => props.onDispute(fact)}>
            {t('base-register.dispute.open')}
            <span className="unseen">{label}</span>
          </Button>
        )}
      </div>
    </>
  );
}

function FactList(props: { facts: readonly OwnFact[]; onDispute: (fact: OwnFact) => void }) {
  const locale = useLocale();
  const rows = props.facts.map((fact) => ({
    id: fact.element,
    label: fact.label[locale],
    value: <FactValue fact={fact} onDispute={props.onDispute} />,
  }));
  return <SummaryList rows={rows} />;
}

type Typed = { claimed: string; reason: string };

function Claimed(props: {
  fact: OwnFact;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useT();
  const { fact, value, error, onChange } = props;
  const field = {
    pointer: '/claimed',
    label: t('base-register.dispute.claimed'),
    value,
    onChange,
    error,
  };
  const choices = CHOICES[fact.element];
  if (choices)
    return (
      <RadioGroup
        {...field}
        choices={choices.map((one) => ({ value: one, label: t(`base-register.value.${one}`) }))}
      />
    );
  const isDate = fact.element.endsWith('On');
  return (
    <TextField
      {...field}
      kind={fact.element === 'person.phone' ? 'tel' : 'text'}
      maxLength={2000}
      {...(isDate ? { hint: t('base-register.dispute.date_hint') } : {})}
    />
  );
}

function DisputeForm({ fact, onEnd }: { fact: OwnFact; onEnd: (sent: boolean) => void }) {
  const t = useT();
  const locale = useLocale();
  const words = useValueWords();
  const label = fact.label[locale];
  const draft = useDraft<Typed>(`base-register.dispute.${fact.element}`, {
    claimed: '',
    reason: '',
  });
  const { claimed, reason } = draft.value;
  const act = useAct(
    (typed: Typed, key) =>
      api.post(`${BASE}/disputes`, { element: fact.element, ...typed }, { key }),
    {
      onDone: () => {
        draft.saved();
        onEnd(true);
      },
    },
  );
  const texts = act.problem ? fieldTexts(locale, act.problem) : {};
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act.run(draft.value);
      }}
    >
      <h1 ref={heading} tabIndex={-1}>
        {t('base-register.dispute.title', { label })}
      </h1>
      <ErrorSummary
        problem={act.problem}
        labels={{
          '/claimed': t('base-register.dispute.claimed'),
          '/reason': t('base-register.dispute.reason'),
        }}
      />
      <SummaryList
        rows={[
          {
            id: fact.element,
            label: t('base-register.dispute.held'),
            value: fact.shown ?? words(fact.element, fact.value),
            source: fact.source[locale],
          },
        ]}
      />
      <Claimed
        fact={fact}
        value={claimed}
        error={texts['/claimed']}
        onChange={(value) => draft.change({ ...draft.value, claimed: value })}
      />
      <TextField
        pointer="/reason"
        label={t('base-register.dispute.reason')}
        value={reason}
        error={texts['/reason']}
        lines={4}
        maxLength={1000}
        onChange={(value) => draft.change({ ...draft.value, reason: value })}
      />
      <p>{t('base-register.dispute.next')}</p>
      <div className="row">
        {/* Not `pending`: what it announces would outlive the button and name nothing. */}
        <Button type="submit" disabled={act.pending}>
          {t('base-register.dispute.send')}
        </Button>
        <Button look="plain" onPress={() => onEnd(false)}>
          {t('base-register.dispute.back')}
        </Button>
      </div>
    </form>
  );
}

function OwnFacts() {
  const t = useT();
  const client = useQueryClient();
  const { actor } = useSession();
  const [disputed, setDisputed] = useState<OwnFact>();
  const [sent, setSent] = useState(false);
  const notice = useRef<HTMLParagraphElement>(null);
  const query = useQuery({
    queryKey: FACTS,
    queryFn: ({ signal }) => api.get<Mine>(`${BASE}/subjects/mine`, { signal }),
  });
  useEffect(() => {
    if (sent) notice.current?.focus();
  }, [sent]);
  if (disputed)
    return (
      <DisputeForm
        fact={disputed}
        onEnd={(done) => {
          setDisputed(undefined);
          setSent(done);
          if (done) client.invalidateQueries({ queryKey: FACTS });
        }}
      />
    );
  return (
    <>
      <h1>{t('base-register.screen.facts')}</h1>
      {sent && (
        <p ref={notice} role="status" tabIndex={-1}>
          <Tag tone="done">{t('base-register.dispute.sent')}</Tag>
        </p>
      )}
      <p>{t('base-register.facts.lead')}</p>
      {actor?.kind === 'enterprise' && <p>{t('base-register.facts.firm')}</p>}
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<Empty title={t('base-register.facts.empty')} />}
      >
        {({ items }) => (
          <FactList
            facts={items}
            onDispute={(fact) => {
              setSent(false);
              setDisputed(fact);
            }}
          />
        )}
      </Loaded>
      <p>
        <Link href="/privacy/reads">{t('base-register.facts.reads')}</Link>
      </p>
    </>
  );
}

/** Without a real name nobody knows whose data these would be. */
function OwnFactsScreen() {
  const t = useT();
  const { actor } = useSession();
  if (!actor || actor.authLevel >= 2) return <OwnFacts />;
  return (
    <>
      <h1>{t('base-register.screen.facts')}</h1>
      <Empty title={t('base-register.facts.level')}>
        <Link href="/real-name" look="main">
          {t('base-register.facts.verify')}
        </Link>
      </Empty>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/privacy/facts',
    titleKey: 'base-register.screen.facts',
    permission: 'signedIn',
    component: OwnFactsScreen,
    nav: { order: 50 },
  },
];
