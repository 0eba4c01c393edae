import {
  api,
  useAct,
  useDraft,
  useLocation,
  useSession,
  useSignedIn,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, ErrorSummary, Link, TextField } from '@yiwang/foundation/ui/portal';
import { type FormEvent, useState } from 'react';
import { CodeField, useCode } from './code.tsx';
import { at, useRefusal } from './form.tsx';

const useLabels = () => {
  const t = useT();
  return {
    '/login': t('identity.field.phone'),
    '/phone': t('identity.field.phone'),
    '/password': t('identity.field.password'),
    '/code': t('identity.field.code'),
  };
};

function Form() {
  const t = useT();
  const signedIn = useSignedIn();
  const labels = useLabels();
  const [byCode, setByCode] = useState(false);
  const draft = useDraft('identity.sign-in', { phone: '' });
  const [password, setPassword] = useState('');
  const [typed, setTyped] = useState('');
  const code = useCode('sign-in');
  const act = useAct(
    (input: Record<string, string>, key) => api.post(at('/sessions'), input, { key }),
    {
      onDone: async () => {
        draft.saved();
        await signedIn();
      },
    },
  );
  const { problem, texts, check } = useRefusal(act.problem ?? code.problem);
  const { phone } = draft.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const proof: Record<string, string> = byCode ? { code: typed } : { password };
    const pointed = Object.entries(proof).map(([name, value]) => [`/${name}`, value]);
    if (check({ '/login': phone, ...Object.fromEntries(pointed) }))
      act.run({ login: phone, ...proof });
  };
  const ask = () => {
    act.reset();
    if (check({ '/login': phone })) code.run(phone);
  };
  return (
    <form onSubmit={submit} noValidate>
      <ErrorSummary problem={problem} labels={labels} />
      <TextField
        pointer="/login"
        label={labels['/login']}
        kind="tel"
        autoComplete="username"
        short
        value={phone}
        onChange={(next) => draft.change({ phone: next })}
        error={texts['/login'] ?? texts['/phone']}
      />
      {byCode ? (
        <CodeField
          phone={phone}
          code={code}
          value={typed}
          onChange={setTyped}
          onAsk={ask}
          error={texts['/code']}
        />
      ) : (
        <TextField
          pointer="/password"
          label={labels['/password']}
          kind="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={texts['/password']}
        />
      )}
      <p className="row">
        <Button type="submit" pending={act.pending}>
          {t('identity.sign_in.submit')}
        </Button>
        <Button
          look="plain"
          onPress={() => {
            act.reset();
            setByCode(!byCode);
          }}
        >
          {t(byCode ? 'identity.sign_in.by_password' : 'identity.sign_in.by_code')}
        </Button>
      </p>
    </form>
  );
}

/** Sign-in of residents: on its own page, in place of a screen that needs it, or over an open page. */
export function SignIn() {
  const t = useT();
  const { actor } = useSession();
  const pathname = useLocation({ select: (location) => location.pathname });
  const overPage = Boolean(actor) && pathname !== '/sign-in';
  if (actor && !overPage)
    return (
      <>
        <h1>{t('identity.sign_in.signed_in')}</h1>
        <p className="row">
          <Link href="/" look="main">
            {t('identity.sign_in.on')}
          </Link>
        </p>
      </>
    );
  return (
    <>
      {!overPage && <h1>{t('identity.screen.sign_in')}</h1>}
      <Form />
      {!overPage && (
        <p>
          {t('identity.sign_in.new')} <Link href="/register">{t('identity.screen.register')}</Link>
        </p>
      )}
    </>
  );
}
