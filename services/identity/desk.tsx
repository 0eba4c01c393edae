import {
  api,
  fieldId,
  fieldTexts,
  Loaded,
  type Page,
  Problem,
  type Screen,
  useAct,
  useDraft,
  useLocale,
  useLocation,
  useQuery,
  useSession,
  useSignedIn,
  useT,
} from '@yiwang/foundation/ui/browser';
import { ErrorSummary, Tag } from '@yiwang/foundation/ui/desk';
import { Button, Input } from 'antd';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Post } from './schema.ts';

const IDENTITY = '/api/services/identity';

function Field(props: {
  pointer: string;
  label: string;
  hint?: string;
  error: string | undefined;
  children: ReactNode;
}) {
  const { pointer, label, hint, error, children } = props;
  return (
    <div style={{ marginBlockEnd: '1rem' }}>
      <label htmlFor={fieldId(pointer)} style={{ display: 'block', fontWeight: 600 }}>
        {label}
      </label>
      {hint && (
        <span className="quiet" id={`${fieldId(pointer)}-hint`}>
          {hint}
        </span>
      )}
      {children}
      {error && (
        <span id={`${fieldId(pointer)}-error`} style={{ color: 'var(--late)', fontWeight: 600 }}>
          {error}
        </span>
      )}
    </div>
  );
}

type Proof = { login: string; password: string; code?: string };

/** Signs in; `asked` says that the server wants the second factor now, which is no refusal. */
function useOfficerSignIn(onDone: () => void) {
  const signedIn = useSignedIn();
  const [asked, setAsked] = useState(false);
  const act = useAct(
    async (input: Proof, key) => {
      try {
        await api.post(`${IDENTITY}/sessions`, input, { key });
        return true;
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'identity.second_factor_needed')
          throw thrown;
        setAsked(true);
        return false;
      }
    },
    {
      onDone: async (whole) => {
        if (!whole) return;
        onDone();
        await signedIn();
      },
    },
  );
  return { act, asked, back: () => setAsked(false) };
}

function Form() {
  const t = useT();
  const locale = useLocale();
  const draft = useDraft('identity.desk.sign-in', { login: '' });
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { act, asked, back } = useOfficerSignIn(draft.saved);
  const texts = fieldTexts(locale, act.problem);
  const { login } = draft.value;
  const labels = {
    '/login': t('identity.field.login'),
    '/password': t('identity.field.password'),
    '/code': t('identity.field.totp'),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.run({ login, password, ...(asked && { code }) });
  };
  const described = (pointer: '/login' | '/password' | '/code', hint = false) => ({
    id: fieldId(pointer),
    required: true,
    status: texts[pointer] ? ('error' as const) : ('' as const),
    'aria-describedby': `${hint ? `${fieldId(pointer)}-hint ` : ''}${fieldId(pointer)}-error`,
  });
  return (
    <form onSubmit={submit} style={{ maxWidth: '24rem' }}>
      <ErrorSummary problem={act.problem} labels={labels} />
      {asked ? (
        <>
          <p role="status">{t('identity.desk.second')}</p>
          <Field
            pointer="/code"
            label={labels['/code']}
            hint={t('identity.field.totp_hint')}
            error={texts['/code']}
          >
            <Input
              {...described('/code', true)}
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
        </>
      ) : (
        <>
          <Field pointer="/login" label={labels['/login']} error={texts['/login']}>
            <Input
              {...described('/login')}
              autoComplete="username"
              maxLength={60}
              value={login}
              onChange={(event) => draft.change({ login: event.target.value })}
            />
          </Field>
          <Field pointer="/password" label={labels['/password']} error={texts['/password']}>
            <Input
              {...described('/password')}
              type="password"
              autoComplete="current-password"
              maxLength={128}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
        </>
      )}
      <div style={{ display: 'flex', gap: '0.5rem' }}>
        <Button type="primary" htmlType="submit" loading={act.pending}>
          {t('identity.sign_in.submit')}
        </Button>
        {asked && (
          <Button
            onClick={() => {
              act.reset();
              back();
            }}
          >
            {t('identity.desk.back')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Sign-in of officers: name and password, then the second factor. */
function SignIn() {
  const t = useT();
  const { actor } = useSession();
  const pathname = useLocation({ select: (location) => location.pathname });
  const overPage = Boolean(actor) && !pathname.endsWith('/sign-in');
  if (actor && !overPage)
    return (
      <>
        <h1>{t('identity.sign_in.signed_in')}</h1>
        <p>
          <a href="/desk/">{t('identity.sign_in.on')}</a>
        </p>
      </>
    );
  return (
    <>
      {!overPage && <h1>{t('identity.desk.title')}</h1>}
      <Form />
    </>
  );
}

/** The officer's posts; changing to another gives other cases and permissions. */
function Posts() {
  const t = useT();
  const locale = useLocale();
  const query = useQuery({
    queryKey: ['identity', 'posts'],
    queryFn: ({ signal }) => api.get<Page<Post>>(`${IDENTITY}/posts`, { signal }),
  });
  const act = useAct(
    (postId: string, key) => api.post(`${IDENTITY}/session/post`, { postId }, { key }),
    // Everything on the screen was read in the former post.
    { onDone: () => location.assign('/desk/') },
  );
  return (
    <>
      <h1>{t('identity.screen.post')}</h1>
      <p>{t('identity.post.why')}</p>
      <ErrorSummary problem={act.problem} />
      <Loaded query={query} empty={(page) => page.items.length === 0}>
        {(page) => (
          <ul>
            {page.items.map((post) => {
              const name = `${post.organizationName[locale]} · ${post.name[locale]}`;
              return (
                <li key={post.id} style={{ marginBlockEnd: '0.75rem' }}>
                  {name}{' '}
                  {post.current ? (
                    <Tag tone="act">{t('identity.post.current')}</Tag>
                  ) : (
                    <Button
                      aria-label={t('identity.post.switch_to', { name })}
                      onClick={() => act.run(post.id)}
                      loading={act.pending}
                    >
                      {t('identity.post.switch')}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </>
  );
}

export const screens: Screen[] = [
  {
    path: '/sign-in',
    titleKey: 'identity.desk.title',
    permission: 'public',
    component: SignIn,
  },
  {
    path: '/post',
    titleKey: 'identity.screen.post',
    permission: 'signedIn',
    component: Posts,
    nav: { order: 90 },
  },
];
