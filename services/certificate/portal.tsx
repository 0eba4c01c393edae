import {
  api,
  Empty,
  formatOn,
  Loaded,
  type Page,
  type Screen,
  useAct,
  useCursor,
  useLocale,
  useParams,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  Button,
  DateText,
  ErrorSummary,
  Link,
  Pager,
  SummaryList,
  Table,
  Tag,
  type Tone,
} from '@yiwang/foundation/ui/portal';
import { type CSSProperties, useEffect, useState } from 'react';
import type { Certificate, Outcome, Presentation, State, Summary, Verification } from './schema.ts';

const API = '/api/services/certificate/certificates';

const TONES: Partial<Record<Outcome, Tone>> = {
  valid: 'done',
  revoked: 'late',
  tampered: 'late',
  forged: 'late',
  unknown: 'late',
};

const StateTag = ({ state }: { state: State }) => (
  <Tag tone={TONES[state] ?? 'warn'}>{useT()(`certificate.state.${state}`)}</Tag>
);

const Validity = ({ of }: { of: Summary }) => {
  const t = useT();
  const locale = useLocale();
  const from = formatOn(locale, of.validFromOn);
  return of.validUntilOn === null
    ? t('certificate.screen.from_on', { from })
    : t('certificate.screen.from_to', { from, until: formatOn(locale, of.validUntilOn) });
};

const cards: CSSProperties = {
  display: 'grid',
  gap: '1rem',
  margin: 0,
  padding: 0,
  listStyle: 'none',
};
const cardBox: CSSProperties = {
  border: '1px solid var(--line)',
  borderRadius: 'var(--radius)',
  padding: '0.8rem 1rem',
};
const split: CSSProperties = {
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  alignItems: 'center',
  gap: '0 1rem',
};

function Card({ of }: { of: Summary }) {
  const locale = useLocale();
  return (
    <li style={cardBox}>
      <div style={split}>
        <h2 style={{ margin: 0 }}>
          <a href={`/certificates/${of.id}`} className="card-link">
            {of.typeName[locale]}
          </a>
        </h2>
        <StateTag state={of.state} />
      </div>
      <p style={{ margin: '0.3rem 0 0' }}>{of.holderName}</p>
      <p className="quiet" style={{ margin: 0 }}>
        <Validity of={of} />
        <br />
        {of.issuerName[locale]}
      </p>
    </li>
  );
}

function Mine() {
  const t = useT();
  const cursor = useCursor();
  const input = { limit: 20, after: cursor.after };
  const query = useQuery({
    queryKey: ['certificate', 'list', input],
    queryFn: ({ signal }) => api.get<Page<Summary>>(API, { query: input, signal }),
  });
  return (
    <>
      <h1>{t('certificate.screen.mine')}</h1>
      <Loaded
        query={query}
        empty={(page) => page.items.length === 0}
        whenEmpty={
          <Empty title={t('certificate.screen.none')}>
            <p>{t('certificate.screen.none_why')}</p>
            <p>
              <a href="/guides">{t('certificate.screen.find')}</a>
            </p>
          </Empty>
        }
      >
        {(page) => (
          <>
            <ul style={cards}>
              {page.items.map((each) => (
                <Card key={each.id} of={each} />
              ))}
            </ul>
            <Pager previous={cursor.previous} next={cursor.next(page.next)} />
          </>
        )}
      </Loaded>
    </>
  );
}

const picture = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
const summaryLine: CSSProperties = { minHeight: 'var(--target)', paddingTop: '0.6rem' };
const qrBox: CSSProperties = { display: 'block', width: 'min(100%, 20rem)', height: 'auto' };

