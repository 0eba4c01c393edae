import type { FieldDefinition } from '@yiwang/foundation/form/browser';
import { showValue } from '@yiwang/foundation/form/browser';
import { api, fieldTexts, useAct, useDraft, useLocale, useT } from '@yiwang/foundation/ui/browser';
import { Button, Dialog, ErrorSummary, TextField } from '@yiwang/foundation/ui/portal';
import type { Draft } from '../schema.ts';
import { useSay } from './parts.tsx';

type Typed = { claimed: string; reason: string };

/** Types whose answer is the text that is typed. */
const TYPED = ['text', 'longText', 'idNumber', 'uscc', 'phone', 'date'];

/** "Not right?": the right value and why; the office checks it, and the field can be typed over meanwhile. */
export function DisputeDialog(props: {
  field: FieldDefinition;
  value: Draft['data'][string];
  origin: Draft['provenance'][string];
  onClose: () => void;
  /** `claimed` when it can stand in the field as it was typed. */
  onSent: (claimed: string | undefined) => void;
}) {
  const { field, origin, onClose, onSent } = props;
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const draft = useDraft<Typed>(`base-register.dispute.${origin.element}`, {
    claimed: '',
    reason: '',
  });
  const act = useAct(
    (typed: Typed, key) =>
      api.post('/api/data/base-register/disputes', { element: origin.element, ...typed }, { key }),
    {
      onDone: (_, { claimed }) => {
        draft.saved();
        onSent(TYPED.includes(field.type) ? claimed : undefined);
      },
    },
  );
  const texts = fieldTexts(locale, act.problem);
  const label = say(field.label);
  const held = showValue(field, props.value as never, locale);
  const field_ = (name: keyof Typed) => ({
    pointer: `/${name}`,
    label: t(`case.field.dispute_${name}`),
    value: draft.value[name],
    error: texts[`/${name}`],
    onChange: (value: string) => draft.change({ ...draft.value, [name]: value }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('case.screen.dispute', { label })}
      actions={
        <Button pending={act.pending} onPress={() => act.run(draft.value)}>
          {t('case.action.dispute')}
        </Button>
      }
    >
      <ErrorSummary
        problem={act.problem}
        labels={{
          '/claimed': t('case.field.dispute_claimed'),
          '/reason': t('case.field.dispute_reason'),
        }}
      />
      <p>{t('case.screen.dispute_held', { source: say(origin.source), value: held })}</p>
      <TextField
        {...field_('claimed')}
        maxLength={2000}
        kind={field.type === 'phone' ? 'tel' : 'text'}
        hint={field.type === 'date' ? t('case.field.dispute_date') : undefined}
      />
      <TextField {...field_('reason')} lines={3} maxLength={1000} />
      <p>{t('case.screen.dispute_next')}</p>
    </Dialog>
  );
}
