import type { Screen } from '@yiwang/foundation/ui/browser';
import { AccountScreen } from './account.tsx';
import { MessagesScreen } from './messages.tsx';
import { ReadsScreen } from './reads.tsx';
import { RealNameScreen } from './real-name.tsx';
import { RegisterScreen } from './register.tsx';
import { SignIn } from './sign-in.tsx';

export const screens: Screen[] = [
  {
    path: '/sign-in',
    titleKey: 'identity.screen.sign_in',
    permission: 'public',
    component: SignIn,
  },
  {
    path: '/register',
    titleKey: 'identity.screen.register',
    permission: 'public',
    component: RegisterScreen,
  },
  {
    path: '/real-name',
    titleKey: 'identity.screen.real_name',
    permission: 'signedIn',
    component: RealNameScreen,
  },
  {
    path: '/account',
    titleKey: 'identity.screen.account',
    permission: 'signedIn',
    component: AccountScreen,
  },
  {
    path: '/messages',
    titleKey: 'identity.screen.messages',
    permission: 'signedIn',
    component: MessagesScreen,
    nav: { order: 40 },
  },
  {
    path: '/privacy/reads',
    titleKey: 'identity.screen.reads',
    permission: 'signedIn',
    component: ReadsScreen,
  },
];
