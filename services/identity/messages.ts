import type { Messages } from '@yiwang/foundation/errors';
import type { errors } from './rules.ts';

/** Refusals, the words of text messages, and names shared by portal and workbench. */
const refusals = {
  'error.wrong_credentials': {
    zh: '账号或密码不对',
    en: 'The sign-in name or the password is wrong',
  },
  'error.second_factor_needed': {
    zh: '请再输入动态口令',
    en: 'Please also enter the code of your authenticator',
  },
  'error.wrong_code': {
    zh: '验证码不对，或已经用过',
    en: 'The code is wrong or has been used',
  },
  'error.code_expired': {
    zh: '验证码已失效，请重新获取',
    en: 'The code is no longer valid: get a new one',
  },
  'error.too_many_attempts': {
    zh: '次数太多，请 {seconds} 秒后再试',
    en: 'Too many tries: try again in {seconds} seconds',
  },
  'error.phone_taken': {
    zh: '这个手机号已经注册过，请直接登录',
    en: 'This mobile is registered already: please sign in',
  },
  'error.not_registered': {
    zh: '这个手机号还没有注册，请先注册',
    en: 'This mobile is not registered yet: please register first',
  },
  'error.not_matched': {
    zh: '姓名和身份证号码与登记的信息对不上，请核对后再试',
    en: 'Name and ID number do not agree with the register: check them and try again',
  },
  'error.already_verified': {
    zh: '您已经完成实名认证',
    en: 'Your real name is verified already',
  },
  'error.verified_elsewhere': {
    zh: '这个身份已经在另一个账号上认证过。如果那不是您，请带身份证到政务服务窗口处理',
    en: 'This identity is verified with another account. If that is not yours, bring your ID card to a service counter',
  },
  'error.real_name_needed': {
    zh: '请先完成实名认证',
    en: 'Please verify your real name first',
  },
  'error.not_representative': {
    zh: '登记的法定代表人不是您，不能替它办事',
    en: 'You are not its registered representative and cannot act for it',
  },
  'error.weak_password': { zh: '请换一个更强的密码', en: 'Please choose a stronger password' },
  'error.password_short': {
    zh: '密码至少 10 个字符',
    en: 'A password has at least 10 characters',
  },
  'error.password_is_login': {
    zh: '密码不能是您的手机号或用户名',
    en: 'The password cannot be your mobile or sign-in name',
  },
  'error.password_common': {
    zh: '这个密码很容易被猜到，请换一个',
    en: 'This password is easily guessed: choose another one',
  },
  'error.code_form': { zh: '请输入短信里的 6 位数字', en: 'Enter the six digits from the SMS' },
  'error.session_unknown': {
    zh: '没有这次登录，或已经退出',
    en: 'There is no such sign-in, or it has ended',
  },
  'error.officers_only': { zh: '只有工作人员才有岗位', en: 'Only officers hold posts' },
  'error.residents_only': {
    zh: '工作人员账号不能办理个人事务，请用自己的手机号登录',
    en: 'An officer account cannot do this: sign in with your own mobile',
  },
  'message.code': {
    zh: '【一网通办】验证码 {code}，{minutes} 分钟内有效。不要告诉任何人，工作人员也不会向您索要。',
    en: '[Yiwang] Your code is {code}, valid for {minutes} minutes. Tell nobody, officers never ask for it.',
  },
} satisfies Messages<typeof errors>;

const signIn = {
  'screen.sign_in': { zh: '登录', en: 'Sign in' },
  'sign_in.by_password': { zh: '密码登录', en: 'With a password' },
  'sign_in.by_code': { zh: '短信验证码登录', en: 'With a code by SMS' },
  'sign_in.submit': { zh: '登录', en: 'Sign in' },
  'sign_in.new': { zh: '还没有账号？', en: 'No account yet?' },
  'sign_in.signed_in': { zh: '您已登录', en: 'You are signed in' },
  'sign_in.on': { zh: '继续', en: 'Go on' },
  'field.phone': { zh: '手机号', en: 'Mobile number' },
  'field.password': { zh: '密码', en: 'Password' },
  'field.code': { zh: '短信验证码', en: 'Code from the SMS' },
  'field.code_hint': { zh: '6 位数字，5 分钟内有效', en: 'Six digits, valid for five minutes' },
  'field.login': { zh: '用户名', en: 'Sign-in name' },
  'field.totp': { zh: '动态口令', en: 'Authenticator code' },
  'field.totp_hint': {
    zh: '身份验证器应用上显示的 6 位数字，每 30 秒更换',
    en: 'The six digits in your authenticator app, new every 30 seconds',
  },
  'code.get': { zh: '获取验证码', en: 'Get a code' },
  'code.again': { zh: '重新获取', en: 'Get another code' },
  'code.wait': { zh: '{seconds} 秒后可重新获取', en: 'Another code in {seconds} seconds' },
  'code.sent': {
    zh: '验证码已发送到 {phone}',
    en: 'The code was sent to {phone}',
  },
  'desk.title': { zh: '工作人员登录', en: 'Sign-in for officers' },
  'desk.second': {
    zh: '第 2 步，共 2 步：确认是您本人',
    en: 'Step 2 of 2: confirm that it is you',
  },
  'desk.back': { zh: '返回修改用户名和密码', en: 'Back to name and password' },
  'screen.post': { zh: '切换岗位', en: 'Change post' },
  'post.why': {
    zh: '您在任的岗位。每个岗位能看到的办件和能做的事不同。',
    en: 'The posts you hold. Each sees other cases and may do other things.',
  },
  'post.current': { zh: '当前岗位', en: 'Present post' },
  'post.switch': { zh: '切换到这个岗位', en: 'Act in this post' },
  'post.switch_to': { zh: '切换到这个岗位：{name}', en: 'Act in this post: {name}' },
} satisfies Messages;

