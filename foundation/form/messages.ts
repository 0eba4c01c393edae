import type { Messages, Text } from '../errors/index.ts';
import type { errors } from './errors.ts';
import type { LintName } from './lint.ts';

type Lint = { readonly [K in LintName as `error.lint_${K}`]: Text };

/** Words of forms: `error.*` stand beside a field or in its lint, `screen.*` are the renderer's own. */
export const messages = {
  'error.invalid': {
    zh: '有 {count} 处需要修改。',
    en: '{count} answers need to be corrected.',
  },
  'error.not_publishable': {
    zh: '这张表单还不能发布：有 {count} 个问题。',
    en: 'This form cannot be published yet: {count} problems.',
  },
  'error.unreadable': {
    zh: '没有收到表单内容，请重试。',
    en: 'The form did not arrive. Please try again.',
  },
  'error.unknown': { zh: '表单里没有这一项。', en: 'The form does not ask for this.' },
  'error.required': { zh: '这一项不能空着。', en: 'This cannot be left empty.' },
  'error.not_text': { zh: '请用文字填写。', en: 'Write this in words.' },
  'error.too_short': {
    zh: '太短了，至少写 {min} 个字。',
    en: 'Too short. Write at least {min} characters.',
  },
  'error.too_long': {
    zh: '太长了，最多写 {max} 个字。',
    en: 'Too long. Write at most {max} characters.',
  },
  'error.pattern': {
    zh: '写法不对，请照着例子填写。',
    en: 'Not written correctly. Write it like the example.',
  },
  'error.not_a_number': {
    zh: '这里要填数字，例如 12。',
    en: 'Write a number here, for example 12.',
  },
  'error.not_whole': {
    zh: '这里要填整数，不带小数点。',
    en: 'Write a whole number, without a decimal point.',
  },
  'error.too_precise': {
    zh: '小数点后最多 {decimals} 位。',
    en: 'At most {decimals} digits after the decimal point.',
  },
  'error.too_small': { zh: '数字太小了，最小是 {min}。', en: 'Too small. The smallest is {min}.' },
  'error.too_large': { zh: '数字太大了，最大是 {max}。', en: 'Too large. The largest is {max}.' },
  'error.not_money': {
    zh: '请填写金额，单位是元，最多两位小数，例如 12.50。',
    en: 'Write an amount in yuan with at most two decimals, for example 12.50.',
  },
  'error.money_too_small': {
    zh: '金额太小了，最少 {min} 元。',
    en: 'Too little. The least is {min} yuan.',
  },
  'error.money_too_large': {
    zh: '金额太大了，最多 {max} 元。',
    en: 'Too much. The most is {max} yuan.',
  },
  'error.date': {
    zh: '没有这一天，请检查年、月、日。',
    en: 'There is no such day. Check year, month and day.',
  },
  'error.future_date': {
    zh: '这一天还没到，请检查。',
    en: 'This day has not come yet. Please check.',
  },
  'error.past_date': {
    zh: '这一天已经过去了，请检查。',
    en: 'This day has already passed. Please check.',
  },
  'error.too_early': { zh: '不能早于 {min}。', en: 'It cannot be before {min}.' },
  'error.too_late': { zh: '不能晚于 {max}。', en: 'It cannot be after {max}.' },
  'error.period': { zh: '请填写开始日期和结束日期。', en: 'Write the first day and the last day.' },
  'error.period_order': {
    zh: '结束日期不能早于开始日期。',
    en: 'The last day cannot be before the first day.',
  },
  'error.choice': { zh: '请从列出的选项里选。', en: 'Choose from the list.' },
  'error.too_few': { zh: '至少选 {min} 项。', en: 'Choose at least {min}.' },
  'error.too_many': { zh: '最多选 {max} 项。', en: 'Choose at most {max}.' },
  'error.repeated': { zh: '有重复的，请去掉一个。', en: 'Something is there twice. Remove one.' },
  'error.region': { zh: '请把地区选完整。', en: 'Choose the complete area.' },
  'error.id_length': {
    zh: '身份证号是 18 位，请数一数。',
    en: 'An identity number has 18 characters. Please count them.',
  },
  'error.id_characters': {
    zh: '身份证号只有数字，最后一位可以是 X。',
    en: 'An identity number has only digits; the last character may be X.',
  },
  'error.check_digit': {
    zh: '号码里有一位写错了，请对照证件检查。',
    en: 'One character of the number is wrong. Compare it with your document.',
  },
  'error.birth_date': {
    zh: '号码里的出生日期不对，请对照证件检查（第 7 到 14 位）。',
    en: 'The birth date in the number is wrong. Compare characters 7 to 14 with your document.',
  },
  'error.id_area': {
    zh: '号码开头的地区代码不对，请对照证件检查（前 6 位）。',
    en: 'The area code in the number is wrong. Compare the first 6 characters with your document.',
  },
  'error.uscc_length': {
    zh: '统一社会信用代码是 18 位，由数字和大写字母组成。',
    en: 'A unified social credit code has 18 digits and capital letters.',
  },
  'error.uscc_parts': {
    zh: '统一社会信用代码不对，请对照营业执照检查。',
    en: 'This unified social credit code is wrong. Compare it with the business licence.',
  },
  'error.phone': {
    zh: '电话号码不对，手机号是 11 位数字。',
    en: 'This telephone number is wrong. A mobile number has 11 digits.',
  },
  'error.mobile': {
    zh: '这里要填手机号，不是座机。',
    en: 'Write a mobile number here, not a landline.',
  },
  'error.address': {
    zh: '请选地区，再写街道和门牌号。',
    en: 'Choose the area, then write street and number.',
  },
  'error.file': {
    zh: '文件没有传好，请重新上传。',
    en: 'The file did not arrive. Upload it again.',
  },
  'error.too_few_files': { zh: '至少上传 {min} 个文件。', en: 'Upload at least {min} files.' },
  'error.too_many_files': { zh: '最多上传 {max} 个文件。', en: 'Upload at most {max} files.' },
  'error.table': {
    zh: '这一行没有填好，请重新填写。',
    en: 'This row did not arrive. Fill it in again.',
  },
  'error.too_few_rows': { zh: '至少填 {min} 行。', en: 'Fill in at least {min} rows.' },
  'error.too_many_rows': { zh: '最多填 {max} 行。', en: 'Fill in at most {max} rows.' },
  'error.declaration': {
    zh: '同意以后才能继续，请先读一读，再打勾。',
    en: 'You can continue only if you agree. Read it, then tick the box.',
  },
  'error.rule': {
    zh: '这几项对不上，请检查。',
    en: 'These answers do not fit together. Please check.',
  },

  'error.lint_id': {
    zh: '“{field}”：编号须以小写字母开头，只含字母和数字，且不是保留词。',
    en: '"{field}": an id begins with a lower-case letter, has only letters and digits, and is not a reserved word.',
  },
  'error.lint_id_twice': { zh: '编号“{field}”用了两次。', en: 'The id "{field}" is used twice.' },
  'error.lint_words': {
    zh: '“{field}”缺中文或英文文字。',
    en: '"{field}" lacks words in Chinese or in English.',
  },
  'error.lint_purpose': {
    zh: '“{field}”没有用两种语言写明为什么要问。',
    en: '"{field}" does not say in both languages why it is asked.',
  },
  'error.lint_basis': {
    zh: '“{field}”没有写明依据。',
    en: '"{field}" does not name its legal basis.',
  },
  'error.lint_register_holds': {
    zh: '“{field}”政府已经掌握（{element}），应当绑定该数据元，不得再问。',
    en: 'Government already holds "{field}" ({element}): bind the field to it instead of asking.',
  },
  'error.lint_element_twice': {
    zh: '“{field}”和“{other}”问的是同一件事。',
    en: '"{field}" and "{other}" ask for the same thing.',
  },
  'error.lint_condition_unknown': {
    zh: '“{field}”的显示条件用到不存在的“{other}”。',
    en: '"{field}" is shown depending on "{other}", which does not exist.',
  },
  'error.lint_condition_later': {
    zh: '“{field}”的显示条件用到排在它后面的“{other}”。',
    en: '"{field}" is shown depending on "{other}", which is asked later.',
  },
  'error.lint_condition_column': {
    zh: '表格的列“{field}”不能有显示条件、计算或绑定。',
    en: 'The column "{field}" cannot be conditional, computed or bound.',
  },
  'error.lint_condition_comparison': {
    zh: '“{field}”的显示条件只能与写定的值比较，比大小只能用数字。',
    en: '"{field}" may be shown depending on fixed values only, and only numbers can be greater or less.',
  },
  'error.lint_computed_asked': {
    zh: '“{field}”不能既是计算得出又取自数据元。',
    en: '"{field}" cannot be both computed and taken from a register.',
  },
  'error.lint_pattern': {
    zh: '“{field}”的格式规则写错了。',
    en: 'The pattern of "{field}" is not valid.',
  },
  'error.lint_options': { zh: '“{field}”的选项太少。', en: '"{field}" has too few options.' },
  'error.lint_option_twice': {
    zh: '“{field}”的选项值“{value}”用了两次。',
    en: '"{field}" has the option value "{value}" twice.',
  },
  'error.lint_limits': {
    zh: '“{field}”的下限大于上限。',
    en: '"{field}" has a minimum above its maximum.',
  },
  'error.lint_columns': { zh: '表格“{field}”没有列。', en: 'The table "{field}" has no columns.' },
  'error.lint_section': {
    zh: '小节“{section}”里的“{field}”不在本页，或出现了两次。',
    en: '"{field}" in section "{section}" is not on this page, or is there twice.',
  },
  'error.lint_rule_unknown': {
    zh: '规则“{rule}”用到不存在的“{field}”。',
    en: 'Rule "{rule}" uses "{field}", which does not exist.',
  },
  'error.lint_empty': { zh: '这里没有任何问题可填。', en: 'Nothing is asked here.' },

  'screen.progress': { zh: '第 {number} 步，共 {total} 步', en: '{number} of {total}' },
  'screen.error_title': {
    zh: '有 {count} 处需要修改',
    en: 'There is a problem: {count} to correct',
  },
  'screen.error_item': { zh: '{label}：{text}', en: '{label}: {text}' },
  'screen.error_row': { zh: '{label}第 {row} 行，{column}', en: '{label}, row {row}, {column}' },
  'screen.optional': { zh: '（可不填）', en: ' (optional)' },
  'screen.example': { zh: '例如：{example}', en: 'For example: {example}' },
  'screen.purpose': { zh: '为什么要问？', en: 'Why do we ask?' },
  'screen.basis': { zh: '依据：{basis}', en: 'Legal basis: {basis}' },
  'screen.source': { zh: '来自{source} · {date} 核对', en: 'From {source} · as of {date}' },
  'screen.dispute': { zh: '不对？', en: 'Not right?' },
  'screen.dispute_label': { zh: '{label}不对？', en: '{label}: not right?' },
  'screen.computed': { zh: '由系统算出', en: 'Computed by the system' },
  'screen.computed_pending': {
    zh: '填完前面的问题后自动算出',
    en: 'Computed once the answers above are complete',
  },
  'screen.choose': { zh: '请选择', en: 'Choose' },
  'screen.year': { zh: '年', en: 'Year' },
  'screen.month': { zh: '月', en: 'Month' },
  'screen.day': { zh: '日', en: 'Day' },
  'screen.yuan': { zh: '元', en: 'yuan' },
  'screen.province': { zh: '省（自治区、直辖市）', en: 'Province' },
  'screen.prefecture': { zh: '市（州、盟）', en: 'City or prefecture' },
  'screen.county': { zh: '县（市、区）', en: 'County or district' },
  'screen.town': { zh: '乡镇（街道）', en: 'Town or street' },
  'screen.village': { zh: '村（社区）', en: 'Village or community' },
  'screen.regions_failed': { zh: '地区没有加载出来。', en: 'The areas could not be loaded.' },
  'screen.retry': { zh: '重试', en: 'Try again' },
  'screen.row': { zh: '第 {row} 行', en: 'Row {row}' },
  'screen.add_row': { zh: '添加一行', en: 'Add a row' },
  'screen.remove_row': { zh: '删除第 {row} 行', en: 'Remove row {row}' },
  'screen.characters': { zh: '最多 {max} 个字', en: 'At most {max} characters' },
  'screen.continue': { zh: '继续', en: 'Continue' },
  'screen.back': { zh: '上一步', en: 'Back' },
  'screen.not_answered': { zh: '未填写', en: 'Not answered' },
  'screen.agreed': { zh: '已同意', en: 'Agreed' },
  'screen.not_agreed': { zh: '未同意', en: 'Not agreed' },
  'screen.files': { zh: '{count} 个文件', en: '{count} files' },
  'screen.change': { zh: '修改', en: 'Change' },
  'screen.change_label': { zh: '修改“{label}”', en: 'Change {label}' },
  'screen.until': { zh: '{from} 至 {to}', en: '{from} to {to}' },
} satisfies Messages<typeof errors> & Lint;
