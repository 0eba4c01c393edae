import type { Messages } from '../errors/index.ts';
import type { errors } from './problem.ts';

/** Words for refusals and for the problems of models, by the name after `decision.`. */
export const messages = {
  'error.unknown_decision': {
    zh: '规则文件中没有名为“{decision}”的决策',
    en: 'The model has no decision called “{decision}”',
  },
  'error.xml_too_big': { zh: '文件超过 5 MB', en: 'The file is larger than 5 MB' },
  'error.xml_doctype': {
    zh: '文件含有 DOCTYPE 等声明，不予接受',
    en: 'The file contains a DOCTYPE or similar declaration, which is refused',
  },
  'error.xml_malformed': { zh: '不是格式正确的 XML', en: 'Not well-formed XML' },
  'error.xml_too_deep': { zh: 'XML 嵌套过深', en: 'The XML is nested too deeply' },
  'error.not_dmn': {
    zh: '不是 DMN 1.1 至 1.5 的规则文件',
    en: 'Not a DMN model of version 1.1 to 1.5',
  },
  'error.syntax': { zh: '表达式写法有误，位置在“{near}”', en: 'Syntax error near “{near}”' },
  'error.too_long': { zh: '表达式过长', en: 'The expression is too long' },
  'error.too_deep': { zh: '表达式嵌套过深', en: 'The expression is nested too deeply' },
  'error.unsupported': { zh: '不支持的写法：{near}', en: 'Not supported: {near}' },
  'error.literal': { zh: '不是有效的值：{near}', en: 'Not a valid value: {near}' },
  'error.pattern': {
    zh: '正则表达式有误，或者可能运行过久（如嵌套的重复）：{near}',
    en: 'Not a regular expression, or one that may run for too long (nested repetition): {near}',
  },
  'error.unknown_name': { zh: '未知的名称“{name}”', en: 'Unknown name “{name}”' },
  'error.unknown_member': { zh: '没有名为“{name}”的成员', en: 'There is no member “{name}”' },
  'error.unknown_function': { zh: '未知的函数“{name}”', en: 'Unknown function “{name}”' },
  'error.unknown_type': { zh: '未知的类型“{type}”', en: 'Unknown type “{type}”' },
  'error.argument_count': {
    zh: '函数“{name}”的参数个数不对',
    en: 'Wrong number of arguments for “{name}”',
  },
  'error.argument_names': {
    zh: '函数“{name}”没有这样的参数名',
    en: 'The function “{name}” has no such parameter names',
  },
  'error.argument_kind': {
    zh: '函数“{name}”的第 {position} 个参数不能是 {found}',
    en: 'Argument {position} of “{name}” cannot be {found}',
  },
  'error.duplicate_key': { zh: '键“{key}”重复', en: 'The key “{key}” occurs twice' },
  'error.not_combinable': {
    zh: '{left} 与 {right} 不能做“{op}”运算',
    en: '{left} and {right} cannot be combined by “{op}”',
  },
  'error.not_comparable': {
    zh: '{left} 与 {right} 不能用“{op}”比较',
    en: '{left} and {right} cannot be compared by “{op}”',
  },
  'error.not_boolean': {
    zh: '此处应为真假值，而不是 {kind}',
    en: 'Expected a boolean, not {kind}',
  },
  'error.cell_kind': {
    zh: '单元格的类型是 {found}，本列应为 {wanted}',
    en: 'The cell is {found}; its column is {wanted}',
  },
  'error.no_decision': { zh: '规则文件中没有决策', en: 'The model has no decision' },
  'error.item_cycle': { zh: '类型“{type}”引用了自身', en: 'The type “{type}” refers to itself' },
  'error.name_twice': { zh: '名称“{name}”使用了两次', en: 'The name “{name}” is used twice' },
  'error.decision_cycle': {
    zh: '决策“{decision}”循环依赖',
    en: 'The decision “{decision}” requires itself',
  },
  'error.requirement_unknown': {
    zh: '决策“{decision}”依赖的“{target}”不存在',
    en: 'The decision “{decision}” requires “{target}”, which does not exist',
  },
  'error.element_unsupported': {
    zh: '不支持的元素：{element}',
    en: 'The element {element} is not supported',
  },
  'error.logic_unsupported': {
    zh: '决策“{decision}”的逻辑形式不支持：{element}',
    en: 'The decision “{decision}” uses {element}, which is not supported',
  },
  'error.logic_missing': {
    zh: '决策“{decision}”没有逻辑',
    en: 'The decision “{decision}” has no logic',
  },
  'error.hit_policy_unsupported': {
    zh: '不支持的命中策略：{policy}',
    en: 'The hit policy {policy} is not supported',
  },
  'error.input_kind_differs': {
    zh: '第 {column} 列声明为 {wanted}，表达式却是 {found}',
    en: 'Column {column} is declared {wanted} but its expression is {found}',
  },
  'error.output_unnamed': {
    zh: '多个输出列时，第 {output} 个输出列必须有名称',
    en: 'Output column {output} needs a name, as there are several',
  },
  'error.output_missing': {
    zh: '第 {row} 行缺少第 {output} 个输出',
    en: 'Row {row} lacks output {output}',
  },
  'error.output_kind_differs': {
    zh: '第 {row} 行第 {output} 个输出是 {found}，应为 {wanted}',
    en: 'Row {row}, output {output} is {found}, expected {wanted}',
  },
  'error.output_not_allowed': {
    zh: '第 {row} 行第 {output} 个输出 {near} 不在允许的取值中',
    en: 'Row {row}, output {output}: {near} is not among the allowed values',
  },
  'error.row_length': {
    zh: '第 {row} 行的单元格数与表头不符',
    en: 'Row {row} does not have one cell for each column',
  },
  'error.input_missing': { zh: '缺少输入“{input}”', en: 'The input “{input}” is missing' },
  'error.input_kind': {
    zh: '输入“{input}”应为 {wanted}',
    en: 'The input “{input}” must be {wanted}',
  },
  'error.input_outside': {
    zh: '输入“{input}”不在允许的取值中',
    en: 'The input “{input}” is not among the allowed values',
  },
  'error.input_not_allowed': {
    zh: '决策“{decision}”第 {column} 列的值不在允许的取值中',
    en: 'Decision “{decision}”: the value of column {column} is not among the allowed values',
  },
  'error.unique_violated': {
    zh: '决策“{decision}”要求唯一命中，却命中了第 {rows} 行',
    en: 'Decision “{decision}” allows one row, but rows {rows} matched',
  },
  'error.any_violated': {
    zh: '决策“{decision}”命中的第 {rows} 行结果不一致',
    en: 'Decision “{decision}”: the matching rows {rows} disagree',
  },
  'error.result_kind': {
    zh: '决策“{decision}”的结果应为 {wanted}',
    en: 'The result of “{decision}” must be {wanted}',
  },
} as const satisfies Messages<typeof errors>;
