import { FormSummary } from '@yiwang/foundation/form/browser';
import {
  api,
  beijingDay,
  Loaded,
  problemText,
  useAct,
  useLocale,
  useParams,
  useQuery,
  useQueryClient,
  useSearch,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  Button,
  ByDate,
  Dialog,
  Link,
  SummaryList,
  Tag,
  TextField,
} from '@yiwang/foundation/ui/portal';
import { RateCase } from '@yiwang/services/rating/portal';
import { useState } from 'react';
import type { Acted, CaseView, LegalLimit, MaterialRequirement } from '../schema.ts';
import { answersOf, CASE, formOf } from './application.ts';
import { Correction } from './correct.tsx';
import { Decision } from './decision.tsx';
import { Clock, Departments, DocumentLink, History } from './history.tsx';
import { askedIn } from './materials.tsx';
import { FileLinks, useAt, useRegionNames, useSay, withoutMaterials } from './parts.tsx';
import { PartySwitch } from './party.tsx';
import './portal.css';

/** While rules are at work the answer comes within seconds. */
const POLL_MS = 2000;

const isAtWork = ({ state, stage }: CaseView): boolean =>
  state !== 'closed' && (stage === 'checking' || stage === 'issuing');

/** Whether a day may still move: while the clock stands still, and in a year without known holidays. */
const mayMove = ({ uncertain, dueOn }: LegalLimit, on: string): boolean =>
  uncertain === 'paused' || (uncertain !== null && on.slice(0, 4) >= dueOn.slice(0, 4));

