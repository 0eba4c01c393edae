import { walls } from '../rules.mjs';

export default walls({
  'services/alpha': { uses: [] },
  'services/beta': { uses: ['services/alpha'] },
  'services/gamma': { uses: [] },
});
