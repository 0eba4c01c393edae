-- No list asks for cases by their parties alone, and the policy's "or" keeps the index from being used:
-- it only cost at every submission.
drop index "case".cases_parties_idx;
