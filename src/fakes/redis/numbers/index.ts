// Numbers, read and written as C does it.
export { formatDouble, parseDouble } from './double.ts';
export { compact, int64Max, int64Min, parseCount, parseInt64 } from './integer.ts';
export { addLongDoubles, formatLongDouble, parseLongDouble } from './long-double.ts';