const registration = {
  'screen.register': { zh: '注册', en: 'Register' },
  'register.phone': { zh: '您的手机号是多少？', en: 'What is your mobile number?' },
  'register.phone_hint': {
    zh: '以后用它登录，办件有进展时给它发短信。',
    en: 'You sign in with it, and we text it when your case moves on.',
  },
  'register.code': { zh: '短信里的验证码是多少？', en: 'Which code is in the SMS?' },
  'register.password': { zh: '设置一个密码', en: 'Choose a password' },
  'register.password_hint': {
    zh: '至少 10 个字符。可以用一句只有您知道的话，容易记，别人猜不到。',
    en: 'At least 10 characters. A sentence that only you know is easy to keep and hard to guess.',
  },
  'register.next': { zh: '下一步', en: 'Next' },
  'register.back': { zh: '上一步', en: 'Back' },
  'register.done': { zh: '完成注册', en: 'Register' },
  'register.known': { zh: '已经有账号？', en: 'Registered already?' },
  'screen.real_name': { zh: '实名认证', en: 'Verify your real name' },
  'real_name.why_title': { zh: '为什么要实名认证', en: 'Why we ask' },
  'real_name.why': {
    zh: '认证以后，政府才能确认是您本人，把已经掌握的信息替您填好，并让您查看自己的办件和证照。我们只把姓名和身份证号码与人口信息核对一次，不另作他用；谁看过您的数据，您随时可以查到。',
    en: 'Only then can government be sure that it is you, fill in what it already holds and show you your cases and certificates. Name and ID number are compared with the population register once and used for nothing else; you can always see who looked at your data.',
  },
  'field.name': { zh: '姓名', en: 'Name' },
  'field.name_hint': { zh: '与身份证上的一致', en: 'As on your ID card' },
  'field.id_number': { zh: '身份证号码', en: 'ID number' },
  'field.id_number_hint': {
    zh: '18 位，最后一位可能是 X',
    en: '18 characters, the last one may be X',
  },
  'real_name.submit': { zh: '核对并认证', en: 'Compare and verify' },
  'real_name.done': { zh: '实名认证已完成', en: 'Your real name is verified' },
  'real_name.done_why': {
    zh: '现在可以在线办事，也可以查看政府掌握的您的信息。',
    en: 'You can now apply online and see what government holds about you.',
  },
  'real_name.other_title': { zh: '不想在网上填写？', en: 'Rather not do this online?' },
  'real_name.other': {
    zh: '带上身份证到就近的政务服务中心窗口办理，效果完全一样；也可以拨打 12345 咨询。',
    en: 'Bring your ID card to a service centre near you: the result is the same. Or ask at 12345.',
  },
  'link.guides': { zh: '查找办事指南', en: 'Find a guide' },
} satisfies Messages;

