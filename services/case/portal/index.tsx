import type { Screen } from '@yiwang/foundation/ui/browser';
import { Apply } from './apply.tsx';
import { Case } from './case.tsx';
import { Cases } from './cases.tsx';

export const screens: Screen[] = [
  {
    path: '/apply/$slug',
    titleKey: 'case.screen.apply',
    permission: 'signedIn',
    component: Apply,
  },
  { path: '/cases', titleKey: 'case.screen.mine', permission: 'signedIn', component: Cases },
  { path: '/cases/$id', titleKey: 'case.screen.case', permission: 'signedIn', component: Case },
];
