// The commands that are compared with a real server's, over all types. Left out is what depends on chance or on the time of day.

const strings = `
get KS | set KS V | set KS V [nx | xx] [get] [keepttl | ex FAR | px FAR | exat FUTURE | pxat FUTUREMS]
setnx KS V | setex KS FAR V | psetex KS FAR V | getset KS V | mget {KS} | mset {KS V} | msetnx {KS V} | append KS V
strlen KS | getrange KS I I | substr KS I I | setrange KS OFFSET V | getdel KS | getex KS [persist | ex FAR | pxat FUTUREMS | exat PAST]
incr KN | decr KN | incrby KN N | decrby KN N | incrbyfloat KN F | set KN N | set KN F | get KN | incrbyfloat KN N
lcs KS KS [len] [idx] [minmatchlen COUNT] [withmatchlen] | set KS WORD | set KS WORD
`;
const bitmaps = `
setbit KB BITOFFSET BIT | getbit KB BITOFFSET | bitcount KB [I I [byte | bit]] | bitpos KB BIT [I [I [byte | bit]]]
bitop (and | or | xor) KB {KB} | bitop not KB KB | set KB V | get KB
bitfield KB {(get BITTYPE BITFIELDOFFSET | set BITTYPE BITFIELDOFFSET N | incrby BITTYPE BITFIELDOFFSET N | overflow (wrap | sat | fail))}
bitfield_ro KB {get BITTYPE BITFIELDOFFSET}
`;
const hyperloglogs = `
pfadd KP {M} | pfadd KP {V} | pfadd KP | pfcount {KP} | pfcount KP | pfmerge KP {KP} | del KP | set KP V
`;
const hashes = `
hset KH {M V} | hset KH {M N} | hmset KH {M V} | hsetnx KH M V | hget KH M | hmget KH {M} | hdel KH {M} | hlen KH | hstrlen KH M
hexists KH M | hkeys KH | hvals KH | hgetall KH | hincrby KH M N | hincrbyfloat KH M F | hscan KH 0 [match GLOB] count BIG
hrandfield KH BIG | hrandfield KH BIG withvalues | hrandfield KH 0
`;
const lists = `
lpush KL {V} | rpush KL {V} | lpush KL {M} | rpush KL {M} | lpushx KL {V} | rpushx KL {V} | llen KL | lindex KL I | lrange KL I I
lset KL I V | linsert KL (before | after) M V | lrem KL I M | ltrim KL I I | lpos KL M [rank I] [count COUNT] [maxlen COUNT]
lpop KL [COUNT] | rpop KL [COUNT] | rpoplpush KL KL | lmove KL KL (left | right) (left | right)
lmpop COUNT KL (left | right) [count COUNT] | lmpop 2 KL KL (left | right) [count COUNT]
`;
const blocking = `
blpop {KL} 0 | brpop {KL} 0 | blmove KL KL (left | right) (left | right) 0 | brpoplpush KL KL 0 | blmpop 0 2 KL KL (left | right) [count COUNT]
bzpopmin {KZ} 0 | bzpopmax {KZ} 0 | bzmpop 0 2 KZ KZ (min | max) [count COUNT]
xread [count COUNT] block 0 streams KX ID | xreadgroup group GROUP CONSUMER block 0 streams KX >
`;
const sets = `
sadd KT {M} | sadd KT {N} | srem KT {M} | smove KT KT M | sismember KT M | smismember KT {M} | scard KT | smembers KT | sscan KT 0 [match GLOB] count BIG
sinter {KT} | sunion {KT} | sdiff {KT} | sinterstore KT {KT} | sunionstore KT {KT} | sdiffstore KT {KT} | sintercard COUNT KT KT [limit COUNT]
sintercard 2 KT KT [limit COUNT] | spop KT BIG | srandmember KT BIG | srandmember KT 0
`;
const sortedSets = `
zadd KZ {SCORE M} | zadd KZ [nx | xx | gt | lt] [ch] [incr] {SCORE M} | zadd KZ [nx] [xx] [gt] [lt] [ch] SCORE M | zincrby KZ SCORE M | zcard KZ
zscore KZ M | zmscore KZ {M} | zrank KZ M | zrevrank KZ M | zrem KZ {M} | zscan KZ 0 [match GLOB] count BIG
zrange KZ I I [rev] [withscores] | zrange KZ SCOREBOUND SCOREBOUND byscore [rev] [limit I I] [withscores]
zrangestore KZ KZ I I [rev] | zrangestore KZ KZ SCOREBOUND SCOREBOUND byscore [rev] [limit I I]
zrevrange KZ I I [withscores] | zrangebyscore KZ SCOREBOUND SCOREBOUND [withscores] [limit I I] | zrevrangebyscore KZ SCOREBOUND SCOREBOUND [withscores] [limit I I]
zcount KZ SCOREBOUND SCOREBOUND | zremrangebyrank KZ I I | zremrangebyscore KZ SCOREBOUND SCOREBOUND
zpopmin KZ [COUNT] | zpopmax KZ [COUNT] | zmpop 2 KZ KZ (min | max) [count COUNT] | zrandmember KZ BIG [withscores] | zrandmember KZ 0
(zunion | zinter) 2 KZS KZS [weights F F] [aggregate (sum | min | max)] [withscores] | zdiff 2 KZS KZS [withscores] | zunion 3 KZS KZS KZS withscores
(zunionstore | zinterstore) KZ 2 KZS KZS [weights F F] [aggregate (sum | min | max)] | zdiffstore KZ 2 KZS KZS | zintercard 2 KZS KZS [limit COUNT]
`;
/** What goes by the members' bytes is defined only where all scores are the same: on keys that nothing else touches. */
const lexicographic = `
zadd KQ {0 M} | zadd KQ {0 V} | zincrby KQ 0 M | zrem KQ {M} | zpopmin KQ [COUNT] | zrange KQ LEXBOUND LEXBOUND bylex [rev] [limit I I]
zrangebylex KQ LEXBOUND LEXBOUND [limit I I] | zrevrangebylex KQ LEXBOUND LEXBOUND [limit I I] | zlexcount KQ LEXBOUND LEXBOUND
zremrangebylex KQ LEXBOUND LEXBOUND | zrangestore KQ KQ LEXBOUND LEXBOUND bylex
`;
const streams = `
xadd KX ID M V | xadd KX [nomkstream] [(maxlen | minid) [=] COUNT] ID {M V} | xadd KX ID M V | xadd KX ID M V | xlen KX | xdel KX {ID} | xtrim KX (maxlen | minid) [=] COUNT
xrange KX IDBOUND IDBOUND [count I] | xrevrange KX IDBOUND IDBOUND [count I] | xread [count COUNT] streams KX KX ID ID | xread streams KX $
xsetid KX ID [entriesadded COUNT] [maxdeletedid ID]
xgroup create KX GROUP (ID | $) [mkstream] [entriesread COUNT] | xgroup create KX GROUP 0 mkstream | xgroup setid KX GROUP (ID | $) [entriesread COUNT]
xgroup destroy KX GROUP | xgroup createconsumer KX GROUP CONSUMER | xgroup delconsumer KX GROUP CONSUMER
xreadgroup group GROUP CONSUMER [count COUNT] [noack] streams KX > | xreadgroup group GROUP CONSUMER [count COUNT] streams KX ID | xreadgroup group GROUP CONSUMER count COUNT streams KX KX > >
xack KX GROUP {ID} | xpending KX GROUP | xpending KX GROUP [idle (0 | BIG)] IDBOUND IDBOUND COUNT [CONSUMER]
xclaim KX GROUP CONSUMER (0 | BIGIDLE) {ID} [time PAST] [retrycount COUNT] [force] [justid] [lastid ID] | xautoclaim KX GROUP CONSUMER (0 | BIGIDLE) IDBOUND [count COUNT] [justid]
xinfo groups KX | xinfo consumers KX GROUP | xinfo stream KX | xinfo stream KX full [count COUNT]
`;
const keys = `
del {K} | del K | unlink {K} | exists {K} | touch {K} | type K | rename K K | renamenx K K | copy K K [replace] | copy K K db DB [replace] | move K DB
expire K FAR [nx | xx] | pexpire K FAR | expireat K FUTURE [nx | xx | gt | lt] | pexpireat K FUTUREMS [nx] [xx] [gt] [lt] | expireat K PAST | pexpireat K PAST | expire K I
ttl K | pttl K | expiretime K | pexpiretime K | persist K | object encoding K | keys GLOB | scan 0 count BIG [match GLOB] [type TYPE] | dbsize
sort KLTZ [by (W* | nosort | H*->M)] [limit I I] [get W*] [get #] [asc | desc] [alpha] | sort KLTZ [limit I I] [asc | desc] [alpha] store KL | sort_ro KLTZ [asc | desc] alpha | set W N
`;
const server = `
ping [V] | echo V | select DB | select 0 | select 0 | select 0 | swapdb DB DB | client getname | client setname M | watch {K} | unwatch | flushdb | wait 0 0
command getkeys set KS V | command getkeys zunionstore KZ 2 KZ KZ | command getkeys xreadgroup group GROUP CONSUMER streams KX KX ID ID | command getkeys mset {KS V}
publish M V | pubsub numsub {M} | pubsub channels | pubsub numpat | nosuch {V} | object V K | xgroup V K | config V | hello [2 | 3] | reset V | exec | discard
`;

