import type { Routes } from '@yiwang/foundation/http';
import acts from './routes-act.ts';
import cases from './routes-case.ts';
import documents from './routes-document.ts';
import drafts from './routes-draft.ts';

const routes: Routes = async (http, platform) => {
  await drafts(http, platform);
  await cases(http, platform);
  await documents(http, platform);
  await acts(http, platform);
};
export default routes;
