import type { Locator, Page } from 'playwright-core';
import { paper, type Upload } from './files.ts';
import { look } from './stage.ts';

const asked = (page: Page | Locator, name: string): Locator => page.getByRole('group', { name });

/** Hands a file in where `name` is asked for, and waits until it is there. */
export async function handIn(page: Page, name: string, file: Upload): Promise<void> {
  const place = page.getByRole('group', { name, exact: false }).last();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    place.getByRole('button', { name: '选择文件' }).click(),
  ]);
  await chooser.setFiles({ ...file });
  await place.getByRole('link', { name: `查看 ${file.name}` }).waitFor();
}

/** On to the next step of an application: its page has the heading `title`. */
export async function next(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: '继续', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Begins an application from its guide, for a firm where one is named, and opens its first step. */
export async function begin(page: Page, slug: string, firm?: string): Promise<void> {
  await page.goto(`/guides/${slug}`);
  await page.getByRole('link', { name: '在线办理' }).first().click();
  await page.getByRole('button', { name: /^(开始填写|接着填)$/ }).waitFor();
  if (firm !== undefined) await page.getByText(firm).first().waitFor();
  await look(page);
  await page.getByRole('button', { name: /^(开始填写|接着填)$/ }).click();
  await page.getByRole('button', { name: /^去第 1 步/ }).click();
}

async function chooseRegion(page: Page, names: readonly string[]): Promise<void> {
  const levels = ['省（自治区、直辖市）', '市（州、盟）', '县（市、区）'];
  for (const [i, name] of names.entries())
    await page.getByRole('combobox', { name: levels[i] ?? '' }).selectOption({ label: name });
}

async function fillDate(place: Locator, on: string): Promise<void> {
  const [year = '', month = '', day = ''] = on.split('-');
  await place.getByLabel('年', { exact: true }).fill(year);
  await place.getByLabel('月', { exact: true }).fill(month);
  await place.getByLabel('日', { exact: true }).fill(day);
}

/** Fills in the application for a food licence up to the last check; `plan` is the floor plan that goes with it. */
export async function fillFoodLicence(page: Page, plan: Upload): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '经营者' }).waitFor();
  await asked(page, '市场主体名称').getByText('文博小吃店').waitFor();
  await page.getByLabel('联系人', { exact: true }).fill('张文博');
  await page.getByLabel('联系人手机').fill('13900000003');
  await look(page);
  await next(page, '场所和经营项目');
  await chooseRegion(page, ['安徽省', '合肥市', '蜀山区']);
  await asked(page, '食品经营场所地址').getByRole('textbox').last().fill('青阳路118号');
  await page.getByLabel(/^经营面积/).fill('86.5');
  await page.getByRole('radio', { name: '餐饮服务经营者' }).check();
  await page.getByRole('checkbox', { name: '热食类食品制售' }).check();
  await page.getByLabel('主要设备和设施').fill('四门冰箱 1 台，消毒柜 1 台，三联水池 2 组');
  await look(page);
  await next(page, '人员和制度');
  await page.getByLabel('食品安全管理员').fill('张文博');
  await page.getByRole('button', { name: '添加一行' }).click();
  const row = asked(page, '第 1 行');
  await row.getByLabel('姓名').fill('张文博');
  await row.getByLabel('岗位').fill('厨师');
  await fillDate(row, '2027-06-30');
  await look(page);
  await next(page, '材料和声明');
  await handIn(page, '平面布局图', plan);
  await handIn(page, '食品安全规章制度', paper('食品安全规章制度.pdf'));
  await page.getByRole('checkbox', { name: '我确认提交的材料真实' }).check();
  await look(page);
  await next(page, '材料');
  await look(page);
  await next(page, '核对后提交');
}

/** Fills in the application to occupy a road up to the last check. */
export async function fillRoadOccupation(
  page: Page,
  { from, to, road }: { from: string; to: string; road: string },
): Promise<void> {
  await page.getByRole('heading', { level: 1, name: '占用情况' }).waitFor();
  await page.getByLabel('道路名称').fill(road);
  await page.getByLabel('占用地点').fill(`${road}与科创路交口东侧`);
  await page.getByRole('checkbox', { name: '人行道', exact: true }).check();
  await page.getByLabel(/^占用面积/).fill('24');
  await fillDate(asked(page, '开始日期'), from);
  await fillDate(asked(page, '结束日期'), to);
  await page.getByLabel('占用事由').selectOption({ label: '建设施工' });
  await page.getByLabel('具体说明').fill('雨水管道抢修后路面恢复，设围挡，保留行人通道 1.5 米');
  await look(page);
  await next(page, '联系和现场负责人');
  await page.getByLabel('现场联系人', { exact: true }).fill('赵敏');
  await page.getByLabel('现场联系人手机').fill('13900000004');
  await next(page, '材料和声明');
  await handIn(page, '占用位置平面图', paper('占用位置平面图.pdf'));
  await handIn(page, '交通组织方案', paper('交通组织方案.pdf'));
  await page.getByRole('checkbox', { name: /^我承诺按批准的位置/ }).check();
  await page.getByRole('checkbox', { name: '我确认提交的材料真实' }).check();
  await look(page);
  await next(page, '材料');
  await next(page, '核对后提交');
}

/** Submits what was checked. The id of the case. */
export async function submit(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^提交给/ }).click();
  await page.getByText('提交成功').waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
