import type { CivilDate } from './civil-date.ts';

/** A place in a law. Numbers are written in digits: article `32`, paragraph 1, item 4. */
export type Clause = {
  law: string;
  article: string;
  paragraph?: number;
  item?: number;
  /** The day from which this text of the law is in force. */
  effectiveOn: CivilDate;
  /** Whether the text was read. False is shown to people as unverified. */
  verified: boolean;
};

const DIGITS = '零一二三四五六七八九';

/** A whole number from 1 to 9999 in Chinese numerals as laws write them: 10 十, 32 三十二, 105 一百零五. */
export function chineseNumeral(value: number): string {
  let text = '';
  let gap = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) {
      gap = text !== '';
      continue;
    }
    text += `${gap ? '零' : ''}${DIGITS[digit]}${name}`;
    gap = false;
  }
  return text.startsWith('一十') ? text.slice(1) : text;
}

/** A clause as people cite it, with the date of the text: `《行政许可法》第三十二条第一款第四项（2019-04-23 版）`. An unverified one says so. */
export function clauseText(locale: 'zh' | 'en', clause: Clause): string {
  const { law, article, paragraph, item, effectiveOn, verified } = clause;
  if (locale === 'en') {
    const inner = `${paragraph ? `(${paragraph})` : ''}${item ? `(${item})` : ''}`;
    const state = verified ? '' : ', unverified';
    return `《${law}》 art. ${article}${inner}, version of ${effectiveOn}${state}`;
  }
  const number = /^\d{1,4}$/.test(article) ? `第${chineseNumeral(Number(article))}条` : article;
  const inner = `${paragraph ? `第${chineseNumeral(paragraph)}款` : ''}${item ? `第${chineseNumeral(item)}项` : ''}`;
  return `《${law}》${number}${inner}（${effectiveOn} 版${verified ? '' : '，未核实'}）`;
}
