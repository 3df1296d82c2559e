"""Cell functions with concrete arguments from a generated sheet, and what they come to, computed here and never by the office.

A line: function | arguments | what it comes to, in Python over the arguments `a`, `b`, `c`, ... Kinds of arguments: `n` a number's cell, `i` a whole
number's cell, `t` a text's cell, `l` a label's cell, `d` a date's cell; `N`, `T`, `L`, `D` the cells of a whole column, `M` those of another column
of numbers; `x/y/z` one of these, as they are typed, and `_` stands for a blank in a text; `^` a text of the column before, `^^` a label. A star
before the name: the action that sets a cell does not know the function, so it has to be typed. Only functions whose definition leaves no room.
"""

from __future__ import annotations

import ast
import datetime as dt
import itertools
import math
import random
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TABLE = r"""
ABS | -3.5/-12/-0.25/7.5 | abs(a)
ACOS | 0.5/-0.5/0.25/0.9 | math.acos(a)
ACOSH | 1.5/2/4/10 | math.acosh(a)
*ACOT | 0.5/2/3 | math.pi / 2 - math.atan(a)
*ACOTH | 1.5/2/5 | math.atanh(1 / a)
ASIN | 0.5/-0.5/0.25/0.9 | math.asin(a)
ASINH | 0.5/2/-3 | math.asinh(a)
ATAN | 0.5/2/-3 | math.atan(a)
ATAN2 | 1/2/3, 4/5/6 | math.atan2(b, a)
ATANH | 0.5/-0.5/0.25 | math.atanh(a)
COMBIN | 5/6/8/10, 2/3/4 | math.comb(a, b)
*COMBINA | 5/6/8, 2/3/4 | math.comb(a + b - 1, b)
COS | 0.5/1/2 | math.cos(a)
COSH | 0.5/1/2 | math.cosh(a)
*COT | 0.5/1/2 | 1 / math.tan(a)
*COTH | 0.5/1/2 | 1 / math.tanh(a)
*CSC | 0.5/1/2 | 1 / math.sin(a)
*CSCH | 0.5/1/2 | 1 / math.sinh(a)
DEGREES | 0.5/1/2/3 | math.degrees(a)
EVEN | 1.5/3/4.2/7 | 2 * math.ceil(a / 2)
ODD | 1.5/2/4.2/8 | 2 * math.ceil((a - 1) / 2) + 1
EXP | 0.5/1/2/3 | math.exp(a)
FACT | 4/5/6/7/8 | math.factorial(a)
FACTDOUBLE | 5/6/7/8 | math.prod(range(a, 0, -2))
GCD | 12/18/24/60, 16/30/36/42 | math.gcd(a, b)
LCM | 4/6/9/12, 10/15/18 | math.lcm(a, b)
INT | 3.7/-2.4/12.9/n | math.floor(a)
LN | n | math.log(a)
LOG | n, 2/3/5 | math.log(a, b)
LOG10 | n | math.log10(a)
MOD | i, 3/4/7/10 | a % b
MROUND | i, 5/10/25 | b * math.floor(a / b + 0.5)
MULTINOMIAL | 2/3/4, 3/5 | math.comb(a + b, b)
POWER | i, 2/3 | a ** b
PRODUCT | n, 2/3/4 | a * b
QUOTIENT | i, 3/4/7/10 | a // b
RADIANS | 30/45/60/90/120 | math.radians(a)
ROUND | 12.3456/7.891/2.71828/-4.5678, 1/2/3 | rounded(a, b)
ROUNDUP | 12.3412/7.892/2.71828, 1/2 | math.ceil(a * 10 ** b) / 10 ** b
ROUNDDOWN | 12.3456/7.891/2.71828, 1/2 | math.floor(a * 10 ** b) / 10 ** b
*ROUNDSIG | 123.456/0.0078912/98765, 2/3/4 | float(f"{a:.{b}g}")
TRUNC | 12.3456/7.891/-2.71828, 1/2 | math.trunc(a * 10 ** b) / 10 ** b
*SEC | 0.5/1/2 | 1 / math.cos(a)
*SECH | 0.5/1/2 | 1 / math.cosh(a)
SIGN | -3.5/12/-0.25/n | (a > 0) - (a < 0)
SIN | 0.5/1/2 | math.sin(a)
SINH | 0.5/1/2 | math.sinh(a)
SQRT | n | math.sqrt(a)
SQRTPI | 2/3/5/n | math.sqrt(a * math.pi)
TAN | 0.5/1/2 | math.tan(a)
TANH | 0.5/1/2 | math.tanh(a)
PI | | math.pi
CEILING | i, 5/10/25 | b * math.ceil(a / b)
*CEILING.MATH | i, 5/10/25 | b * math.ceil(a / b)
*CEILING.PRECISE | i, 5/10/25 | b * math.ceil(a / b)
ISO.CEILING | i, 5/10/25 | b * math.ceil(a / b)
FLOOR | i, 5/10/25 | b * math.floor(a / b)
*FLOOR.PRECISE | i, 5/10/25 | b * math.floor(a / b)
*FLOOR.MATH | i, 5/10/25 | b * math.floor(a / b)
SUM | N | math.fsum(a)
SUMSQ | N | math.fsum(v * v for v in a)
SUMIF | T, ^, N | math.fsum(n for t, n in zip(a, c) if t == b)
COUNTIF | T, ^ | a.count(b)
AVERAGEIF | T, ^, N | statistics.fmean(n for t, n in zip(a, c) if t == b)
SUMIFS | N, T, ^ | math.fsum(n for t, n in zip(b, a) if t == c)
COUNTIFS | T, ^ | a.count(b)
AVERAGEIFS | N, T, ^ | statistics.fmean(n for t, n in zip(b, a) if t == c)
*MAXIFS | N, T, ^ | max(n for t, n in zip(b, a) if t == c)
*MINIFS | N, T, ^ | min(n for t, n in zip(b, a) if t == c)
SUMPRODUCT | N, M | math.fsum(x * y for x, y in zip(a, b))
SUMX2MY2 | N, M | math.fsum(x * x - y * y for x, y in zip(a, b))
SUMX2PY2 | N, M | math.fsum(x * x + y * y for x, y in zip(a, b))
SUMXMY2 | N, M | math.fsum((x - y) ** 2 for x, y in zip(a, b))
SUBTOTAL | 9, N | math.fsum(b)
*AGGREGATE | 4, 4, N | max(c)
AVERAGE | N | statistics.fmean(a)
AVERAGEA | N | statistics.fmean(a)
AVEDEV | N | statistics.fmean(abs(v - statistics.fmean(a)) for v in a)
MAX | N | max(a)
MAXA | N | max(a)
MIN | N | min(a)
MINA | N | min(a)
MEDIAN | N | statistics.median(a)
COUNT | N/D | len(a)
COUNTA | T/L/N | len(a)
COUNTBLANK | T/L/N | 0
GEOMEAN | N | statistics.geometric_mean(a)
HARMEAN | N | statistics.harmonic_mean(a)
DEVSQ | N | math.fsum((v - statistics.fmean(a)) ** 2 for v in a)
LARGE | N, 1/2/3 | sorted(a)[-b]
SMALL | N, 1/2/3 | sorted(a)[b - 1]
STDEV | N | statistics.stdev(a)
*STDEV.S | N | statistics.stdev(a)
STDEVA | N | statistics.stdev(a)
STDEVP | N | statistics.pstdev(a)
*STDEV.P | N | statistics.pstdev(a)
STDEVPA | N | statistics.pstdev(a)
VAR | N | statistics.variance(a)
*VAR.S | N | statistics.variance(a)
VARA | N | statistics.variance(a)
VARP | N | statistics.pvariance(a)
*VAR.P | N | statistics.pvariance(a)
VARPA | N | statistics.pvariance(a)
SKEW | N | skew(a)
KURT | N | kurtosis(a)
CORREL | N, M | statistics.correlation(a, b)
PEARSON | N, M | statistics.correlation(a, b)
RSQ | N, M | statistics.correlation(a, b) ** 2
COVAR | N, M | statistics.covariance(a, b) * (len(a) - 1) / len(a)
*COVARIANCE.P | N, M | statistics.covariance(a, b) * (len(a) - 1) / len(a)
*COVARIANCE.S | N, M | statistics.covariance(a, b)
SLOPE | N, M | statistics.linear_regression(b, a).slope
INTERCEPT | N, M | statistics.linear_regression(b, a).intercept
FORECAST | 50/100/200, N, M | predicted(a, b, c)
*FORECAST.LINEAR | 50/100/200, N, M | predicted(a, b, c)
STEYX | N, M | math.sqrt(math.fsum((y - predicted(x, a, b)) ** 2 for y, x in zip(a, b)) / (len(a) - 2))
PERCENTILE | N, 0.1/0.25/0.9 | quantile(a, b)
*PERCENTILE.INC | N, 0.1/0.25/0.9 | quantile(a, b)
QUARTILE | N, 1/2/3 | quantile(a, b / 4)
*QUARTILE.INC | N, 1/2/3 | quantile(a, b / 4)
*PERCENTILE.EXC | N, 0.25/0.5/0.75 | quantile_exclusive(a, b)
*QUARTILE.EXC | N, 1/2/3 | quantile_exclusive(a, b / 4)
RANK | n, N | 1 + sum(v > a for v in b)
*RANK.EQ | n, N | 1 + sum(v > a for v in b)
*RANK.AVG | n, N | 1 + sum(v > a for v in b) + (b.count(a) - 1) / 2
TRIMMEAN | N, 0.2/0.3 | trimmed(a, b)
STANDARDIZE | 11/14/20, 10/12, 2/3/5 | (a - b) / c
FISHER | 0.25/0.5/-0.3 | math.atanh(a)
FISHERINV | 0.25/0.5/1.5 | math.tanh(a)
*GAMMA | 2.5/4/5.5 | math.gamma(a)
GAMMALN | 2.5/4/5.5 | math.lgamma(a)
*GAMMALN.PRECISE | 2.5/4/5.5 | math.lgamma(a)
*GAUSS | 0.5/1/1.5 | NORMAL.cdf(a) - 0.5
*PHI | 0.5/1/1.5 | NORMAL.pdf(a)
NORMSDIST | 0.5/1/-1.5 | NORMAL.cdf(a)
NORMSINV | 0.1/0.75/0.95 | NORMAL.inv_cdf(a)
*NORM.S.INV | 0.1/0.75/0.95 | NORMAL.inv_cdf(a)
*NORM.S.DIST | 0.5/1/-1.5, 1 | NORMAL.cdf(a)
NORMDIST | 11/14/20, 10/12, 2/3/5, 1 | statistics.NormalDist(b, c).cdf(a)
*NORM.DIST | 11/14/20, 10/12, 2/3/5, 1 | statistics.NormalDist(b, c).cdf(a)
NORMINV | 0.1/0.75/0.95, 10/12, 2/3/5 | statistics.NormalDist(b, c).inv_cdf(a)
*NORM.INV | 0.1/0.75/0.95, 10/12, 2/3/5 | statistics.NormalDist(b, c).inv_cdf(a)
LOGNORMDIST | 2/3/5, 1, 0.5/2 | statistics.NormalDist(b, c).cdf(math.log(a))
*LOGNORM.DIST | 2/3/5, 1, 0.5/2, 1 | statistics.NormalDist(b, c).cdf(math.log(a))
LOGINV | 0.1/0.75/0.95, 1, 0.5/2 | math.exp(statistics.NormalDist(b, c).inv_cdf(a))
*LOGNORM.INV | 0.1/0.75/0.95, 1, 0.5/2 | math.exp(statistics.NormalDist(b, c).inv_cdf(a))
CONFIDENCE | 0.05/0.1, 2/4, 50/100 | NORMAL.inv_cdf(1 - a / 2) * b / math.sqrt(c)
*CONFIDENCE.NORM | 0.05/0.1, 2/4, 50/100 | NORMAL.inv_cdf(1 - a / 2) * b / math.sqrt(c)
EXPONDIST | 0.5/1/2, 3/5, 1 | 1 - math.exp(-a * b)
*EXPON.DIST | 0.5/1/2, 3/5, 1 | 1 - math.exp(-a * b)
WEIBULL | 2/3, 1.5/2, 4/5, 1 | 1 - math.exp(-((a / c) ** b))
*WEIBULL.DIST | 2/3, 1.5/2, 4/5, 1 | 1 - math.exp(-((a / c) ** b))
BINOMDIST | 2/3/4, 10/12, 0.25/0.5, 0 | math.comb(b, a) * c ** a * (1 - c) ** (b - a)
*BINOM.DIST | 2/3/4, 10/12, 0.25/0.5, 0 | math.comb(b, a) * c ** a * (1 - c) ** (b - a)
NEGBINOMDIST | 2/3/4, 2/5, 0.25/0.5 | math.comb(a + b - 1, a) * c ** b * (1 - c) ** a
*NEGBINOM.DIST | 2/3/4, 2/5, 0.25/0.5, 0 | math.comb(a + b - 1, a) * c ** b * (1 - c) ** a
POISSON | 2/3/4, 2/5, 0 | math.exp(-b) * b ** a / math.factorial(a)
*POISSON.DIST | 2/3/4, 2/5, 0 | math.exp(-b) * b ** a / math.factorial(a)
PERMUT | 5/6/8, 2/3 | math.perm(a, b)
*PERMUTATIONA | 5/6/8, 2/3 | a ** b
ERF | 0.5/1/1.5 | math.erf(a)
*ERF.PRECISE | 0.5/1/1.5 | math.erf(a)
ERFC | 0.5/1/1.5 | math.erfc(a)
*ERFC.PRECISE | 0.5/1/1.5 | math.erfc(a)
GESTEP | 3/7/12, 5/10 | int(a >= b)
DELTA | 5/7, 5/6 | int(a == b)
BIN2DEC | "1010"/"1101"/"100110" | int(a, 2)
BIN2HEX | "1010"/"1101"/"100110" | f"{int(a, 2):X}"
BIN2OCT | "1010"/"1101"/"100110" | f"{int(a, 2):o}"
DEC2BIN | 9/27/100 | f"{a:b}"
DEC2HEX | 75/200/1234 | f"{a:X}"
DEC2OCT | 75/200/100 | f"{a:o}"
HEX2BIN | "1F"/"A5"/"7B" | f"{int(a, 16):b}"
HEX2DEC | "1F"/"A5"/"3E8" | int(a, 16)
HEX2OCT | "1F"/"A5"/"3E8" | f"{int(a, 16):o}"
OCT2BIN | "17"/"52"/"37" | f"{int(a, 8):b}"
OCT2DEC | "17"/"52"/"144" | int(a, 8)
OCT2HEX | "17"/"52"/"144" | f"{int(a, 8):X}"
*BASE | 75/200/1234, 2/8/16 | f"{a:{ {2: 'b', 8: 'o', 16: 'X'}[b]}}"
*DECIMAL | "1F"/"A5"/"3E8", 16 | int(a, b)
*BITAND | 12/13/25, 6/10/11 | a & b
*BITOR | 12/13/25, 6/10/11 | a | b
*BITXOR | 12/13/25, 6/10/11 | a ^ b
*BITLSHIFT | 6/10/13, 1/2/3 | a << b
*BITRSHIFT | 60/100/130, 1/2/3 | a >> b
ROMAN | 14/49/1998/2024 | roman(a)
*ARABIC | "XIV"/"XLIX"/"MCMXCVIII" | {"XIV": 14, "XLIX": 49, "MCMXCVIII": 1998}[a]
COMPLEX | 3/4/5, 2/6/7 | f"{a}+{b}i"
IMABS | "3+4i"/"5+12i"/"1+2i" | abs(imaginary(a))
IMAGINARY | "3+4i"/"5+12i"/"1-2i" | imaginary(a).imag
IMREAL | "3+4i"/"5+12i"/"1-2i" | imaginary(a).real
IMARGUMENT | "3+4i"/"5+12i"/"1-2i" | math.atan2(imaginary(a).imag, imaginary(a).real)
IMCONJUGATE | "3+4i"/"5+12i"/"1-2i" | spelled(imaginary(a).conjugate())
IMSUM | "3+4i"/"5+12i", "2+3i"/"1-2i" | spelled(imaginary(a) + imaginary(b))
IMSUB | "3+4i"/"5+12i", "1+7i"/"2-2i" | spelled(imaginary(a) - imaginary(b))
IMPRODUCT | "3+4i"/"5+12i", "2+3i"/"1-2i" | spelled(imaginary(a) * imaginary(b))
PV | 0.05/0.06, 10/12, -100/-250 | -c * (1 - (1 + a) ** -b) / a
FV | 0.05/0.06, 10/12, -100/-250 | -c * ((1 + a) ** b - 1) / a
PMT | 0.05/0.06, 10/12, 1000/2500 | -c * a / (1 - (1 + a) ** -b)
NPER | 0.05/0.06, -150/-200, 1000/1200 | -math.log(1 - a * c / -b) / math.log(1 + a)
IPMT | 0.05/0.06, 1, 10/12, 1000/2500 | -a * d
PPMT | 0.05/0.06, 1, 10/12, 1000/2500 | -d * a / (1 - (1 + a) ** -c) + a * d
CUMIPMT | 0.05/0.06, 10/12, 1000/2500, 1, 1, 0 | -a * c
CUMPRINC | 0.05/0.06, 10/12, 1000/2500, 1, 1, 0 | -c * a / (1 - (1 + a) ** -b) + a * c
ISPMT | 0.05/0.06, 2/3, 10/12, 1000/2500 | -d * a * (1 - b / c)
NPV | 0.05/0.1, N | math.fsum(v / (1 + a) ** k for k, v in enumerate(b, 1))
SLN | 12000/30000, 1000/2000, 5/8 | (a - b) / c
SYD | 12000/30000, 1000/2000, 5/8, 1/2/3 | (a - b) * (c - d + 1) * 2 / (c * (c + 1))
DDB | 12000/30000, 1000/2000, 5/8, 1/2 | a * (2 / c) * (1 - 2 / c) ** (d - 1)
EFFECT | 0.05/0.08, 4/12 | (1 + a / b) ** b - 1
NOMINAL | 0.05/0.08, 4/12 | b * ((1 + a) ** (1 / b) - 1)
*RRI | 5/10, 1000/2000, 3000/4000 | (c / b) ** (1 / a) - 1
*PDURATION | 0.05/0.08, 1000/2000, 3000/4000 | math.log(c / b) / math.log(1 + a)
FVSCHEDULE | 1000/2500, {0.05;0.04;0.03} | a * 1.05 * 1.04 * 1.03
DOLLARDE | 1.02/3.04, 16 | int(a) + (a - int(a)) * 100 / b
DOLLARFR | 1.125/3.25, 16 | int(a) + (a - int(a)) * b / 100
IF | n>100, "high", "low" | b if a else c
AND | n>10, n<1000 | a and b
OR | n>1000, n<100 | a or b
*XOR | n>1000, n<100 | a != b
NOT | n>100/n<50 | not a
IFERROR | n/t, 0 | a
*IFNA | n/t, 0 | a
ISBLANK | n/t/l | False
ISERR | n/t | False
ISERROR | n/t | False
ISNA | n/t | False
ISEVEN | i | a % 2 == 0
ISODD | i | a % 2 == 1
ISLOGICAL | n/t | False
ISNONTEXT | n/t/l | not isinstance(a, str)
ISNUMBER | n/t/l | not isinstance(a, str)
ISTEXT | n/t/l | isinstance(a, str)
*ISFORMULA | t/l | False
ISREF | n/t/l | True
N | n | a
TYPE | n/t/l | 2 if isinstance(a, str) else 1
CHOOSE | 1/2/3, "low", "medium", "high" | (b, c, d)[a - 1]
*SWITCH | 2/3, 1, "one", 2, "two", 3, "three" | {1: c, 2: e, 3: g}[a]
COLUMNS | N/T/L | 1
ROWS | N/T/L | len(a)
AREAS | N/T/L | 1
*SHEETS | | sheets
ADDRESS | 3/5/12, 2/4/6 | f"${' ABCDEFG'[b]}${a}"
INDEX | L/T/N, 2/3 | a[b - 1]
MATCH | ^^, L, 0 | b.index(a) + 1
CHAR | 65/97/100 | chr(a)
*UNICHAR | 65/97/937/8364 | chr(a)
CODE | l/t | ord(a[0])
*UNICODE | l/t | ord(a[0])
CONCATENATE | l, "_-_", t | a + b + c
*CONCAT | l, "_-_", t | a + b + c
*TEXTJOIN | ",_", 1, T | ", ".join(c)
EXACT | l, t | a == b
FIND | "a"/"e"/"i", l | b.index(a) + 1
FINDB | "a"/"e"/"i", l | b.index(a) + 1
SEARCH | "a"/"e"/"i", l | b.lower().index(a) + 1
SEARCHB | "a"/"e"/"i", l | b.lower().index(a) + 1
FIXED | 1234.567/98765.4321, 1/2 | f"{a:,.{b}f}"
LEFT | l, 2/3/4 | a[:b]
LEFTB | l, 2/3/4 | a[:b]
RIGHT | l, 2/3/4 | a[-b:]
RIGHTB | l, 2/3/4 | a[-b:]
MID | l, 2/3, 2/3 | a[b - 1 : b - 1 + c]
MIDB | l, 2/3, 2/3 | a[b - 1 : b - 1 + c]
LEN | l/t | len(a)
LENB | l/t | len(a)
LOWER | l/t | a.lower()
UPPER | l/t | a.upper()
PROPER | "north_sea_ferry"/"annual_cost_report" | a.title()
REPLACE | l, 1, 2, "XY" | c and "XY" + a[2:]
REPLACEB | l, 1, 2, "XY" | c and "XY" + a[2:]
REPT | "ab"/"-+"/"xo", 3/4/5 | a * b
SUBSTITUTE | l, "e"/"a", "o" | a.replace(b, c)
TRIM | "__two___words_"/"_far___apart__" | " ".join(a.split())
CLEAN | l/t | a
T | l/t | a
VALUE | "12.5"/"300"/"-7.25" | float(a)
*NUMBERVALUE | "12,5"/"3,75", "," | float(a.replace(",", "."))
*ROT13 | "office"/"paper"/"Table" | __import__("codecs").encode(a, "rot13")
*ENCODEURL | "two_words"/"a&b" | {"two words": "two%20words", "a&b": "a%26b"}[a]
ASC | "abc"/"Table" | a
*RAWSUBTRACT | 10/20, 3/4, 2/5 | a - b - c
DATE | 2023/2024/2025, 3/5/11, 7/14/28 | dt.date(a, b, c)
DATEVALUE | "2024-05-17"/"2023-11-30" | serial(dt.date.fromisoformat(a))
DAY | d | a.day
MONTH | d | a.month
YEAR | d | a.year
WEEKDAY | d, 2 | a.isoweekday()
*ISOWEEKNUM | d | a.isocalendar()[1]
WEEKNUM | d, 21 | a.isocalendar()[1]
*DAYS | "2024-05-17"/"2025-02-01", "2024-03-01"/"2023-11-30" | (dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days
DATEDIF | "2023-11-30"/"2024-03-01", "2024-05-17"/"2025-02-01", "d" | (dt.date.fromisoformat(b) - dt.date.fromisoformat(a)).days
EDATE | d, 1/2/6 | serial(months_later(a, b))
EOMONTH | d, 1/2/6 | serial(months_later(a.replace(day=1), b + 1) - dt.timedelta(1))
NETWORKDAYS | "2024-03-01"/"2023-11-30", "2024-05-17"/"2025-02-03" | sum(day.weekday() < 5 for day in days_between(a, b))
WORKDAY | d, 5/10/20 | serial(workday(a, b))
*DAYSINMONTH | d | (months_later(a.replace(day=1), 1) - a.replace(day=1)).days
*DAYSINYEAR | d | 366 if leap(a.year) else 365
*ISLEAPYEAR | d | int(leap(a.year))
*WEEKSINYEAR | d | dt.date(a.year, 12, 28).isocalendar()[1]
EASTERSUNDAY | 2023/2024/2025 | {2023: dt.date(2023, 4, 9), 2024: dt.date(2024, 3, 31), 2025: dt.date(2025, 4, 20)}[a]
HOUR | 0.25/0.5/0.75 | int(a * 24)
MINUTE | 8.3125/0.53125 | round(a * 1440) % 60
SECOND | "12:20:41"/"08:15:30" | int(a[-2:])
"""


