import {
  api,
  Loaded,
  useAct,
  useDraft,
  useMay,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DeskActions, ErrorSummary, Tag } from '@yiwang/foundation/ui/desk';
import { LongField, TextField } from './fields.tsx';
import { useSay } from './parts.tsx';

const CERTIFICATES = '/api/services/certificate/certificates';

type Certificate = {
  id: string;
  number: string;
  typeName: { zh: string; en: string };
  state: 'valid' | 'suspended' | 'revoked' | 'expired' | 'superseded';
  version: number;
};
type Verb = 'suspend' | 'resume' | 'revoke';

const TONES = {
  valid: 'done',
  suspended: 'warn',
  revoked: 'late',
  expired: 'plain',
  superseded: 'plain',
} as const;

function useVerbs(state: Certificate['state']): Verb[] {
  const maySuspend = useMay('certificate.suspend');
  const mayRevoke = useMay('certificate.revoke');
  return [
    ...(maySuspend && state === 'valid' ? (['suspend'] as const) : []),
    ...(maySuspend && state === 'suspended' ? (['resume'] as const) : []),
    ...(mayRevoke && (state === 'valid' || state === 'suspended') ? (['revoke'] as const) : []),
  ];
}

function CertificateActs({ certificate, again }: { certificate: Certificate; again: () => void }) {
  const t = useT();
  const { id, version, state } = certificate;
  const verbs = useVerbs(state);
  const draft = useDraft(`review-desk.certificate.${id}`, { reason: '', basis: '' });
  const act = useAct(
    (verb: Verb, key) => api.post(`${CERTIFICATES}/${id}/${verb}`, draft.value, { key, version }),
    {
      onDone: () => {
        draft.saved();
        draft.change({ reason: '', basis: '' });
        again();
      },
    },
  );
  if (verbs.length === 0) return null;
  const { reason, basis } = draft.value;
  const { problem } = act;
  return (
    <>
      <div className="desk-form">
        <ErrorSummary problem={problem} />
        <LongField
          pointer="/reason"
          label={t('review-desk.certificate.reason')}
          problem={problem}
          rows={3}
          value={reason}
          onChange={(value) => draft.change({ reason: value, basis })}
        />
        <TextField
          pointer="/basis"
          label={t('review-desk.certificate.basis')}
          problem={problem}
          maxLength={200}
          value={basis}
          onChange={(value) => draft.change({ reason, basis: value })}
        />
      </div>
      <DeskActions>
        <p className="quiet" id="certificate-effect">
          {t('review-desk.certificate.effect')}
        </p>
        {verbs.map((verb) => (
          <button
            key={verb}
            type="button"
            className={verb === 'revoke' ? 'button danger' : 'button plain'}
            aria-describedby="certificate-effect"
            disabled={act.pending || reason.trim().length < 2 || basis.trim().length < 2}
            onClick={() => act.run(verb)}
          >
            {t(`review-desk.certificate.${verb}`)}
          </button>
        ))}
      </DeskActions>
    </>
  );
}

/** The certificate that a case ended with, and what the approver may do about it. */
export function CertificatePanel({ id }: { id: string }) {
  const t = useT();
  const say = useSay();
  const query = useQuery({
    queryKey: ['certificate', 'desk', { id }],
    queryFn: ({ signal }) => api.get<Certificate>(`${CERTIFICATES}/{id}`, { path: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return (
    <>
      <section aria-labelledby="certificate-title">
        <h2 id="certificate-title">{t('review-desk.certificate.title')}</h2>
        <Loaded query={query}>
          {({ typeName, number, state }) => (
            <p>
              {say(typeName)} {number}{' '}
              <Tag tone={TONES[state]}>{t(`review-desk.certificate.${state}`)}</Tag>{' '}
              <a href={`${CERTIFICATES}/${id}/file?inline=true`} target="_blank" rel="noopener">
                {t('review-desk.certificate.file')}
                <span className="unseen">{t('review-desk.case.new_window')}</span>
              </a>
            </p>
          )}
        </Loaded>
      </section>
      {query.data && <CertificateActs certificate={query.data} again={() => query.refetch()} />}
    </>
  );
}
