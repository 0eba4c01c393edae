import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type KeyCommand, useKeyList, useKeys } from './keys.ts';
import { letterKeys, usePreference } from './preferences.ts';
import { useT } from './words.ts';

/**
 * A case on one screen: the queue at the left, the work in the middle, history and decision at the
 * right. On narrow screens the case comes first; without a case the queue stands alone.
 */
export function DeskColumns(props: { queue: ReactNode; children?: ReactNode; decide?: ReactNode }) {
  const t = useT();
  return (
    <div className="desk-columns">
      <aside className="desk-queue" aria-label={t('ui.desk.queue')}>
        {props.queue}
      </aside>
      {props.children && (
        <section className="desk-work" aria-label={t('ui.desk.work')}>
          {props.children}
        </section>
      )}
      {props.decide && (
        <section className="desk-decide" aria-label={t('ui.desk.decide')}>
          {props.decide}
        </section>
      )}
    </div>
  );
}

/** The fixed place of the decisions, at the lower end of the right column. */
export const DeskActions = ({ children }: { children: ReactNode }) => (
  <div className="desk-actions">{children}</div>
);

export type QueueEntry = {
  id: string;
  href: string;
  title: ReactNode;
  /** Second line: applicant, place. */
  note?: ReactNode;
  /** The light: a Tag with the legal date. */
  light?: ReactNode;
};

/** The queue: `j` and `k` move, Enter opens; the open one is marked and kept in view. */
export function QueueList({ items, openId }: { items: readonly QueueEntry[]; openId?: string }) {
  const list = useRef<HTMLUListElement>(null);
  const router = useRouter();
  const open = items.findIndex(({ id }) => id === openId);
  const [at, setAt] = useState(Math.max(open, 0));
  useEffect(() => {
    if (open >= 0) setAt(open);
  }, [open]);
  const commands = useMemo<KeyCommand[]>(() => {
    const go = (by: number) => {
      const links = [...(list.current?.querySelectorAll('a') ?? [])];
      const held = links.indexOf(document.activeElement as HTMLAnchorElement);
      const next = Math.min(Math.max((held >= 0 ? held : at) + by, 0), items.length - 1);
      setAt(next);
      links[next]?.focus();
    };
    const off = items.length === 0;
    const enter = () => {
      const href = items[at]?.href;
      if (href) router.history.push(href);
    };
    return [
      { key: 'j', labelKey: 'ui.key.next', run: () => go(1), off },
      { key: 'k', labelKey: 'ui.key.previous', run: () => go(-1), off },
      { key: 'Enter', labelKey: 'ui.key.open', run: enter, off },
    ];
  }, [items, at, router]);
  useKeys(commands);
  useEffect(() => {
    if (openId) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [openId]);
  return (
    <ul className="queue" ref={list}>
      {items.map(({ id, href, title, note, light }) => (
        <li key={id}>
          <a href={href} aria-current={id === openId ? 'true' : undefined}>
            <b>{title}</b>
            <span className="line">
              <span>{note}</span>
              {light}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Facts in two columns: name and value. */
export function Facts({
  rows,
}: {
  rows: readonly { id: string; label: string; value: ReactNode }[];
}) {
  return (
    <table className="facts">
      <tbody>
        {rows.map(({ id, label, value }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The list of keys, opened by `?` or the button; here single letters can be switched off. */
export function KeyHelp() {
  const t = useT();
  const commands = useKeyList();
  const letters = usePreference(letterKeys);
  const dialog = useRef<HTMLDialogElement>(null);
  const [help] = useState<KeyCommand[]>(() => [
    { key: '?', labelKey: 'ui.key.help', run: () => dialog.current?.showModal() },
  ]);
  useKeys(help);
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {t('ui.key.title')} <kbd>?</kbd>
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="keys-title">
        <h2 id="keys-title">{t('ui.key.title')}</h2>
        <dl className="keys">
          {commands.map(({ key, labelKey }) => (
            <KeyRow key={key} name={key} label={t(labelKey)} />
          ))}
        </dl>
        <p>
          <label>
            <input
              type="checkbox"
              checked={letters}
              onChange={(event) => letterKeys.set(event.target.checked)}
            />{' '}
            {t('ui.key.letters')}
          </label>
        </p>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('ui.part.close')}
        </button>
      </dialog>
    </>
  );
}

const KeyRow = ({ name, label }: { name: string; label: string }) => (
  <>
    <dt>
      <kbd>{name}</kbd>
    </dt>
    <dd>{label}</dd>
  </>
);
