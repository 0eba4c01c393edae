import type { Messages } from '../errors/index.ts';
import type { errors } from './errors.ts';

export const messages = {
  'error.refused': {
    zh: '流程有 {count} 个问题，不能发布',
    en: 'The process has {count} problems and cannot be published',
  },
  'error.program_unknown': { zh: '没有这个流程版本：{id}', en: 'There is no process version {id}' },
  'error.instance_unknown': { zh: '找不到这个流程', en: 'This process cannot be found' },
  'error.started': { zh: '这个流程已经启动过', en: 'This process has been started before' },
  'error.conflict': {
    zh: '流程刚刚被其他人推进，请刷新后重试',
    en: 'Somebody else has just moved this process on: reload and try again',
  },
  'error.task_unknown': { zh: '找不到这项任务', en: 'This task cannot be found' },
  'error.task_gone': {
    zh: '这项任务已经办结或不再需要办理',
    en: 'This task has been done or is no longer needed',
  },
  'error.not_candidate': {
    zh: '这项任务不由您的部门或岗位办理',
    en: 'This task is not for your organization or post',
  },
  'error.claimed': { zh: '这项任务已由其他人员认领', en: 'Another officer has taken this task' },
  'error.changed': {
    zh: '这项任务已有变化，请刷新后重试',
    en: 'This task has changed: reload and try again',
  },
  'error.organization_missing': {
    zh: '环节“{element}”的名单“{list}”没有指明第 {item} 个部门',
    en: 'List "{list}" of step "{element}" names no organization number {item}',
  },
  'error.too_many_steps': {
    zh: '一次操作触发的自动环节超过 {limit} 个，已停止',
    en: 'One act set off more than {limit} automatic steps and was stopped',
  },
  'error.service_unknown': {
    zh: '“{id}”要求的自动服务“{key}”不存在',
    en: '"{id}" asks for the automatic service "{key}", which does not exist',
  },
  'error.decision_unavailable': {
    zh: '“{id}”要求按规则决定“{key}”，但没有启用规则引擎',
    en: '"{id}" asks for the decision "{key}", but nothing answers decisions here',
  },
  'error.id_taken': {
    zh: '版本号“{id}”已属于另一个流程文件，请修改文件后重试',
    en: 'Version "{id}" belongs to another text: change the file and try again',
  },
} satisfies Messages<typeof errors>;
