import {
  api,
  useAct,
  useDraft,
  useNavigate,
  useSignedIn,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, ErrorSummary, Link, Progress, TextField } from '@yiwang/foundation/ui/portal';
import { type FormEvent, type ReactNode, useState } from 'react';
import { CodeField, useCode } from './code.tsx';
import { at, useRefusal } from './form.tsx';

type Step = 1 | 2 | 3;
const TITLES = { 1: 'register.phone', 2: 'register.code', 3: 'register.password' } as const;

function Page(props: {
  step: Step;
  onSubmit: () => void;
  onBack: () => void;
  pending: boolean;
  children: ReactNode;
}) {
  const { step, onSubmit, onBack, pending, children } = props;
  const t = useT();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Progress at={step} of={3} />
      <h1>{t(`identity.${TITLES[step]}`)}</h1>
      {children}
      <p className="row">
        <Button type="submit" pending={pending}>
          {t(step === 3 ? 'identity.register.done' : 'identity.register.next')}
        </Button>
        {step > 1 && (
          <Button look="plain" onPress={onBack}>
            {t('identity.register.back')}
          </Button>
        )}
      </p>
    </form>
  );
}

/** Makes the account at the end; a refused code leads back to its question. */
function useRegistration(onRefusedCode: () => void) {
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const draft = useDraft('identity.register', { phone: '' });
  const act = useAct(
    (input: { phone: string; code: string; password: string }, key) =>
      api.post(at('/accounts'), input, { key }).catch((thrown: unknown) => {
        const code = (thrown as { code?: string }).code;
        if (code === 'identity.wrong_code' || code === 'identity.code_expired') onRefusedCode();
        throw thrown;
      }),
    {
      onDone: async () => {
        draft.saved();
        await signedIn();
        await navigate({ to: '/real-name' });
      },
    },
  );
  return { draft, act };
}

/** Registration, one question a page: mobile, code, password. */
export function RegisterScreen() {
  const t = useT();
  const [step, setStep] = useState<Step>(1);
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const { draft, act } = useRegistration(() => setStep(2));
  const code = useCode('register', () => setStep(2));
  const { problem, texts, check } = useRefusal(act.problem ?? code.problem);
  const { phone } = draft.value;
  const labels = {
    '/phone': t('identity.field.phone'),
    '/code': t('identity.field.code'),
    '/password': t('identity.field.password'),
  };
  const ask = () => {
    act.reset();
    if (check({ '/phone': phone })) code.run(phone);
  };
  const next = () => {
    if (step === 1) return ask();
    act.reset();
    if (step === 2) return check({ '/code': typed }) && setStep(3);
    return check({ '/password': password }) && act.run({ phone, code: typed, password });
  };
  const back = () => {
    act.reset();
    code.reset();
    check({});
    setStep(step === 3 ? 2 : 1);
  };
  return (
    <>
      <Page step={step} onSubmit={next} onBack={back} pending={act.pending || code.pending}>
        <ErrorSummary problem={problem} labels={labels} />
        {step === 1 && (
          <TextField
            pointer="/phone"
            label={labels['/phone']}
            hint={t('identity.register.phone_hint')}
            kind="tel"
            autoComplete="tel"
            short
            value={phone}
            onChange={(value) => draft.change({ phone: value })}
            error={texts['/phone']}
          />
        )}
        {step === 2 && (
          <CodeField
            phone={phone}
            code={code}
            value={typed}
            onChange={setTyped}
            onAsk={ask}
            error={texts['/code']}
          />
        )}
        {step === 3 && (
          <TextField
            pointer="/password"
            label={labels['/password']}
            hint={t('identity.register.password_hint')}
            kind="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            error={texts['/password']}
          />
        )}
      </Page>
      <p>
        {t('identity.register.known')} <Link href="/sign-in">{t('identity.screen.sign_in')}</Link>
      </p>
    </>
  );
}