/** By which date who must act, in one sentence. */
function Due({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const { correction, legal, noticeDueOn, promisedOn, test } = view;
  const office = say(view.office.name);
  if (view.waitingFor === 'applicant' && correction)
    return (
      <p>
        {t('case.screen.due_you')} <ByDate on={correction.dueOn} notBefore={!correction.certain} />
      </p>
    );
  if (view.waitingFor === 'nobody') return null;
  if (noticeDueOn)
    return (
      <p>
        {t('case.screen.due_notice', { office })} <ByDate on={noticeDueOn} />
      </p>
    );
  if (!legal || view.decidedAt) return null;
  return (
    <>
      <p>
        {t('case.screen.due_decision', { office })}{' '}
        <ByDate on={legal.dueOn} notBefore={!legal.certain} />{' '}
        {legal.state === 'overdue' && <Tag tone="late">{t('case.screen.overdue')}</Tag>}
      </p>
      {legal.uncertain && <p>{t(`case.screen.uncertain_${legal.uncertain}`)}</p>}
      {promisedOn && promisedOn < legal.dueOn && (
        <p>
          {t('case.screen.promised', { office })}{' '}
          <ByDate on={promisedOn} notBefore={mayMove(legal, promisedOn)} />
        </p>
      )}
      {view.waitingFor === 'test' && test && (
        <p>
          {t('case.screen.test', {
            product: test.product,
            institution: test.institution,
            days: test.expectedWorkingDays,
          })}
        </p>
      )}
    </>
  );
}

function Lead({ view }: { view: CaseView }) {
  const t = useT();
  return (
    <div className="lead" aria-live="polite">
      <p className="big">{t(`case.stage.${view.stage}`)}</p>
      <Due view={view} />
      {view.presumed && <p>{t('case.screen.presumed')}</p>}
      {view.certificateId && (
        <p>
          <Link href={`/certificates/${view.certificateId}`} look="main">
            {t('case.action.certificate')}
          </Link>
        </p>
      )}
    </div>
  );
}

function Documents({ view }: { view: CaseView }) {
  const t = useT();
  const atWords = useAt();
  if (view.documents.length === 0) return null;
  return (
    <section>
      <h2>{t('case.screen.documents')}</h2>
      <ul className="departments">
        {view.documents.map((document) => (
          <li key={document.id}>
            <DocumentLink view={view} document={document} />{' '}
            <DocumentLink view={view} document={document} format="file" />
            <span className="quiet">
              {document.number} · {atWords(document.issuedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Given({ view, requirement }: { view: CaseView; requirement: MaterialRequirement }) {
  const t = useT();
  const given = view.materials.find(({ code }) => code === requirement.code);
  if (given && given.materialIds.length > 0) return <FileLinks ids={given.materialIds} />;
  if (given?.certificateId)
    return (
      <>
        <Tag tone="done">{t('case.screen.waived')}</Tag> {t('case.screen.given_certificate')}
      </>
    );
  if (given?.later) return <Tag tone="warn">{t('case.screen.given_later')}</Tag>;
  if (given && requirement.necessity === 'required')
    return (
      <>
        <Tag tone="done">{t('case.screen.waived')}</Tag> {t('case.screen.given_register')}
      </>
    );
  return <span className="quiet">{t('case.screen.given_none')}</span>;
}

function Filed({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const form = formOf(view.form);
  const names = useRegionNames(form, answersOf(view.data));
  const asked = askedIn(view.requirements, form, answersOf(view.data));
  return (
    <section>
      <h2>{t('case.screen.answers')}</h2>
      <FormSummary
        definition={withoutMaterials(form, view.requirements)}
        data={answersOf(view.data)}
        provenance={view.provenance}
        locale={locale}
        names={names}
        renderFile={(_, ids) => <FileLinks ids={ids} />}
      />
      {asked.length > 0 && (
        <>
          <h3>{t('case.screen.materials')}</h3>
          <SummaryList
            rows={asked.map((requirement) => ({
              id: requirement.code,
              label: say(requirement.name),
              value: <Given view={view} requirement={requirement} />,
            }))}
          />
        </>
      )}
    </section>
  );
}

function Withdraw({ view }: { view: CaseView }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const act = useAct(
    (why: string, key) =>
      api.post<Acted>(`${CASE}/cases/${view.id}/withdraw`, why.trim() ? { reason: why } : {}, {
        key,
        version: view.version,
      }),
    {
      onDone: () => {
        setOpen(false);
        client.invalidateQueries({ queryKey: ['case'] });
      },
    },
  );
  return (
    <>
      <Button look="plain" onPress={() => setOpen(true)}>
        {t('case.action.withdraw')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('case.screen.withdraw')}
        actions={
          <Button look="danger" pending={act.pending} onPress={() => act.run(reason)}>
            {t('case.action.withdraw')}
          </Button>
        }
      >
        <p>{t('case.screen.withdraw_why')}</p>
        <TextField
          pointer="/reason"
          label={t('case.field.withdraw_reason')}
          optional
          lines={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        {act.problem && (
          <p className="field-error" role="alert">
            {problemText(locale, act.problem)}
          </p>
        )}
      </Dialog>
    </>
  );
}

function Ending({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const { name, phone } = view.office;
  return (
    <>
      {view.state === 'closed' && (
        <div className="rate">
          <RateCase caseId={view.id} />
        </div>
      )}
      <div className="row">
        {phone && (
          <Link href={`tel:${phone}`} look="plain">
            {t('case.action.call', { office: say(name), phone })}
          </Link>
        )}
        {view.acts.includes('withdraw') && <Withdraw view={view} />}
        <Button look="plain" onPress={() => print()}>
          {t('case.action.print')}
        </Button>
      </div>
      <h2>{t('case.screen.reads')}</h2>
      <p>
        {t('case.screen.reads_why')} <Link href="/privacy/reads">{t('case.action.reads')}</Link>
      </p>
      <p className="quiet">
        {t('case.screen.numbers', { caseNo: view.caseNo, queryCode: view.queryCode })}
      </p>
    </>
  );
}

function Whole({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const { submitted } = useSearch({ strict: false }) as { submitted?: string };
  return (
    <div className="case">
      <p className="crumb">
        <Link href="/cases">{t('case.screen.mine')}</Link>
      </p>
      {submitted && (
        <p role="status">
          <Tag tone="done">{t('case.screen.sent')}</Tag> {t('case.screen.sent_why')}
        </p>
      )}
      <h1>{say(view.item.name)}</h1>
      <Lead view={view} />
      {view.acts.includes('correct') && view.correction && (
        <Correction key={view.version} view={view} correction={view.correction} />
      )}
      <Decision view={view} />
      <h2>{t('case.screen.history')}</h2>
      <History view={view} />
      <Clock view={view} />
      <Departments tasks={view.tasks} />
      <Documents view={view} />
      <Filed view={view} />
      <Ending view={view} />
      <p className="print-only">
        {t('case.screen.printed', { on: beijingDay(new Date()), caseNo: view.caseNo })}
      </p>
    </div>
  );
}

/** One own case: what it waits for, its history, what was filed, and what can be done. */
export function Case() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery({
    queryKey: ['case', 'case', { id }],
    queryFn: ({ signal }) => api.get<CaseView>(`${CASE}/cases/{id}`, { path: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? POLL_MS : false),
  });
  return (
    <>
      <Loaded query={query}>{(view) => <Whole view={view} />}</Loaded>
      {query.error && !query.data && (
        <>
          <p>{t('case.screen.whose_why')}</p>
          <PartySwitch />
        </>
      )}
    </>
  );
}
