import {
  api,
  asProblem,
  beijingDay,
  formatBytes,
  formatOn,
  type Problem,
  problemText,
  type Screen,
  useLocale,
  useQuery,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, FileButton } from '@yiwang/foundation/ui/portal';
import { useEffect, useRef, useState } from 'react';
import type { Material, Uploaded } from './schema.ts';
import { MATERIALS, send } from './send.ts';

/** What the upload of one requirement takes; a `FileSlot` of foundation/form fits in. */
export type MaterialUploadProps = {
  /** Ids of the files handed in. */
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** Media types that may be sent; empty: what the platform takes. */
  readonly accept?: readonly string[];
  /** Most files, default 5. */
  readonly max?: number;
  /** Most bytes of a file, default 20 MB; the server counts again. */
  readonly limit?: number;
  /** Id of the control, to which an error summary links. */
  readonly id: string;
  /** Id of the element that names the requirement. */
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
};

const ALL = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'application/ofd'];
const MB = 1024 * 1024;

type Refused = { readonly id: string; readonly words: string };
type Sending = { readonly name: string; readonly share: number; readonly stop: () => void };

function useSizeWords(limit: number) {
  const t = useT();
  return (file: File): string | undefined =>
    file.size > limit
      ? t('material.screen.too_large', {
          name: file.name,
          size: formatBytes(file.size),
          most: formatBytes(limit),
        })
      : undefined;
}

/** Sends files one after the other and keeps what became of each. */
function useSending(props: MaterialUploadProps) {
  const { onChange, accept = [], max = 5, limit = 20 * MB } = props;
  const t = useT();
  const locale = useLocale();
  const tooLarge = useSizeWords(limit);
  const [now, setNow] = useState<Sending>();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [said, setSaid] = useState('');
  const [fresh, setFresh] = useState<Readonly<Record<string, Uploaded>>>({});
  const ids = useRef(props.value);
  ids.current = props.value;
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const refuse = (file: File, words: string) =>
    setRefused((all) => [...all, { id: crypto.randomUUID(), words: `${file.name}：${words}` }]);
  const change = (next: readonly string[]) => {
    ids.current = next;
    onChange(next);
  };
  const one = async (file: File) => {
    const words = tooLarge(file);
    if (words) return setRefused((all) => [...all, { id: crypto.randomUUID(), words }]);
    if (ids.current.length >= max) return refuse(file, t('material.screen.too_many', { max }));
    const control = new AbortController();
    stop.current = control;
    const state = { name: file.name, stop: () => control.abort() };
    setNow({ ...state, share: 0 });
    try {
      const told = (share: number) => setNow({ ...state, share });
      const uploaded = await send(file, accept, told, control.signal);
      setFresh((all) => ({ ...all, [uploaded.id]: uploaded }));
      change([...ids.current, uploaded.id]);
      setSaid(t('material.screen.done', { name: uploaded.name }));
    } catch (thrown) {
      if (!(thrown instanceof DOMException && thrown.name === 'AbortError'))
        refuse(file, problemText(locale, asProblem(thrown)));
    } finally {
      setNow(undefined);
    }
  };
  const sendAll = async (files: readonly File[]) => {
    setRefused([]);
    for (const file of files) await one(file);
  };
  const remove = async (id: string, name: string) => {
    change(ids.current.filter((other) => other !== id));
    setSaid(t('material.screen.removed', { name }));
    // A file that is part of a case, or gone already, only leaves this list.
    await api.delete(`${MATERIALS}/${id}`).catch((thrown: unknown) => {
      const { status } = asProblem(thrown);
      if (status !== 404 && status !== 409)
        setRefused([{ id, words: problemText(locale, asProblem(thrown)) }]);
    });
  };
  return { now, refused, said, fresh, sendAll, remove };
}

