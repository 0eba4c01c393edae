import type { ActName, DeskView } from '@yiwang/services/case';

export type ChoiceId =
  | 'accept'
  | 'notify-correction'
  | 'refuse-acceptance'
  | 'record-visit'
  | 'order-test'
  | 'record-test'
  | 'opine-agree'
  | 'opine-agree-with-conditions'
  | 'opine-disagree'
  | 'propose-grant'
  | 'propose-refuse'
  | 'grant'
  | 'refuse'
  | 'extend';

/** One button of the decisions: the act of services/case behind it, the task that it ends, its key. */
type Choice = {
  readonly id: ChoiceId;
  readonly act: ActName;
  readonly task?: string;
  readonly key: string;
  readonly look: 'main' | 'plain';
  /** Words under `effect.<effect>`. */
  readonly effect: string;
};

const one = (
  id: ChoiceId,
  act: ActName,
  task: string | undefined,
  key: string,
  look: Choice['look'],
  effect: string = id,
): Choice => ({ id, act, ...(task !== undefined && { task }), key, look, effect });

const CHOICES: readonly Choice[] = [
  one('accept', 'accept', 'accept-review', 'y', 'main'),
  one('notify-correction', 'notify-correction', 'accept-review', 'b', 'plain'),
  one('refuse-acceptance', 'refuse-acceptance', 'accept-review', 'n', 'plain'),
  one('record-visit', 'record-visit', 'visit', 'v', 'main'),
  one('order-test', 'order-test', 'order-test', 't', 'main'),
  one('record-test', 'record-test', 'record-test', 't', 'main'),
  one('opine-agree', 'opine', 'opine', 'y', 'main', 'opine'),
  one('opine-agree-with-conditions', 'opine', 'opine', 'f', 'plain', 'opine'),
  one('opine-disagree', 'opine', 'opine', 'n', 'plain', 'opine'),
  one('propose-grant', 'review', 'review', 'y', 'main', 'propose'),
  one('propose-refuse', 'review', 'review', 'n', 'plain', 'propose'),
  one('grant', 'decide', 'decide', 'y', 'main'),
  one('refuse', 'decide', 'decide', 'n', 'plain'),
  one('extend', 'extend', undefined, 'x', 'plain'),
];

export type Offer = Choice & {
  /** The task that the act ends. */
  readonly taskId?: string;
  /** Why it cannot be done now: a key of words under `why`. */
  readonly why?: string;
};

/** Why an act of the officer's own task is not lawful now. */
function whyNot({ act }: Choice, view: DeskView): string {
  if (act === 'notify-correction') return view.correctionUsed ? 'correction_used' : 'presumed';
  if (act === 'refuse-acceptance') return 'presumed';
  if (view.state === 'suspended') return 'suspended';
  return act === 'decide' && view.state === 'accepted' ? 'four_eyes' : 'not_now';
}

/** What the officer's post may choose in this case now; what the law hinders stays visible with its reason. */
export function offersFor(view: DeskView): Offer[] {
  return CHOICES.flatMap((choice): Offer[] => {
    const task = view.mine.find(({ act }) => act === choice.task);
    const may = view.acts.includes(choice.act);
    if (choice.task === undefined) return may ? [choice] : [];
    if (!task) return [];
    const failed = choice.id === 'grant' && view.test?.result === 'failed';
    const why = failed ? 'test_failed' : may ? undefined : whyNot(choice, view);
    return [{ ...choice, taskId: task.id, ...(why !== undefined && { why }) }];
  });
}

/** Everything that an officer can type about a case; kept until the act is done. */
export type Typed = {
  choice: ChoiceId | null;
  text: string;
  items: { about: string; text: string }[];
  rightAuthority: string;
  onDate: string;
  officers: string[];
  measurements: string;
  testNeeded: boolean;
  files: { id: string; name: string }[];
  kind: string;
  product: string;
  institution: string;
  expected: string;
  result: string;
  reportNo: string;
  clauses: string;
  days: string;
};

export const nothingTyped = (today: string): Typed => ({
  choice: null,
  text: '',
  items: [{ about: 'other', text: '' }],
  rightAuthority: '',
  onDate: today,
  officers: [],
  measurements: '',
  testNeeded: false,
  files: [],
  kind: 'testing',
  product: '',
  institution: '',
  expected: '',
  result: 'passed',
  reportNo: '',
  clauses: '',
  days: '',
});

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const numberOf = (text: string): number | string =>
  /^\d{1,4}$/.test(text.trim()) ? Number(text) : text;

function itemOf({ about, text }: Typed['items'][number]) {
  const [kind, id = ''] = about.split(':');
  if (kind === 'material') return { materialCode: id, text };
  return kind === 'field' ? { fieldId: id, text } : { text };
}

/** What is sent for a choice, without the task. */
export function bodyOf(id: ChoiceId, typed: Typed): Record<string, unknown> {
  const { text, onDate } = typed;
  switch (id) {
    case 'accept':
      return {};
    case 'notify-correction':
      return { items: typed.items.map(itemOf) };
    case 'refuse-acceptance': {
      const rightAuthority = typed.rightAuthority.trim();
      return { reason: text, ...(rightAuthority && { rightAuthority }) };
    }
    case 'record-visit':
      return {
        onDate,
        officers: typed.officers,
        findings: text,
        ...(typed.measurements.trim() && { measurements: typed.measurements }),
        testNeeded: typed.testNeeded,
        fileIds: typed.files.map((file) => file.id),
      };
    case 'order-test': {
      const { kind, product, institution } = typed;
      return { kind, product, institution, expectedWorkingDays: numberOf(typed.expected), text };
    }
    case 'record-test':
      return { result: typed.result, reportNo: typed.reportNo, onDate, text };
    case 'propose-grant':
    case 'propose-refuse':
      return { proposal: id === 'propose-grant' ? 'grant' : 'refuse', text };
    case 'grant':
      return { decision: 'grant', reasons: lines(text) };
    case 'refuse':
      return { decision: 'refuse', reasons: lines(text), clauses: lines(typed.clauses) };
    case 'extend':
      return { days: numberOf(typed.days), reason: text };
    default:
      return { opinion: id.slice('opine-'.length), text };
  }
}

/** Where the server says that the typed text is wrong, and the words of its label. */
export function textField(id: ChoiceId | null): { pointer: string; label: string } | undefined {
  switch (id) {
    case 'accept':
    case 'notify-correction':
      return undefined;
    case 'refuse-acceptance':
      return { pointer: '/reason', label: 'refuse_reason' };
    case 'record-visit':
      return { pointer: '/findings', label: 'findings' };
    case 'order-test':
      return { pointer: '/text', label: 'test_text' };
    case 'record-test':
      return { pointer: '/text', label: 'test_note' };
    case 'grant':
      return { pointer: '/reasons', label: 'grant_reasons' };
    case 'refuse':
      return { pointer: '/reasons', label: 'reasons' };
    case 'extend':
      return { pointer: '/reason', label: 'extend_reason' };
    default:
      return { pointer: '/text', label: 'opinion' };
  }
}
