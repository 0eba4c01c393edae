import { api, useAct, useSession, useSignedIn, useT } from '@yiwang/foundation/ui/browser';
import { Button, ErrorSummary, Link, TextField } from '@yiwang/foundation/ui/portal';
import { type FormEvent, useState } from 'react';
import { at, useRefusal } from './form.tsx';

function Done() {
  const t = useT();
  return (
    <>
      <h1>{t('identity.real_name.done')}</h1>
      <p>{t('identity.real_name.done_why')}</p>
      <p className="row">
        <Link href="/guides" look="main">
          {t('identity.link.guides')}
        </Link>
        <Link href="/privacy/facts" look="plain">
          {t('identity.link.facts')}
        </Link>
      </p>
    </>
  );
}

function Form() {
  const t = useT();
  const signedIn = useSignedIn();
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const act = useAct(
    (input: { name: string; idNumber: string }, key) => api.post(at('/real-name'), input, { key }),
    { onDone: signedIn },
  );
  const { problem, texts, check } = useRefusal(act.problem);
  const labels = { '/name': t('identity.field.name'), '/idNumber': t('identity.field.id_number') };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (check({ '/name': name, '/idNumber': idNumber })) act.run({ name, idNumber });
  };
  return (
    <form onSubmit={submit} noValidate>
      <ErrorSummary problem={problem} labels={labels} />
      <TextField
        pointer="/name"
        label={labels['/name']}
        hint={t('identity.field.name_hint')}
        autoComplete="name"
        short
        maxLength={100}
        value={name}
        onChange={setName}
        error={texts['/name']}
      />
      <TextField
        pointer="/idNumber"
        label={labels['/idNumber']}
        hint={t('identity.field.id_number_hint')}
        autoComplete="off"
        maxLength={40}
        value={idNumber}
        onChange={setIdNumber}
        error={texts['/idNumber']}
      />
      <p className="row">
        <Button type="submit" pending={act.pending}>
          {t('identity.real_name.submit')}
        </Button>
      </p>
    </form>
  );
}

/** Verification of the real name: why, the two answers it needs, and how else it can be done. */
export function RealNameScreen() {
  const t = useT();
  const { actor } = useSession();
  if ((actor?.authLevel ?? 0) >= 2) return <Done />;
  return (
    <>
      <h1>{t('identity.screen.real_name')}</h1>
      <h2>{t('identity.real_name.why_title')}</h2>
      <p>{t('identity.real_name.why')}</p>
      <Form />
      <h2>{t('identity.real_name.other_title')}</h2>
      <p>{t('identity.real_name.other')}</p>
    </>
  );
}
