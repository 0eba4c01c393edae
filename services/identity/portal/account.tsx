import {
  api,
  Loaded,
  type Page,
  useAct,
  useCursor,
  useQuery,
  useQueryClient,
  useSession,
  useSignedIn,
  useT,
} from '@yiwang/foundation/ui/browser';
import {
  Button,
  DateText,
  ErrorSummary,
  Link,
  Pager,
  SummaryList,
  Table,
  Tag,
} from '@yiwang/foundation/ui/portal';
import type { Agency, Device, SessionActor } from '../schema.ts';
import { at } from './form.tsx';

function Me({ actor }: { actor: SessionActor }) {
  const t = useT();
  const verified = actor.authLevel >= 2;
  return (
    <section>
      <h2>{t('identity.account.me')}</h2>
      <SummaryList
        rows={[
          {
            id: 'name',
            label: t(verified ? 'identity.account.name' : 'identity.account.phone'),
            value: actor.name,
          },
          {
            id: 'level',
            label: t('identity.account.level'),
            value: t(`identity.level.${actor.authLevel}`),
            ...(!verified && {
              action: <Link href="/real-name">{t('identity.account.verify')}</Link>,
            }),
          },
        ]}
      />
    </section>
  );
}

function Acting({ actor }: { actor: SessionActor }) {
  const t = useT();
  const signedIn = useSignedIn();
  const query = useQuery({
    queryKey: ['identity', 'agencies'],
    queryFn: ({ signal }) => api.get<Page<Agency>>(at('/agencies'), { signal }),
  });
  const act = useAct(
    (legalPersonId: string | null, key) =>
      api.post(at('/session/act-for'), { legalPersonId }, { key }),
    { onDone: signedIn },
  );
  const choose = (id: string | null, name: string) => {
    const now = (actor.actsFor?.id ?? null) === id;
    return (
      <li key={id ?? 'self'} className="row" style={{ paddingBlock: '0.6rem' }}>
        <span>{name}</span>{' '}
        {now ? (
          <Tag tone="act">{t('identity.account.now')}</Tag>
        ) : (
          <Button look="plain" onPress={() => act.run(id)} pending={act.pending}>
            {t('identity.account.switch_to', { name })}
          </Button>
        )}
      </li>
    );
  };
  return (
    <section>
      <h2>{t('identity.account.acting')}</h2>
      <ErrorSummary problem={act.problem} />
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('identity.account.no_firms')}</p>
          ) : (
            <>
              <p>{t('identity.account.acting_why')}</p>
              <ul className="links">
                {choose(null, t('identity.account.myself'))}
                {items.map(({ id, name }) => choose(id, name))}
              </ul>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Devices() {
  const t = useT();
  const client = useQueryClient();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['identity', 'sessions', cursor.after],
    queryFn: ({ signal }) =>
      api.get<Page<Device>>(at('/sessions'), {
        query: { limit: 10, after: cursor.after },
        signal,
      }),
  });
  const act = useAct(
    (id: string, key) => api.post(at('/sessions/{id}/revoke'), undefined, { path: { id }, key }),
    { onDone: () => client.invalidateQueries({ queryKey: ['identity', 'sessions'] }) },
  );
  const columns = [
    {
      id: 'device',
      label: t('identity.device.what'),
      cell: (row: Device) => (
        <>
          {row.device}
          <br />
          <span className="quiet">{t(`identity.method.${row.method}`)}</span>
        </>
      ),
    },
    {
      id: 'seen',
      label: t('identity.device.seen'),
      cell: (row: Device) => <DateText at={row.seenAt} />,
    },
    {
      id: 'act',
      label: t('identity.device.act'),
      cell: (row: Device) =>
        row.current ? (
          <Tag tone="act">{t('identity.device.current')}</Tag>
        ) : (
          <Button look="plain" onPress={() => act.run(row.id)} pending={act.pending}>
            {t('identity.device.revoke')}
          </Button>
        ),
    },
  ];
  return (
    <section>
      <h2>{t('identity.account.devices')}</h2>
      <p>{t('identity.account.devices_why')}</p>
      <ErrorSummary problem={act.problem} />
      <Loaded query={query}>
        {(page) => (
          <>
            {/* Words stay whole; a table that is too wide scrolls in its frame. */}
            <div style={{ overflowWrap: 'break-word' }}>
              <Table
                caption={t('identity.table.newest')}
                columns={columns}
                rows={page.items}
                rowKey={(row) => row.id}
              />
            </div>
            <Pager previous={cursor.previous} next={cursor.next(page.next)} />
          </>
        )}
      </Loaded>
    </section>
  );
}

const LINKS = [
  { href: '/messages', word: 'messages' },
  { href: '/cases', word: 'cases' },
  { href: '/certificates', word: 'certificates' },
  { href: '/privacy/facts', word: 'facts' },
  { href: '/privacy/reads', word: 'reads' },
] as const;

/** What belongs to me: who I am here, on whose behalf I act, where I am signed in. */
export function AccountScreen() {
  const t = useT();
  const actor = useSession().actor as SessionActor | null | undefined;
  if (!actor) return null;
  return (
    <>
      <h1>{t('identity.screen.account')}</h1>
      {actor.actsFor && (
        <p role="status">
          <Tag tone="act">{t('identity.account.acting_now', { name: actor.actsFor.name })}</Tag>
        </p>
      )}
      <Me actor={actor} />
      {actor.authLevel >= 2 && <Acting actor={actor} />}
      <Devices />
      <h2>{t('identity.account.links')}</h2>
      <ul className="links">
        {LINKS.map(({ href, word }) => (
          <li key={href}>
            <a href={href}>{t(`identity.link.${word}`)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
