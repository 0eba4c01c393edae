export { LONGEST_QUERY, type QueryTerm, queryTokens } from './query.ts';
export {
  type DocumentTerm,
  documentTerms,
  ENOUGH_PARTS,
  type Field,
  PRIOR,
  type Ranked,
  rank,
  rarity,
} from './rank.ts';
export { initialsOf, tokens } from './words.ts';
