import './builtins-conversion.ts';
import './builtins-context.ts';
import './builtins-list.ts';
import './builtins-number.ts';
import './builtins-range.ts';
import './builtins-string.ts';
import './builtins-time.ts';
