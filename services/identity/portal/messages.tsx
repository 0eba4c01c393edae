import {
  api,
  Loaded,
  type Page,
  useAct,
  useCursor,
  useLocale,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, DateText, ErrorSummary, Pager, Tag } from '@yiwang/foundation/ui/portal';

type Message = {
  id: string;
  text: { zh: string; en: string };
  at: string;
  readAt: string | null;
};

const MESSAGES = '/api/foundation/message/messages';

/** My in-app messages, newest first. */
export function MessagesScreen() {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const cursor = useCursor();
  const query = useQuery({
    queryKey: ['message', 'mine', cursor.after],
    queryFn: ({ signal }) =>
      api.get<Page<Message>>(MESSAGES, { query: { limit: 20, after: cursor.after }, signal }),
  });
  const act = useAct(
    (id: string, key) => api.post(`${MESSAGES}/{id}/read`, undefined, { path: { id }, key }),
    { onDone: () => client.invalidateQueries({ queryKey: ['message', 'mine'] }) },
  );
  return (
    <>
      <h1>{t('identity.screen.messages')}</h1>
      <ErrorSummary problem={act.problem} />
      <Loaded query={query}>
        {(page) => (
          <>
            {page.items.length === 0 && <p className="state">{t('identity.messages.empty')}</p>}
            <ul className="links">
              {page.items.map(({ id, text, at, readAt }) => (
                <li key={id}>
                  <p>
                    {!readAt && <Tag tone="act">{t('identity.messages.new')}</Tag>} {text[locale]}
                    <span className="quiet">
                      <DateText at={at} />
                    </span>
                  </p>
                  {!readAt && (
                    <p className="row">
                      <Button look="plain" onPress={() => act.run(id)} pending={act.pending}>
                        {t('identity.messages.read')}
                      </Button>
                    </p>
                  )}
                </li>
              ))}
            </ul>
            <Pager previous={cursor.previous} next={cursor.next(page.next)} />
          </>
        )}
      </Loaded>
    </>
  );
}
