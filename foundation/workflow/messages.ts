import type { Messages } from '../errors/index.ts';
import type { errors, ProblemName } from './problems.ts';

/** The words of the engine's refusals and of every publication problem. */
export const messages = {
  'error.not_started': { zh: '流程尚未启动', en: 'The process has not been started' },
  'error.other_program': {
    zh: '该流程实例属于版本 {expected}，不能用版本 {given} 推进',
    en: 'This instance belongs to version {expected} and cannot be advanced with {given}',
  },
  'error.condition_unknown': {
    zh: '已发布流程中的条件“{text}”无法编译：{detail}',
    en: 'The condition "{text}" of a published process does not compile: {detail}',
  },
  'error.too_many_steps': {
    zh: '一次推进超过 {limit} 步，已停止',
    en: 'One event needed more than {limit} steps and was stopped',
  },
  'error.xml_too_large': {
    zh: '流程文件过大：上限为 {limit} {of}',
    en: 'The process file is too large: at most {limit} {of}',
  },
  'error.xml_too_deep': {
    zh: '流程文件的元素嵌套超过 {limit} 层',
    en: 'Elements of the process file are nested deeper than {limit}',
  },
  'error.xml_doctype': {
    zh: '流程文件不得包含 DOCTYPE 或实体声明',
    en: 'The process file must not contain a DOCTYPE or entity declarations',
  },
  'error.xml_malformed': {
    zh: '第 {line} 行不是正确的 XML：{detail}',
    en: 'Line {line} is not well-formed XML: {detail}',
  },
  'error.xml_repeated': {
    zh: '第 {line} 行：{element} 只能有一个 {child}',
    en: 'Line {line}: {element} may have only one {child}',
  },
  'error.unreadable': {
    zh: '流程文件有无法读取的内容：{detail}',
    en: 'Part of the process file cannot be read: {detail}',
  },
  'error.unresolved_reference': {
    zh: '{element}“{id}”的 {property} 指向不存在的“{reference}”',
    en: '{element} "{id}": {property} points to "{reference}", which does not exist',
  },
  'error.process_missing': { zh: '文件中没有流程', en: 'The file has no process' },
  'error.process_many': {
    zh: '文件中有多个流程：{ids}；一个文件只能有一个',
    en: 'The file has several processes: {ids}; one file holds one',
  },
  'error.process_not_executable': {
    zh: '流程“{id}”未标记为可执行（isExecutable）',
    en: 'Process "{id}" is not marked executable (isExecutable)',
  },
  'error.element_not_supported': {
    zh: '引擎不能执行 {element}“{id}”',
    en: 'The engine cannot execute {element} "{id}"',
  },
  'error.property_not_supported': {
    zh: '引擎不能执行 {element}“{id}”的 {property}',
    en: 'The engine cannot execute {property} of {element} "{id}"',
  },
  'error.value_not_supported': {
    zh: '引擎不能执行 {element}“{id}”的 {property}=“{value}”',
    en: 'The engine cannot execute {property}="{value}" of {element} "{id}"',
  },
  'error.extension_not_supported': {
    zh: '{element}“{id}”带有引擎不认识的扩展 {extension}',
    en: '{element} "{id}" carries an extension the engine does not know: {extension}',
  },
  'error.id_missing': { zh: '有一个 {element} 没有 id', en: 'A {element} has no id' },
  'error.setting_missing': {
    zh: '{element}“{id}”缺少设置 {setting}',
    en: '{element} "{id}" lacks the setting {setting}',
  },
  'error.setting_wrong': {
    zh: '{element}“{id}”的设置 {setting} 不能为“{value}”',
    en: '{element} "{id}": the setting {setting} cannot be "{value}"',
  },
  'error.timer_missing': {
    zh: '定时事件“{id}”没有期限',
    en: 'The timer event "{id}" has no time limit',
  },
  'error.timer_twice': {
    zh: '定时事件“{id}”的期限写了两次（yw:timer 与 timeDuration）',
    en: 'The timer event "{id}" states its limit twice (yw:timer and timeDuration)',
  },
  'error.attached_wrong': {
    zh: '边界事件“{id}”没有附着在任务上',
    en: 'The boundary event "{id}" is not attached to a task',
  },
  'error.item_without_list': {
    zh: '用户任务“{id}”按清单项确定承办单位，但没有多实例清单（yw:items）',
    en: 'User task "{id}" takes its organization from the item but has no multi-instance list (yw:items)',
  },
  'error.flow_lists_differ': {
    zh: '{element}“{id}”的 {property} 与顺序流不一致',
    en: '{property} of {element} "{id}" differs from the sequence flows',
  },
  'error.flow_end_wrong': {
    zh: '顺序流“{id}”的 {property} 不是流程中的节点',
    en: '{property} of sequence flow "{id}" is not a node of the process',
  },
  'error.condition_wrong': {
    zh: '“{id}”的条件“{text}”有误：{detail}',
    en: 'The condition "{text}" of "{id}" is wrong: {detail}',
  },
  'error.condition_missing': {
    zh: '排他网关“{gateway}”的出口“{id}”没有条件，也不是默认出口',
    en: 'Flow "{id}" of exclusive gateway "{gateway}" has no condition and is not the default',
  },
  'error.condition_misplaced': {
    zh: '顺序流“{id}”不应有条件：条件只能写在有多个出口的排他网关之后，且不能写在默认出口上',
    en: 'Flow "{id}" must not have a condition: only flows of an exclusive gateway with several exits have one, and not its default',
  },
  'error.default_missing': {
    zh: '排他网关“{id}”有多个出口，但没有默认出口',
    en: 'Exclusive gateway "{id}" has several exits but no default',
  },
  'error.default_misplaced': {
    zh: '“{id}”的默认出口不是它自己的出口',
    en: 'The default of "{id}" is not one of its own exits',
  },
  'error.start_missing': { zh: '流程没有开始事件', en: 'The process has no start event' },
  'error.start_many': {
    zh: '流程有多个开始事件：{ids}',
    en: 'The process has several start events: {ids}',
  },
  'error.end_missing': { zh: '流程没有结束事件', en: 'The process has no end event' },
  'error.incoming_missing': {
    zh: '没有顺序流通向“{id}”',
    en: 'No sequence flow leads to "{id}"',
  },
  'error.outgoing_missing': {
    zh: '没有顺序流离开“{id}”',
    en: 'No sequence flow leaves "{id}"',
  },
  'error.incoming_misplaced': {
    zh: '顺序流不能通向“{id}”（开始事件或边界事件）',
    en: 'A sequence flow must not lead to "{id}" (a start or boundary event)',
  },
  'error.outgoing_misplaced': {
    zh: '顺序流不能离开结束事件“{id}”',
    en: 'A sequence flow must not leave the end event "{id}"',
  },
  'error.unreachable': {
    zh: '从开始事件到不了“{id}”',
    en: '"{id}" cannot be reached from the start event',
  },
  'error.no_way_out': {
    zh: '从“{id}”到不了任何结束事件',
    en: 'No end event can be reached from "{id}"',
  },
  'error.cycle_without_wait': {
    zh: '循环中没有等待环节，流程会无限运行：{ids}',
    en: 'A cycle without a waiting step would run for ever: {ids}',
  },
  'error.join_may_wait_forever': {
    zh: '并行汇合“{id}”可能永远等不齐，或留下多余的令牌',
    en: 'The parallel join "{id}" may wait for ever or keep an excess token',
  },
  'error.tokens_multiply': {
    zh: '到达“{id}”的令牌会不断增多（并行分支回到了循环里）',
    en: 'Tokens at "{id}" multiply (a parallel branch leads back into a cycle)',
  },
  'error.too_complex': {
    zh: '流程超过 {limit} 种状态，无法检查；请拆分',
    en: 'The process has more than {limit} states and cannot be checked; split it',
  },
} satisfies Messages<typeof errors & Record<ProblemName, unknown>>;