class Unfit(Exception):  # noqa: N818 (another sheet, or other arguments, may do)
    """The function has no value for these arguments, or the sheet has none to give."""


@dataclass(frozen=True)
class Function:
    name: str
    arguments: tuple[tuple[str, ...], ...]
    """What may stand in each place, one of them."""
    formula: str
    """Python over `a`, `b`, ..."""
    typed: bool = False
    """Whether it has to be typed: the action that sets a cell does not know it."""


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    text: str
    """`=SUM(B2:B9)`."""
    arguments: tuple[str, ...]
    value: Any
    """What it comes to: a number, a text, a truth value, or a date as ISO text."""


@lru_cache(maxsize=1)
def table() -> Mapping[str, Function]:
    """Name -> function."""
    found = {}
    for line in TABLE.strip().splitlines():
        name, arguments, formula = (part.strip() for part in line.split(" | " if line.count(" | ") > 1 else "|", 2))
        plain = name.removeprefix("*")
        found[plain] = Function(plain, tuple(_choices(a) for a in _split(arguments)), formula, plain != name)
    return found


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.findall(r'(?:"[^"]*"|\{[^}]*\}|[^,"])+', text) if part.strip()]


def _choices(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"[^"]*"|\{[^}]*\}|[^/"]+', text))


def call(name: str, sheet: Any, rng: random.Random, sheets: int = 1) -> Call:
    """The function on the columns of a sheet (lam.tasks.spreadsheet.documents.Sheet).

    Raises: Unfit when this sheet and these arguments have no sure value.
    """
    wanted = table()[name]
    taken: list[Any] = []
    texts: list[str] = []
    columns: dict[str, int] = {}
    for choices in wanted.arguments:
        text, value = _argument(rng.choice(choices), sheet, rng, columns, taken)
        texts.append(text)
        taken.append(value)
    try:
        value = eval(wanted.formula, {**NAMES, "sheets": sheets, **dict(zip("abcdefgh", taken, strict=False))})  # noqa: S307  a line of the table above
    except (ValueError, ZeroDivisionError, OverflowError, ArithmeticError, KeyError, IndexError, statistics.StatisticsError) as error:
        raise Unfit(f"{name}: {error}") from None
    if isinstance(value, dt.date):
        value = value.isoformat()
    if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)) or value is None or value == "":
        raise Unfit(f"{name} comes to {value!r}")
    return Call(f"={name}({','.join(texts)})", tuple(texts), value)


