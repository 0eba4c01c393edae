import type { Text } from '@yiwang/foundation/errors';
import { fill, type Locale } from '@yiwang/foundation/i18n';
import { clauseText, licensingLaw } from '@yiwang/foundation/time';
import { type notices, say } from './notices.ts';
import { remedies } from './rules.ts';
import type { DocumentKind } from './schema.ts';
import type { Contents } from './service-record.ts';

/** What every document says about its case. */
export type Frame = {
  readonly applicant: string;
  readonly item: Text;
  readonly caseNo: string;
  readonly submittedOn: string;
};

export type Body = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly items: readonly string[];
  readonly closing: readonly string[];
};

type Spoken = {
  readonly locale: Locale;
  readonly frame: Frame;
  /** The sentence `name` of a document, with what the document says put in. */
  readonly line: (name: keyof typeof notices, params?: Record<string, unknown>) => string;
};

const art = (locale: Locale, article: string, paragraph?: number, item?: number) =>
  clauseText(locale, licensingLaw(article, paragraph, item));

const dueLine = ({ locale, line }: Spoken, on: string, certain: boolean) =>
  line(certain ? 'dueOn' : 'notBefore', { on: showDay(on, locale) });

/** A civil date as documents write it. */
export function showDay(day: string, locale: Locale): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return locale === 'zh' ? `${year}年${Number(month)}月${Number(date)}日` : day;
}

type Remedied = Pick<Contents['refusal-decision'], 'reconsideration' | 'litigation'>;

/** Who may object where, until when: required in every decision against an applicant (行政许可法 art. 38). */
function remedyLines({ locale, line }: Spoken, to: Remedied): string[] {
  const { reconsideration, litigation } = remedies;
  return [
    line('reconsideration', {
      days: reconsideration.days,
      body: to.reconsideration.body[locale],
      address: to.reconsideration.address[locale],
      clause: clauseText(locale, reconsideration.clause),
    }),
    line('litigation', {
      months: litigation.months,
      court: to.litigation.body[locale],
      clause: clauseText(locale, litigation.clause),
    }),
  ];
}

const numbered = (lines: readonly string[]) => lines.map((text, i) => `${i + 1}. ${text}`);

type Writer<K extends DocumentKind> = (content: Contents[K], spoken: Spoken) => Omit<Body, 'title'>;

const WRITERS: { readonly [K in DocumentKind]: Writer<K> } = {
  'acceptance-notice': (content, spoken) => {
    const { locale, line } = spoken;
    const acceptedOn = showDay(content.acceptedOn, locale);
    const accepted = content.presumed
      ? line('presumed', { acceptedOn, clause: art(locale, '32', 1, 4) })
      : line('accepted', { acceptedOn, clause: art(locale, '32', 1, 5) });
    const promised = content.promisedOn
      ? [line('promised', { on: showDay(content.promisedOn, locale) })]
      : [];
    const due = dueLine(spoken, content.legalOn, content.legalCertain);
    return { paragraphs: [accepted, due, ...promised], items: [], closing: [line('pauses')] };
  },
  'correction-notice': (content, spoken) => {
    const { locale, line } = spoken;
    return {
      paragraphs: [line('correction', { clause: art(locale, '32', 1, 4) })],
      items: numbered(
        content.items.map(({ label, text }) =>
          label ? line('labelled', { label: label[locale], text }) : text,
        ),
      ),
      closing: [
        line(content.certain ? 'correctBy' : 'correctNotBefore', {
          on: showDay(content.dueOn, locale),
        }),
        line('onlyOnce'),
      ],
    };
  },
  'non-acceptance-notice': (content, spoken) => {
    const { locale, line } = spoken;
    const right = content.rightAuthority
      ? [line('rightAuthority', { authority: content.rightAuthority })]
      : [];
    return {
      paragraphs: [
        line('notAccepted', { clause: art(locale, '32') }),
        line('reason', { reason: content.reason }),
        ...right,
      ],
      items: [],
      closing: remedyLines(spoken, content),
    };
  },
  'special-procedure-notice': ({ kind, ...content }, { locale, line }) => ({
    paragraphs: [
      line('special', { ...content, procedure: say(locale, kind), clause: art(locale, '45') }),
      line('specialDays', content),
      line('reason', { reason: content.text }),
    ],
    items: [],
    closing: [line('resumes')],
  }),
  'extension-notice': (content, spoken) => {
    const { locale, line } = spoken;
    const { days, reason, legalOn, legalCertain } = content;
    return {
      paragraphs: [
        line('extended', { days, clause: art(locale, '42', 1) }),
        line('reason', { reason }),
        dueLine(spoken, legalOn, legalCertain),
      ],
      items: [],
      closing: [],
    };
  },
  'grant-decision': (content, { locale, line }) => ({
    paragraphs: [
      line('granted', { clause: art(locale, '38', 1) }),
      ...(content.byRule ? [line('byRule')] : []),
    ],
    items: numbered(content.reasons.map((reason) => reason[locale])),
    closing: content.certificate
      ? [line('certificate', { name: content.certificate[locale] })]
      : [],
  }),
  'refusal-decision': (content, spoken) => {
    const { locale, line } = spoken;
    const clauses =
      content.clauses.length > 0
        ? [line('clauses', { clauses: content.clauses.join(locale === 'zh' ? '；' : '; ') })]
        : [];
    return {
      paragraphs: [line('refused', { clause: art(locale, '38', 2) }), ...clauses],
      items: numbered(content.reasons.map((reason) => reason[locale])),
      closing: remedyLines(spoken, content),
    };
  },
};

/** The text of a document in one language, from its template and what was sealed when it was issued. */
export function writeDocument<K extends DocumentKind>(
  kind: K,
  content: Contents[K],
  frame: Frame,
  locale: Locale,
): Body {
  const common = {
    item: frame.item[locale],
    caseNo: frame.caseNo,
    submittedOn: showDay(frame.submittedOn, locale),
  };
  const line: Spoken['line'] = (name, params) => fill(say(locale, name), { ...common, ...params });
  const body = WRITERS[kind](content, { locale, frame, line });
  return { title: say(locale, kind), ...body };
}
