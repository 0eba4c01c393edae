import { maskPhone } from '@yiwang/foundation/identifier/browser';
import { api, useAct, useT } from '@yiwang/foundation/ui/browser';
import { Button, TextField } from '@yiwang/foundation/ui/portal';
import { useEffect, useState } from 'react';
import { at } from './form.tsx';

/** Seconds before another code may be asked for; the server refuses earlier ones. */
const PAUSE = 60;

/** Counts down to 0, a second at a time. */
function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

/** Asks for a code by SMS; when none may be sent yet it says how long to wait. */
export function useCode(purpose: 'register' | 'sign-in', onSent: () => void = () => {}) {
  const [wait, setWait] = useCountdown();
  const act = useAct(
    (phone: string, key) => api.post(at('/one-time-codes'), { phone, purpose }, { key }),
    {
      onDone: () => {
        setWait(PAUSE);
        onSent();
      },
    },
  );
  const seconds = Number(act.problem?.params.seconds ?? 0);
  useEffect(() => {
    if (seconds > 0) setWait(seconds);
  }, [seconds, setWait]);
  return { ...act, wait, sent: act.answer !== undefined };
}

/** The field for a code from an SMS, with the button that sends one. */
export function CodeField(props: {
  phone: string;
  code: ReturnType<typeof useCode>;
  value: string;
  onChange: (value: string) => void;
  onAsk: () => void;
  error: string | undefined;
}) {
  const { phone, code, value, onChange, onAsk, error } = props;
  const t = useT();
  const asked = code.sent || code.wait > 0;
  return (
    <>
      <TextField
        pointer="/code"
        label={t('identity.field.code')}
        hint={t('identity.field.code_hint')}
        kind="number"
        autoComplete="one-time-code"
        short
        maxLength={6}
        value={value}
        onChange={onChange}
        error={error}
      />
      <p>
        <Button look="plain" onPress={onAsk} pending={code.pending} disabled={code.wait > 0}>
          {code.wait > 0
            ? t('identity.code.wait', { seconds: code.wait })
            : t(asked ? 'identity.code.again' : 'identity.code.get')}
        </Button>
      </p>
      <p role="status" className="quiet">
        {code.sent && t('identity.code.sent', { phone: maskPhone(phone.trim()) })}
      </p>
    </>
  );
}