KINDS: Mapping[str, tuple[str, ...]] = {"n": ("int", "money"), "i": ("int",), "t": ("text",), "l": ("label",), "d": ("date",), "m": ("int", "money")}
"""Kinds of columns that an argument may stand on."""


def _argument(choice: str, sheet: Any, rng: random.Random, columns: dict[str, int], taken: Sequence[Any]) -> tuple[str, Any]:
    """(as it is typed, its value)."""
    if choice in ("^", "^^"):  # a value that occurs in the column before; in the column of labels
        pool = taken[-1] if choice == "^" and "T" in columns and len(taken) and isinstance(taken[-1], list) else _labels(sheet)
        value = rng.choice([v for v in pool if '"' not in v and not re.search(r"[*?~.^$()\[\]|+\\<>=]", v)] or _none())
        return f'"{value}"', value
    if choice[0] in '"{':
        text = choice.replace("_", " ")
        return text, text.strip('"')
    compared = re.fullmatch(r"n([<>])(\d+)", choice)
    if choice.lower() not in KINDS and not compared:
        return choice, ast.literal_eval(choice)
    kind = "n" if compared else choice
    index = _column(kind, sheet, rng, columns)
    values = list(sheet.columns[index].values)
    if kind.isupper():
        if kind in "TL" and any(not str(v) for v in values):
            raise Unfit("blank cells")
        return sheet.data(index), values
    place = rng.randrange(min(len(values), 8))
    address, value = f"{sheet.letter(index)}{sheet.first + place}", values[place]
    if compared:
        return f"{address}{compared[1]}{compared[2]}", value > int(compared[2]) if compared[1] == ">" else value < int(compared[2])
    return address, value