/** Family to its templates; `weight` is how often a family is drawn. */
export const families: readonly { readonly weight: number; readonly templates: readonly string[] }[] = [
  [12, strings],
  [8, bitmaps],
  [3, hyperloglogs],
  [10, hashes],
  [12, lists],
  [10, sets],
  [16, sortedSets],
  [4, lexicographic],
  [16, streams],
  [14, keys],
  [4, server],
].map(([weight, text]) => ({
  weight: weight as number,
  templates: split(text as string),
}));

/** The names of the commands that are drawn on their own, but for those that are to be refused. */
export const commandNames = [
  ...new Set(
    families.flatMap(({ templates }) =>
      templates.flatMap((text) => {
        const choice = /^\(([a-z |]+)\)/.exec(text)?.[1];
        return choice === undefined ? [text.split(' ')[0] as string] : choice.split(' | ');
      }),
    ),
  ),
].filter((name) => !['nosuch', 'config', 'reset'].includes(name));

/** Run only within a transaction, where they do not wait. */
export const blockingTemplates = split(blocking);

/** Templates are parted by lines, and by bars outside of brackets. */
function split(text: string): string[] {
  const found: string[] = [];
  for (const line of text.trim().split('\n')) {
    let depth = 0;
    let current = '';
    for (const char of line) {
      if ('([{'.includes(char)) depth++;
      if (')]}'.includes(char)) depth--;
      if (char === '|' && depth === 0) {
        found.push(current.trim());
        current = '';
      } else current += char;
    }
    found.push(current.trim());
  }
  return found;
}
