import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.date_invalid': {
    zh: '日期“{text}”不存在，请按“年-月-日”填写，如 2026-03-05',
    en: 'There is no date “{text}”. Write year-month-day, such as 2026-03-05',
  },
  'error.year_not_loaded': {
    zh: '{year} 年节假日安排尚未导入，无法计算工作日',
    en: 'The holiday schedule of {year} is not loaded, so working days cannot be counted',
  },
  'error.schedule_invalid': {
    zh: '{year} 年节假日安排有误，请核对 {date}',
    en: 'The holiday schedule of {year} is wrong: check {date}',
  },
  'error.limit_invalid': { zh: '期限设置无效', en: 'The limit is not valid' },
  'error.not_pausable': {
    zh: '法律没有规定该期限可以因“{reason}”暂停计算',
    en: 'The law does not let “{reason}” stop this limit',
  },
  'error.already_paused': { zh: '期限已经暂停计算', en: 'The clock is already paused' },
  'error.not_paused': { zh: '期限没有暂停，无需恢复', en: 'The clock is not paused' },
  'error.stopped': { zh: '期限计算已经结束', en: 'The clock has already been stopped' },
  'error.out_of_order': {
    zh: '该操作的时间早于已记录的操作',
    en: 'This act lies before one that is already recorded',
  },
  'error.not_extendable': {
    zh: '该期限依法不能延长',
    en: 'The law gives no extension of this limit',
  },
  'error.already_extended': {
    zh: '该期限已经延长过一次',
    en: 'This limit was already extended once',
  },
  'error.extension_out_of_range': {
    zh: '延长的期限应在 1 至 {atMost} 之间',
    en: 'The extension must lie between 1 and {atMost}',
  },
  'error.already_overdue': {
    zh: '期限已于 {dueOn} 届满，不能再延长',
    en: 'The limit ran out on {dueOn} and can no longer be extended',
  },
  'state.running': { zh: '计时中', en: 'Running' },
  'state.paused': { zh: '暂停计时', en: 'Paused' },
  'state.met': { zh: '按期办结', en: 'Met' },
  'state.overdue': { zh: '已超期', en: 'Overdue' },
  'light.green': { zh: '绿灯', en: 'Green' },
  'light.yellow': { zh: '黄灯', en: 'Yellow' },
  'light.red': { zh: '红灯', en: 'Red' },
  'light.grey': { zh: '暂停', en: 'Paused' },
  'unit.workingDay': { zh: '个工作日', en: 'working days' },
  'unit.naturalDay': { zh: '日', en: 'days' },
  'unit.workingHour': { zh: '个工作小时', en: 'working hours' },
  'unit.urgentHour': { zh: '个紧急工作小时', en: 'urgent hours' },
  'unit.month': { zh: '个月', en: 'months' },
  'unit.year': { zh: '年', en: 'years' },
  'why.start-day': { zh: '开始当日，不计入', en: 'Day of the event, not counted' },
  'why.working': { zh: '工作日，计入', en: 'Working day, counted' },
  'why.make-up-workday': { zh: '调休上班，计入', en: 'Make-up working day, counted' },
  'why.natural': { zh: '自然日，计入', en: 'Calendar day, counted' },
  'why.hours': { zh: '按小时计入', en: 'Counted by the hour' },
  'why.weekend': { zh: '周末，不计入', en: 'Weekend, not counted' },
  'why.holiday': { zh: '节假日，不计入', en: 'Holiday, not counted' },
  'why.paused': { zh: '依法暂停，不计入', en: 'Lawfully paused, not counted' },
  'why.moved': {
    zh: '最后一日是休息日，顺延至该工作日',
    en: 'The last day was a day off, so the limit ends on this working day',
  },
  'why.not-loaded': {
    zh: '当年节假日安排尚未导入，不能确定',
    en: 'The schedule of this year is not loaded, so this is not known',
  },
  'reason.date': { zh: '日期不存在', en: 'There is no such day' },
  'reason.other-year': {
    zh: '不在当年，也不在上一年 12 月',
    en: 'Neither in the year nor in the December before',
  },
  'reason.twice': { zh: '重复列出', en: 'Listed twice' },
  'reason.worked-weekday': {
    zh: '调休上班日应为周六或周日',
    en: 'A make-up working day must be a Saturday or Sunday',
  },
  'reason.off': { zh: '没有列出放假日', en: 'No day off is listed' },
  'reason.source': { zh: '没有写明依据的通知', en: 'No notice is named' },
  'reason.year': { zh: '年份无效', en: 'The year is not valid' },
  'field.not_before': { zh: '不早于 {on}', en: 'Not before {on}' },
} satisfies Messages<typeof errors>;