def _none() -> Any:
    raise Unfit("no plain value")


def _labels(sheet: Any) -> list[str]:
    found = [c for c in sheet.columns if c.kind == "label"]
    if not found or len(set(found[0].values)) < len(found[0].values):
        raise Unfit("no labels")
    return [str(v) for v in found[0].values]


def _column(kind: str, sheet: Any, rng: random.Random, columns: dict[str, int]) -> int:
    usual = [i for i, c in enumerate(sheet.columns) if c.kind in KINDS[kind.lower()] and not c.formula]
    if kind in "nN" and ("N" in columns or "n" in columns):
        return columns.get("N", columns.get("n", 0))
    left = [i for i in usual if i not in columns.values()] if kind == "M" else usual
    if not left:
        raise Unfit(f"no column for {kind}")
    columns[kind] = rng.choice(left)
    return columns[kind]


# -- what the table's lines call ---------------------------------------------------------------------------------------

NORMAL = statistics.NormalDist()


def rounded(value: float, places: int) -> float:
    """Halves away from zero."""
    return float(math.copysign(math.floor(abs(value) * 10**places + 0.5), value) / 10**places)


def quantile(values: Sequence[float], share: float) -> float:
    ordered, at = sorted(values), share * (len(values) - 1)
    low = math.floor(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def quantile_exclusive(values: Sequence[float], share: float) -> float:
    ordered, at = sorted(values), share * (len(values) + 1) - 1
    low = math.floor(at)
    if low < 0 or low + 1 >= len(ordered):
        raise ValueError("outside")
    return ordered[low] + (at - low) * (ordered[low + 1] - ordered[low])


def trimmed(values: Sequence[float], share: float) -> float:
    cut = int(len(values) * share / 2)
    return statistics.fmean(sorted(values)[cut : len(values) - cut])


def predicted(x: float, ys: Sequence[float], xs: Sequence[float]) -> float:
    line = statistics.linear_regression(xs, ys)
    return float(line.intercept + line.slope * x)


def skew(values: Sequence[float]) -> float:
    n, mean, spread = len(values), statistics.fmean(values), statistics.stdev(values)
    return n / ((n - 1) * (n - 2)) * math.fsum(((v - mean) / spread) ** 3 for v in values)


def skewp(values: Sequence[float]) -> float:
    mean, spread = statistics.fmean(values), statistics.pstdev(values)
    return math.fsum(((v - mean) / spread) ** 3 for v in values) / len(values)


def kurtosis(values: Sequence[float]) -> float:
    n, mean, spread = len(values), statistics.fmean(values), statistics.stdev(values)
    fourth = math.fsum(((v - mean) / spread) ** 4 for v in values)
    return n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def imaginary(text: str) -> complex:
    return complex(text.replace("i", "j"))


def spelled(value: complex) -> str:
    """`3+4i` of a number with whole parts, as cells show it."""
    real, imag = int(value.real), int(value.imag)
    tail = {0: "", 1: "i", -1: "-i"}.get(imag, f"{imag}i")
    return f"{real or ''}{'+' if imag > 0 and real else ''}{tail}" or "0"


def roman(number: int) -> str:
    signs = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)  # noqa: SIM905
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text


