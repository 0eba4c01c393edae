import './desk.css';
import type { Screen } from '@yiwang/foundation/ui/browser';
import { CaseScreen } from './case.tsx';
import { DepartmentScreen } from './departments.tsx';
import { Home } from './queue.tsx';
import { TemplateScreen } from './templates.tsx';

export const screens: Screen[] = [
  {
    path: '/',
    titleKey: 'review-desk.screen.queue',
    permission: 'review-desk.read',
    component: Home,
    nav: { order: 0 },
  },
  {
    path: '/cases/$id',
    titleKey: 'review-desk.screen.case',
    permission: 'review-desk.read',
    component: CaseScreen,
  },
  {
    path: '/departments',
    titleKey: 'review-desk.screen.departments',
    permission: 'review-desk.read',
    component: DepartmentScreen,
    nav: { order: 10 },
  },
  {
    path: '/templates',
    titleKey: 'review-desk.screen.templates',
    permission: 'review-desk.read',
    component: TemplateScreen,
    nav: { order: 20 },
  },
];
