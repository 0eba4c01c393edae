import { entries } from 'virtual:screens';
import { Empty, Guarded, useSession, useT } from '@yiwang/foundation/ui/browser';
import { menuFor } from './menu.ts';

function Menu() {
  const t = useT();
  const { actor } = useSession();
  const menu = menuFor(entries, actor);
  if (menu.length === 0) return <Empty title={t('ui.desk.nothing')} />;
  return (
    <ul>
      {menu.map(({ path, titleKey, nav }) => (
        <li key={path}>
          <a href={`/desk${path}`}>{t(nav?.labelKey ?? titleKey)}</a>
        </li>
      ))}
    </ul>
  );
}

/** The workbench's first page where no capability brings the queue: what the post may open. */
export function Start() {
  const t = useT();
  return (
    <>
      <h1>{t('ui.brand.desk')}</h1>
      <Guarded permission="signedIn">
        <Menu />
      </Guarded>
    </>
  );
}