const account = {
  'screen.account': { zh: '我的账户', en: 'My account' },
  'account.me': { zh: '我', en: 'About me' },
  'account.name': { zh: '姓名', en: 'Name' },
  'account.phone': { zh: '手机号', en: 'Mobile' },
  'account.level': { zh: '实名等级', en: 'Identity level' },
  'level.1': { zh: '第 1 级：已注册，未实名', en: 'Level 1: registered, name not verified' },
  'level.2': { zh: '第 2 级：已实名', en: 'Level 2: real name verified' },
  'level.3': { zh: '第 3 级：已实人', en: 'Level 3: person verified' },
  'level.4': { zh: '第 4 级：数字证书', en: 'Level 4: digital certificate' },
  'account.verify': { zh: '去实名认证', en: 'Verify your real name' },
  'account.acting': { zh: '以谁的名义办事', en: 'On whose behalf' },
  'account.acting_why': {
    zh: '您是下列单位登记的法定代表人，可以替它办事。切换以后，看到的办件和证照是它的。',
    en: 'The register names you as representative of these. After switching you see their cases and certificates.',
  },
  'account.myself': { zh: '我本人', en: 'Myself' },
  'account.now': { zh: '当前', en: 'now' },
  'account.switch_to': { zh: '切换为{name}', en: 'Act for {name}' },
  'account.no_firms': {
    zh: '登记信息里没有您担任法定代表人的单位。',
    en: 'The register names you as representative of no firm.',
  },
  'account.acting_now': { zh: '现在以“{name}”的名义办事', en: 'You act for “{name}” now' },
  'account.devices': { zh: '登录中的设备', en: 'Devices signed in' },
  'account.devices_why': {
    zh: '有不认识的设备？让它退出，并拨打 12345。',
    en: 'A device you do not know? Sign it out and call 12345.',
  },
  'table.newest': { zh: '最近的在前', en: 'Newest first' },
  'device.what': { zh: '设备', en: 'Device' },
  'device.seen': { zh: '最近使用', en: 'Last used' },
  'device.act': { zh: '操作', en: 'Act' },
  'device.current': { zh: '当前设备', en: 'This device' },
  'device.revoke': { zh: '让它退出', en: 'Sign it out' },
  'method.password': { zh: '用密码登录', en: 'by password' },
  'method.code': { zh: '用短信验证码登录', en: 'by SMS code' },
  'method.password-totp': { zh: '用密码和动态口令登录', en: 'by password and authenticator' },
  'method.registration': { zh: '注册时登录', en: 'at registration' },
  'account.links': { zh: '我的数据', en: 'My data' },
  'link.facts': { zh: '政府掌握的我的信息', en: 'What government holds about me' },
  'link.reads': { zh: '谁看过我的数据', en: 'Who looked at my data' },
  'link.cases': { zh: '我的办件', en: 'My cases' },
  'link.certificates': { zh: '我的证照', en: 'My certificates' },
  'link.messages': { zh: '我的消息', en: 'My messages' },
  'screen.messages': { zh: '我的消息', en: 'My messages' },
  'messages.empty': { zh: '还没有消息。', en: 'No messages yet.' },
  'messages.new': { zh: '未读', en: 'New' },
  'messages.read': { zh: '标为已读', en: 'Mark as read' },
  'screen.reads': { zh: '谁看过我的数据', en: 'Who looked at my data' },
  'reads.why': {
    zh: '除您本人以外，每一次查看您的信息都记在这里，谁也不能修改或删除。',
    en: 'Every look at your data by anybody but you is recorded here. Nobody can change or delete it.',
  },
  'reads.law': {
    zh: '依据《个人信息保护法》第四十四条、第四十五条，您有权知道。',
    en: 'The Personal Information Protection Law, articles 44 and 45, gives you the right to know.',
  },
  'reads.not_verified': {
    zh: '完成实名认证后，才能查到与您有关的查看记录。',
    en: 'Verify your real name first: then the records about you can be found.',
  },
  'reads.empty': { zh: '还没有人查看过您的数据。', en: 'Nobody has looked at your data yet.' },
  'reads.at': { zh: '时间', en: 'When' },
  'reads.by': { zh: '哪个部门、什么岗位', en: 'Which department and post' },
  'reads.purpose': { zh: '为什么', en: 'Why' },
  'reads.fields': { zh: '看了什么', en: 'What' },
  'reads.open_case': { zh: '打开办件', en: 'Open the case' },
  'reads.by_system': { zh: '系统自动核对', en: 'Automatic check' },
  'reads.by_office': { zh: '政府部门', en: 'A department' },
  'reads.by_resident': { zh: '其他用户', en: 'Another user' },
  'read.name': { zh: '姓名', en: 'name' },
  'read.form': { zh: '申请表里填写的内容', en: 'answers in the application' },
  'read.material': { zh: '提交的材料', en: 'documents handed in' },
  'read.certificate': { zh: '电子证照', en: 'electronic certificate' },
  'read.document': { zh: '办件文书', en: 'notices and decisions' },
  'read.rule': { zh: '规则判断用到的信息', en: 'what the rules decided by' },
  'read.rating': { zh: '评价', en: 'rating' },
  'read.reopening': { zh: '要求人工办理的理由', en: 'reason for asking for a person' },
  'read.masked': { zh: '只看到遮盖后的内容', en: 'masked content only' },
  'read.other': { zh: '其他信息', en: 'other information' },
  'reads.question': {
    zh: '觉得不该有人看？可以拨打 12345，或到政务服务窗口提出。',
    en: 'Do you think that somebody should not have looked? Call 12345 or ask at a service counter.',
  },
} satisfies Messages;

export const messages = { ...refusals, ...signIn, ...registration, ...account };
