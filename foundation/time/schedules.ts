import type { CivilDate } from './civil-date.ts';

/** A notice of the General Office of the State Council that fixes holidays. */
export type Notice = { title: string; number: string; issuedOn: CivilDate };

/**
 * The schedule of one year as its notices fix it. Dates lie in `year`, or in December of the year
 * before, which a notice may change as well. Saturdays and Sundays need no entry in `off`.
 */
export type Schedule = {
  year: number;
  source: readonly Notice[];
  /** Days off: public holidays and weekdays given in exchange. */
  off: readonly CivilDate[];
  /** Saturdays and Sundays that are worked (调休上班). */
  worked: readonly CivilDate[];
};

const notice = (year: number, number: string, issuedOn: CivilDate): Notice => ({
  title: `国务院办公厅关于${year}年部分节假日安排的通知`,
  number: `国办发明电${number}`,
  issuedOn,
});

/** Writes out `1-28…2-4` and `1-1` of a year, day by day. */
function days(year: number, spans: string): CivilDate[] {
  return spans.split(' ').flatMap((span) => {
    const [from = '', to = from] = span.split('…');
    const at = (text: string): number => {
      const [month = 0, day = 0] = text.split('-').map(Number);
      return Date.UTC(year, month - 1, day);
    };
    const list: CivilDate[] = [];
    for (let ms = at(from); ms <= at(to); ms += 86_400_000)
      list.push(new Date(ms).toISOString().slice(0, 10));
    return list;
  });
}

const schedule = (
  year: number,
  source: readonly Notice[],
  off: string,
  worked: string,
): Schedule => ({
  year,
  source,
  off: days(year, off),
  worked: days(year, worked),
});

const y2023 = schedule(
  2023,
  [notice(2023, '〔2022〕16号', '2022-12-08')],
  '1-1…1-2 1-21…1-27 4-5 4-29…5-3 6-22…6-24 9-29…10-6',
  '1-28 1-29 4-23 5-6 6-25 10-7 10-8',
);

/** National schedules 2020–2026 as the notices give them. The year 2027 comes by import when its notice is out. */
export const stateCouncilSchedules: readonly Schedule[] = [
  schedule(
    2020,
    [
      notice(2020, '〔2019〕16号', '2019-11-21'),
      {
        // Extended the Spring Festival to 2 February: Saturday 1 February was not worked after all.
        title: '国务院办公厅关于延长2020年春节假期的通知',
        number: '国办发明电〔2020〕1号',
        issuedOn: '2020-01-26',
      },
    ],
    '1-1 1-24…2-2 4-4…4-6 5-1…5-5 6-25…6-27 10-1…10-8',
    '1-19 4-26 5-9 6-28 9-27 10-10',
  ),
  schedule(
    2021,
    [notice(2021, '〔2020〕27号', '2020-11-25')],
    '1-1…1-3 2-11…2-17 4-3…4-5 5-1…5-5 6-12…6-14 9-19…9-21 10-1…10-7',
    '2-7 2-20 4-25 5-8 9-18 9-26 10-9',
  ),
  schedule(
    2022,
    [notice(2022, '〔2021〕11号', '2021-10-25')],
    '1-1…1-3 1-31…2-6 4-3…4-5 4-30…5-4 6-3…6-5 9-10…9-12 10-1…10-7',
    '1-29 1-30 4-2 4-24 5-7 10-8 10-9',
  ),
  { ...y2023, off: ['2022-12-31', ...y2023.off] },
  schedule(
    2024,
    [notice(2024, '〔2023〕7号', '2023-10-25')],
    '1-1 2-10…2-17 4-4…4-6 5-1…5-5 6-10 9-15…9-17 10-1…10-7',
    '2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12',
  ),
  schedule(
    2025,
    [notice(2025, '〔2024〕12号', '2024-11-12')],
    '1-1 1-28…2-4 4-4…4-6 5-1…5-5 5-31…6-2 10-1…10-8',
    '1-26 2-8 4-27 9-28 10-11',
  ),
  schedule(
    2026,
    [notice(2026, '〔2025〕7号', '2025-11-04')],
    '1-1…1-3 2-15…2-23 4-4…4-6 5-1…5-5 6-19…6-21 9-25…9-27 10-1…10-7',
    '1-4 2-14 2-28 5-9 9-20 10-10',
  ),
];