/** Whole seconds until `end` on the page's own clock; a wrong clock of the device does no harm. */
function useSecondsUntil(end: number): number {
  const left = () => Math.max(0, Math.ceil((end - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const tick = () => setSeconds(Math.max(0, Math.ceil((end - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [end]);
  return seconds;
}

function Code({ shown, end }: { shown: Presentation; end: number }) {
  const t = useT();
  const seconds = useSecondsUntil(end);
  if (seconds === 0)
    return (
      <p role="status">
        <Tag tone="warn">{t('certificate.screen.ran_out')}</Tag>
      </p>
    );
  return (
    <>
      <img
        style={qrBox}
        src={picture(shown.svg)}
        alt={t('certificate.screen.code')}
        width={320}
        height={320}
      />
      <p role="timer">
        <b>{t('certificate.screen.seconds', { seconds })}</b>
      </p>
      <details>
        <summary style={summaryLine}>{t('certificate.screen.offline')}</summary>
        <p>{t('certificate.screen.offline_why')}</p>
        <img
          style={qrBox}
          src={picture(shown.offline.svg)}
          alt={t('certificate.screen.offline_code')}
          width={320}
          height={320}
        />
      </details>
    </>
  );
}

function Show({ of }: { of: Certificate }) {
  const t = useT();
  const [shown, setShown] = useState<{ answer: Presentation; end: number }>();
  const act = useAct(
    (_none: null, key) =>
      api.post<Presentation>(`${API}/${of.id}/presentations`, undefined, { key }),
    {
      onDone: (answer) => setShown({ answer, end: performance.now() + answer.seconds * 1000 }),
    },
  );
  if (of.state !== 'valid')
    return (
      <p>{t('certificate.screen.not_shown', { state: t(`certificate.state.${of.state}`) })}</p>
    );
  // One button stays for showing and renewing: it keeps the focus, and what is read out keeps its name.
  return (
    <section aria-labelledby="show">
      <h2 id="show">{t('certificate.screen.show_title')}</h2>
      <p>{t('certificate.screen.show_why')}</p>
      <ErrorSummary problem={act.problem} />
      {shown && <Code key={shown.answer.token} shown={shown.answer} end={shown.end} />}
      <div className="row">
        <Button onPress={() => act.run(null)} pending={act.pending}>
          {t(shown ? 'certificate.screen.renew' : 'certificate.screen.show')}
        </Button>
        {shown && (
          <Button look="plain" onPress={() => setShown(undefined)}>
            {t('certificate.screen.hide')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Face({ of }: { of: Certificate }) {
  const t = useT();
  const locale = useLocale();
  const rows = [
    ...of.face.map(({ key, label, value }) => ({ id: key, label: label[locale], value })),
    { id: 'validity', label: t('certificate.field.validity'), value: <Validity of={of} /> },
    { id: 'issuer', label: t('certificate.field.issuer'), value: of.issuerName[locale] },
    { id: 'issued', label: t('certificate.field.issued'), value: formatOn(locale, of.issuedOn) },
    { id: 'number', label: t('certificate.field.number'), value: of.number },
    {
      id: 'identifier',
      label: t('certificate.field.identifier'),
      value: <span style={{ overflowWrap: 'anywhere' }}>{of.identifier}</span>,
    },
  ];
  return (
    <>
      <h2>{t('certificate.screen.face')}</h2>
      <SummaryList rows={rows} />
      {of.pilotSeal && (
        <p>
          <Tag tone="warn">{t('certificate.screen.pilot')}</Tag>{' '}
          <span className="quiet">{t('certificate.screen.pilot_why')}</span>
        </p>
      )}
      <div className="row">
        <Link look="main" href={`${API}/${of.id}/file`} download>
          {t('certificate.screen.save')}
        </Link>
        <Link look="plain" href={`${API}/${of.id}/receipt`} download>
          {t('certificate.screen.receipt')}
        </Link>
      </div>
      <p className="quiet">{t('certificate.screen.receipt_why')}</p>
    </>
  );
}

const History = ({ of }: { of: Certificate }) => {
  const t = useT();
  return (
    <>
      <h2>{t('certificate.screen.history')}</h2>
      <ul>
        {of.history.map(({ act, at, reason, basis }) => (
          <li key={at + act}>
            <b>{t(`certificate.act.${act}`)}</b> <DateText at={at} />
            {reason && <div>{t('certificate.screen.reason', { reason, basis: basis ?? '' })}</div>}
          </li>
        ))}
      </ul>
    </>
  );
};

function Used({ id }: { id: string }) {
  const t = useT();
  const locale = useLocale();
  const cursor = useCursor();
  const input = { limit: 10, after: cursor.after };
  const query = useQuery({
    queryKey: ['certificate', 'verifications', { id, ...input }],
    queryFn: ({ signal }) =>
      api.get<Page<Verification>>(`${API}/${id}/verifications`, { query: input, signal }),
  });
  const columns = [
    {
      id: 'at',
      label: t('certificate.screen.used_when'),
      cell: ({ at }: Verification) => <DateText at={at} />,
    },
    {
      id: 'how',
      label: t('certificate.screen.used_how'),
      cell: ({ method }: Verification) => t(`certificate.method.${method}`),
    },
    {
      id: 'who',
      label: t('certificate.screen.used_by'),
      cell: ({ verifier, organizationName }: Verification) =>
        organizationName?.[locale] ?? t(`certificate.verifier.${verifier}`),
    },
    {
      id: 'outcome',
      label: t('certificate.screen.used_outcome'),
      cell: ({ outcome }: Verification) => (
        <Tag tone={TONES[outcome] ?? 'warn'}>{t(`certificate.page.outcome.${outcome}`)}</Tag>
      ),
    },
  ];
  return (
    <>
      <h2>{t('certificate.screen.used')}</h2>
      <Loaded
        query={query}
        empty={(page) => page.items.length === 0}
        whenEmpty={<p>{t('certificate.screen.never_used')}</p>}
      >
        {(page) => (
          <>
            <Table
              caption={t('certificate.screen.used_caption')}
              columns={columns}
              rows={page.items}
              rowKey={(row) => row.id}
            />
            <Pager previous={cursor.previous} next={cursor.next(page.next)} />
          </>
        )}
      </Loaded>
    </>
  );
}

function One() {
  const t = useT();
  const locale = useLocale();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery({
    queryKey: ['certificate', 'one', id],
    queryFn: ({ signal }) => api.get<Certificate>(`${API}/{id}`, { path: { id }, signal }),
  });
  return (
    <>
      <p style={{ margin: 0 }}>
        <a href="/certificates">{t('certificate.screen.mine')}</a>
      </p>
      <Loaded query={query}>
        {(of) => (
          <>
            <h1>{of.typeName[locale]}</h1>
            <div className="lead">
              <p className="big">
                <StateTag state={of.state} /> {of.holderName}
              </p>
              <p>
                <Validity of={of} />
              </p>
            </div>
            <Show of={of} />
            <Face of={of} />
            <History of={of} />
            <Used id={of.id} />
          </>
        )}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/certificates',
    titleKey: 'certificate.screen.mine',
    permission: 'signedIn',
    nav: { order: 20 },
    component: Mine,
  },
  {
    path: '/certificates/$id',
    titleKey: 'certificate.screen.one',
    permission: 'signedIn',
    component: One,
  },
];