function FileRow(props: {
  id: string;
  fresh: Uploaded | undefined;
  onRemove: (id: string, name: string) => void;
}) {
  const { id, fresh } = props;
  const t = useT();
  const locale = useLocale();
  const query = useQuery({
    queryKey: ['material', 'material', { id }],
    queryFn: ({ signal }) => api.get<Material>(`${MATERIALS}/${id}`, { signal }),
    enabled: fresh === undefined,
  });
  const material: Material | undefined = fresh ?? query.data;
  const problem: Problem | undefined = query.error ? asProblem(query.error) : undefined;
  const name = material?.name ?? t('material.screen.unreadable');
  const same = fresh?.sameAs;
  return (
    <li>
      <span className="row">
        {material ? (
          <a
            href={`${MATERIALS}/${id}/content`}
            target="_blank"
            rel="noopener"
            aria-label={t('material.screen.open', { name })}
          >
            {name}
          </a>
        ) : (
          <span>{problem ? problemText(locale, problem) : '…'}</span>
        )}
        {material && <span className="quiet">{formatBytes(material.size)}</span>}
        <button
          type="button"
          className="button plain"
          aria-label={t('material.screen.remove_label', { name })}
          onClick={() => props.onRemove(id, name)}
        >
          {t('material.screen.remove')}
        </button>
      </span>
      {same && (
        <span className="field-hint">
          {t('material.screen.same', {
            name: same.name,
            date: formatOn(locale, beijingDay(same.createdAt)),
          })}
        </span>
      )}
    </li>
  );
}

function SendingNow({ now }: { now: Sending }) {
  const t = useT();
  const percent = Math.round(now.share * 100);
  return (
    <p>
      <label>
        {t('material.screen.sending', { name: now.name })}{' '}
        <progress max={100} value={percent}>
          {t('material.screen.percent', { percent })}
        </progress>
      </label>{' '}
      <span className="quiet">{t('material.screen.percent', { percent })}</span>{' '}
      <Button look="plain" onPress={now.stop}>
        {t('material.screen.stop')}
      </Button>
    </p>
  );
}

function useHint(accept: readonly string[], limit: number, max: number): string {
  const t = useT();
  const kinds = [
    accept.some((type) => type.startsWith('image/')) && t('material.screen.kind.image'),
    accept.includes('application/pdf') && t('material.screen.kind.pdf'),
    accept.includes('application/ofd') && t('material.screen.kind.ofd'),
  ].filter((word) => word !== false);
  const most = formatBytes(limit);
  const first = t('material.screen.accepts', { kinds: kinds.join(t('material.screen.and')), most });
  return max > 1 ? `${first} ${t('material.screen.count', { max })}` : first;
}

/** Whether a finger is the pointer: a phone or tablet, which has a camera. */
const hasTouch = (): boolean => globalThis.matchMedia?.('(pointer: coarse)').matches ?? false;

/**
 * The upload of one requirement: choose files or take a photo, see how far it is, look at what was sent,
 * remove it. Holds ids only; the files are kept by this capability.
 */
export function MaterialUpload(props: MaterialUploadProps) {
  const { value, id, labelledBy, describedBy, invalid, max = 5, limit = 20 * MB } = props;
  const accept = props.accept?.length ? props.accept : ALL;
  const { now, refused, said, fresh, sendAll, remove } = useSending({ ...props, accept });
  const images = accept.filter((type) => type.startsWith('image/'));
  const hint = useHint(accept, limit, max);
  const below = [`${id}-hint`, describedBy, refused.length > 0 && `${id}-refused`];
  const isFull = value.length >= max;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would want a legend; the host names it
    <div
      role="group"
      id={id}
      tabIndex={-1}
      aria-labelledby={labelledBy}
      aria-describedby={below.filter(Boolean).join(' ')}
      data-invalid={invalid ? '' : undefined}
    >
      <span id={`${id}-hint`} className="field-hint">
        {hint}
      </span>
      {value.length > 0 && (
        <ul>
          {value.map((one) => (
            <FileRow key={one} id={one} fresh={fresh[one]} onRemove={remove} />
          ))}
        </ul>
      )}
      {now && <SendingNow now={now} />}
      {!isFull && (
        <div className="row">
          <FileButton
            onSelect={sendAll}
            types={accept}
            many={max - value.length > 1}
            pending={now !== undefined}
          />
          {images.length > 0 && hasTouch() && (
            <FileButton onSelect={sendAll} types={images} photo pending={now !== undefined} />
          )}
        </div>
      )}
      <div id={`${id}-refused`} role="alert">
        {refused.map((one) => (
          <p key={one.id} className="field-error">
            {one.words}
          </p>
        ))}
      </div>
      <span className="unseen" role="status">
        {said}
      </span>
    </div>
  );
}

export const screens: Screen[] = [];
