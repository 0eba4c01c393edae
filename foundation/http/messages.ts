import type { Messages } from '../errors/index.ts';
import type { errors } from './route.ts';

export const messages = {
  'error.sign_in_required': { zh: '请先登录', en: 'Please sign in first' },
  'error.forbidden': { zh: '您的岗位没有这项权限', en: 'Your post does not allow this' },
  'error.level_too_low': {
    zh: '办理这件事需要先完成实名认证',
    en: 'Please verify your real name before you go on',
  },
  'error.not_found': {
    zh: '没有找到，或不在您的管辖范围内',
    en: 'Not found, or outside of your scope',
  },
  'error.malformed': { zh: '请求的格式不对（{where}）', en: 'The request is malformed ({where})' },
  'error.invalid': { zh: '有内容需要更正', en: 'Some entries need to be corrected' },
  'error.too_large': { zh: '内容太大', en: 'Too large' },
  'error.media_type': { zh: '不支持这种格式', en: 'This format is not supported' },
  'error.stale': {
    zh: '别人刚刚修改过，请刷新后再试',
    en: 'Somebody changed this meanwhile: reload and try again',
  },
  'error.if_match_missing': { zh: '缺少版本号（If-Match）', en: 'If-Match is missing' },
  'error.key_missing': {
    zh: '缺少防重复编号（Idempotency-Key）',
    en: 'Idempotency-Key is missing',
  },
  'error.key_malformed': {
    zh: '防重复编号应为 8 至 128 个字符',
    en: 'Idempotency-Key takes 8 to 128 printable characters',
  },
  'error.forged': {
    zh: '这个请求不是从本网站发出的，已被拒绝；请刷新页面后再试',
    en: 'This request did not come from our own pages; reload the page and try again',
  },
  'error.too_many': {
    zh: '操作太频繁，请一分钟后再试',
    en: 'Too many requests: try again in a minute',
  },
  'error.failed': {
    zh: '系统出错了，没有办成；请稍后再试',
    en: 'Something failed on our side and nothing was done; try again later',
  },
  'error.unready': { zh: '系统正在启动', en: 'The system is starting' },
  'error.required': { zh: '必填', en: 'Required' },
  'error.additional_properties': { zh: '不认识的内容', en: 'Unknown entry' },
  'error.max_length': { zh: '最多 {limit} 个字', en: 'At most {limit} characters' },
  'error.min_length': { zh: '至少 {limit} 个字', en: 'At least {limit} characters' },
  'error.pattern': { zh: '格式不对', en: 'Wrong format' },
  'error.format': { zh: '格式不对', en: 'Wrong format' },
  'error.type': { zh: '类型不对', en: 'Wrong kind of value' },
  'error.enum': { zh: '不在可选范围内', en: 'Not one of the choices' },
  'error.const': { zh: '不在可选范围内', en: 'Not one of the choices' },
  'error.any_of': { zh: '不在可选范围内', en: 'Not one of the choices' },
  'error.minimum': { zh: '不能小于 {limit}', en: 'Not less than {limit}' },
  'error.maximum': { zh: '不能大于 {limit}', en: 'Not more than {limit}' },
  'error.max_items': { zh: '最多 {limit} 项', en: 'At most {limit} items' },
  'error.min_items': { zh: '至少 {limit} 项', en: 'At least {limit} items' },
} satisfies Messages<typeof errors>;
