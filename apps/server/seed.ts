import { addLegalPerson, addPerson } from '@yiwang/data/base-register';
import { preparePartitions } from '@yiwang/foundation/audit';
import { type Tx, withActor } from '@yiwang/foundation/db';
import type { Platform } from '@yiwang/foundation/http';
import {
  addOfficer,
  addOrganization,
  addPost,
  assign,
  isSetUp,
} from '@yiwang/foundation/organization';
import { system } from '@yiwang/foundation/permission';
import { importDivisions } from '@yiwang/foundation/region';
import { addOfficerAccount, addResident } from '@yiwang/services/identity';
import { publish, readPackages } from '@yiwang/services/item-catalogue';
import type { Room } from './capabilities.ts';
import {
  departments,
  departmentUscc,
  firms,
  firmUscc,
  idNumberOf,
  officers,
  PASSWORD,
  people,
  REGION,
  TOTP_SECRET,
} from './demo-county.ts';
import { postKinds, setUpPosts } from './posts.ts';
import { tellStory } from './story.ts';
import { storyBegin } from './story-days.ts';
import type { County, Resident } from './story-stage.ts';

const registrar = {
  organizationId: 'org-public-security',
  zh: '公安分局人口库',
  en: 'Public Security, population register',
};
const companies = {
  organizationId: 'org-market-regulation',
  zh: '市场监督管理局主体库',
  en: 'Market Regulation, register of firms',
};

function addDepartments(tx: Tx): void {
  for (const department of departments) {
    const { id, kind, zh, en } = department;
    const name = { zh: `蜀山区${zh}`, en: `Shushan ${en}` };
    const uscc = departmentUscc(department);
    addOrganization(tx, { id, kind, name, uscc, regionCode: REGION, phone: '0551-00000000' });
  }
}

async function addOfficers(tx: Tx, platform: Platform, fromOn: string): Promise<void> {
  for (const [i, { login, name, department, post, enforcementNo }] of officers.entries()) {
    const officerId = `officer-${login}`;
    const postId = `post-${login}`;
    const kind = postKinds[post];
    const staffNo = String(1001 + i);
    addOfficer(tx, { id: officerId, organizationId: department, name, staffNo, enforcementNo });
    addPost(tx, {
      id: postId,
      organizationId: department,
      kind: post,
      name: { zh: kind?.zh ?? post, en: kind?.en ?? post },
    });
    assign(tx, { officerId, postId, fromOn });
    const account = { officerId, login, password: PASSWORD, totpSecret: TOTP_SECRET };
    await addOfficerAccount(tx, platform, account);
  }
}

/** Residents and firms in the registers; those marked so have signed up and verified their name already. */
async function addPeople(tx: Tx, platform: Platform, asOf: string): Promise<County> {
  const subjects = new Map<string, string>();
  const residents = new Map<string, Resident>();
  const registered = new Map<string, string>();
  for (const person of people) {
    const { key, name, residence, phone, photo, account } = person;
    const idNumber = idNumberOf(person);
    const facts = { name, idNumber, residence, regionCode: REGION, phone, photo };
    const subjectId = await addPerson(tx, platform, { ...facts, source: registrar, asOf });
    subjects.set(key, subjectId);
    if (!account) continue;
    const signUp = { phone, password: PASSWORD, name, idNumber };
    const { accountId } = await addResident(tx, platform, signUp);
    residents.set(key, { accountId, subjectId });
  }
  for (const firm of firms) {
    const owner = people.find(({ key }) => key === firm.owner);
    const id = await addLegalPerson(tx, platform, {
      name: firm.name,
      uscc: firmUscc(firm),
      kind: firm.kind,
      representative: owner?.name ?? '',
      representativeId: subjects.get(firm.owner),
      address: firm.address,
      regionCode: REGION,
      businessScope: firm.scope,
      registeredOn: firm.registeredOn,
      source: companies,
      asOf,
    });
    registered.set(firm.key, id);
  }
  return { residents, firms: registered };
}

const day = (now: Date) => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Departments, officers, people and items of the demonstration county. */
async function foundCounty(tx: Tx, platform: Platform, fromOn: string) {
  addDepartments(tx);
  await addOfficers(tx, platform, fromOn);
  const county = await addPeople(tx, platform, fromOn);
  for (const ready of readPackages()) await publish(tx, platform, ready);
  return county;
}

/**
 * Sets up an empty platform; outside production also the demonstration county, and its story. With a
 * story everything is in the registers from the day on which it begins. Does nothing the second time.
 */
export async function seed(
  platform: Platform,
  rooms: readonly Room[],
  say: (line: string) => void,
): Promise<void> {
  const { db, clock, settings, calendar } = platform;
  const as = (now: Date) => ({ actor: system('seed'), now, traceId: '0'.repeat(32) });
  const { divisions, imported } = await importDivisions(db, as(clock()));
  if (imported) say(`${divisions} divisions imported`);
  const now = settings.story ? storyBegin(calendar(), clock()) : clock();
  // One transaction: a start that is killed here begins anew, and does not find half a county.
  const county = await withActor(db, as(now), async (tx) => {
    if (await isSetUp(tx)) return undefined;
    preparePartitions(tx);
    setUpPosts(tx);
    return settings.demo ? await foundCounty(tx, platform, day(now)) : undefined;
  });
  if (!county) return;
  say(`${departments.length} departments, ${officers.length} officers, ${people.length} people`);
  if (!settings.story) return;
  await tellStory(platform, rooms, county);
  say('The past weeks of the county are told');
}
