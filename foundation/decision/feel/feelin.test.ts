import { evaluate as feelin } from 'feelin';
import { describe, expect, it } from 'vitest';
import { compileExpression } from '../expression.ts';

const VARS = {
  a: 5,
  b: 0.5,
  s: 'Yiwang',
  xs: [1, 2, 3, 4],
  people: [
    { n: 'A', age: 60 },
    { n: 'B', age: 17 },
  ],
  flag: true,
  none: null,
};
const NAMES = Object.keys(VARS);

/**
 * Expressions on which two independent engines must agree. Left out is what feelin does not do as the
 * standard says: decimals beyond doubles, `range<T>`, durations times numbers, some null cases.
 */
const AGREED = `
1 + 2 * 3
(1 + 2) * 3
-a ** 2
2 ** 3 ** 2
a - 2 - 1
a / 2
10 / 4 / 5
a = 5
a != 5
a < 6 and a > 4
none = null
none != null
a = none
none < 5
"a" < "b"
"a" + "b"
"a" + 1
1 + null
flag and none
flag or none
not(flag)
not(none)
false and none
none and none
none or false
a between 1 and 5
a between 6 and 9
a in [1..5]
a in (1..5)
a in ]1..5[
a in [1..5)
a in (1, 5)
a in (> 6, < 3)
a in (> 6, < 8, 5)
a in > 3
a in xs
3 in xs
"x" in ("x", "y")
s in ("A", "Yiwang")
if a > 3 then "yes" else "no"
if none then 1 else 2
for x in xs return x * 2
for x in 1..3, y in 1..2 return x * 10 + y
for x in 3..1 return x
for x in xs return if x = 1 then 1 else x + partial[-1]
some x in xs satisfies x > 3
every x in xs satisfies x > 0
every x in [] satisfies x > 0
some x in [] satisfies x > 0
xs[1]
xs[-1]
xs[9]
xs[0]
xs[item > 2]
people[age >= 60].n
people[n = "B"]
people.age
people[1].n
people[age > 99]
{a1: 1, b1: a1 + 1}.b1
{a1: {b1: 2}}.a1.b1
[1, 2, 3] = [1, 2, 3]
{x: 1} = {x: 1}
{x: 1} = {x: 2}
1 = "1"
string length(s)
upper case(s)
lower case(s)
substring(s, 3)
substring(s, 2, 3)
substring(s, -2)
substring before(s, "w")
substring after(s, "w")
substring before(s, "q")
substring after(s, "q")
contains(s, "wan")
starts with(s, "Yi")
ends with(s, "g")
matches(s, "^Y.*g$")
matches(s, "^y", "i")
replace(s, "[aeiou]", "-")
replace("abracadabra", "bra", "*")
replace("banana", "(an)", "<$1>")
split("a;b;c", ";")
string join(["a", "b"], ", ")
string join(["a", "b"])
number("1,234.5", ",", ".")
number("12")
number("x")
string(12.5)
string(true)
string(null)
abs(-3)
floor(-1.5)
ceiling(-1.5)
modulo(10, 3)
modulo(-10, 3)
modulo(10, -3)
sqrt(16)
odd(3)
even(3)
decimal(1.235, 2)
decimal(2.5, 0)
round up(5.5, 0)
round down(-5.5, 0)
round half up(2.5, 0)
round half down(2.5, 0)
list contains(xs, 3)
count(xs)
min(xs)
max(3, 9, 4)
sum(xs)
mean(xs)
median([1, 5, 2, 9])
mode([1, 2, 2, 3, 3])
product(xs)
all([true, null, false])
all([true, null])
any([false, null, true])
any([])
all([])
sublist(xs, 2)
sublist(xs, 1, 2)
sublist(xs, -2)
append(xs, 5)
concatenate(xs, [9])
insert before(xs, 1, 0)
remove(xs, 2)
reverse(xs)
index of([1, 2, 1], 1)
union([1, 2], [2, 3])
distinct values([1, 1, 2])
flatten([1, [2, [3]]])
sort([3, 1, 2], function(x, y) x < y)
get value({x: 1}, "x")
get value({x: 1}, "y")
get entries({x: 1})[1].key
context([{key: "p", value: 1}]).p
context put({x: 1}, "y", 2).y
context merge([{x: 1}, {y: 2}]).y
date("2024-02-29").day
date("2024-02-30")
date(2024, 2, 29).month
date("2024-03-01") > date("2024-02-29")
date("2024-01-31") + duration("P1M") = date("2024-02-29")
(date("2024-03-01") - date("2024-02-01")).days
date and time("2024-02-29T10:00:00").hour
time("10:30:00").minute
duration("P1DT2H").hours
years and months duration(date("2020-01-15"), date("2024-01-14")).months
day of year(date("2024-03-01"))
day of week(date("2024-03-01"))
month of year(date("2024-03-01"))
week of year(date("2024-03-01"))
@"2024-01-01" < @"2024-01-02"
a instance of number
a instance of string
xs instance of list<number>
xs instance of list<string>
people[1] instance of context<n: string, age: number>
null instance of number
null instance of Any
1 instance of Any
@"P1D" instance of days and time duration
before(1, 10)
before([1..5], [6..10])
after(10, [1..5])
meets([1..5], [5..9])
overlaps([1..5], [3..9])
includes([1..9], 5)
includes([1..9], [2..3])
(function(x) x + 1)(2)
substring(string: s, start position: 2)
substring(s, 99)
string length("😀")
substring("😀b", 2)
1 in null
null in (1, null)
@"P1Y" instance of years and months duration
null in [1..3]
[1, 2, 3][item = 2]
[][1]
null[1]
"x"[1]
`
  .trim()
  .split('\n');

const plain = (v: unknown): unknown => {
  if (typeof v === 'number') return Number(v.toPrecision(12));
  if (Array.isArray(v)) return v.map(plain);
  if (v && typeof v === 'object') {
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plain(x)]));
  }
  return v ?? null;
};

describe('against feelin, an independent engine', () => {
  it.each(AGREED)('%s', (text) => {
    const compiled = compileExpression(text, NAMES);
    const own = 'error' in compiled ? null : compiled.evaluate(VARS);
    expect(plain(own)).toEqual(plain(feelin(text, VARS).value));
  });
});