def serial(day: dt.date) -> int:
    """The day's number, from 30 December 1899."""
    return (day - dt.date(1899, 12, 30)).days


def leap(year: int) -> bool:
    return (year % 4 == 0 and year % 100 != 0) or year % 400 == 0


def months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(1)).day
    return dt.date(year, month + 1, min(day.day, last))


def days_between(first: str, last: str) -> list[dt.date]:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [start + dt.timedelta(n) for n in range((end - start).days + 1)]


def workday(day: dt.date, count: int) -> dt.date:
    found = (day + dt.timedelta(n) for n in itertools.count(1))
    return next(itertools.islice((d for d in found if d.weekday() < 5), count - 1, None))


NAMES: Mapping[str, Any] = {
    "math": math, "statistics": statistics, "dt": dt, "NORMAL": NORMAL,
    **{f.__name__: f for f in (rounded, quantile, quantile_exclusive, trimmed, predicted, skew, skewp, kurtosis, imaginary, spelled, roman, serial,
                               leap, months_later, days_between, workday)},
}  # fmt: skip

SYNTAX = re.compile(r"^Type =(?P<name>[A-Z][A-Z0-9.]*)\((?P<arguments>.*)\)(?: with your values)? and press Enter$")
"""The step of a pair that types a function."""


def named(syntax: str) -> list[str]:
    """The names that help gives the arguments: `Data`, `Rank c`."""
    plain = [re.sub(r"\s*=.*$", "", re.sub(r"[\[\]\"]", "", part)).strip().replace("_", " ") for part in re.split(r"[;,](?![^{]*\})", syntax)]
    return [name for name in plain if name and "…" not in name and "..." not in name]


def nearly(one: Any, other: Any) -> bool:
    """Whether two results are the same: numbers to nine digits or so, truth values as themselves or as 1 and 0, texts letter by letter."""
    numbers = [float(v) if isinstance(v, (bool, int, float)) else None for v in (one, other)]
    if numbers[0] is not None and numbers[1] is not None:
        return math.isclose(numbers[0], numbers[1], rel_tol=1e-8, abs_tol=1e-9)
    return str(one) == str(other)
