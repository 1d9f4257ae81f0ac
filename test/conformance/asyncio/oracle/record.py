"""Records what CPython's asyncio does with random programs: python3.11 record.py > ../../data/asyncio-programs.json

A program is a list of tasks, a task a list of statements, a statement a list: its word, and what it takes. `run.ts` beside this reads the same.
The clock is virtual: the selector moves it instead of waiting. Handles that are due at one instant go in the order in which they were made; CPython's
heap is not stable there, and with a real clock no two deadlines are the same.
"""
import asyncio, itertools, json, random, selectors, sys

assert sys.version_info[:2] == (3, 11)


class Selector(selectors.BaseSelector):
    def __init__(self, loop): self.loop = loop
    def select(self, timeout=None):
        assert timeout is not None, 'stuck'
        self.loop.now += timeout
        return []
    def register(self, *_): pass
    def unregister(self, *_): pass
    def get_map(self): return {}
    def close(self): pass


class Timer(asyncio.TimerHandle):
    __slots__ = ('number',)
    numbers = itertools.count()
    def __lt__(self, other): return (self._when, self.number) < (other._when, other.number)


class Loop(asyncio.SelectorEventLoop):
    now = 0.0
    def __init__(self):
        super().__init__(selectors.SelectSelector())
        self._selector = Selector(self)
        self._clock_resolution = 1e-9
    def time(self): return self.now
    def call_at(self, when, callback, *args, context=None):
        # Milliseconds, whole: the sums of seconds are not.
        timer = Timer(round(when, 6), callback, args, self, context)
        timer.number = next(Timer.numbers)
        import heapq
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer
    def _process_events(self, _): pass


class Ordered(dict):
    add = lambda self, item: self.setdefault(item)
    discard = lambda self, item: self.pop(item, None)


class TaskGroup(asyncio.TaskGroup):
    # A set has an arbitrary order.
    def __init__(self):
        super().__init__()
        self._tasks = Ordered()


class Failure(Exception): pass


def outcome(error):
    if isinstance(error, asyncio.CancelledError): return 'cancelled'
    if isinstance(error, asyncio.TimeoutError): return 'timeout'
    if isinstance(error, BaseExceptionGroup): return [outcome(each) for each in error.exceptions]
    if isinstance(error, asyncio.BrokenBarrierError): return 'broken'
    return 'failure' if isinstance(error, Failure) else 'refused'


class Program:
    def __init__(self, tasks, log):
        self.bodies, self.log, self.tasks, self.children = tasks, log, [], 0
        self.locks = [asyncio.Lock(), asyncio.Lock()]
        self.semaphores = [asyncio.Semaphore(2), asyncio.BoundedSemaphore(1)]
        self.events = [asyncio.Event(), asyncio.Event()]
        self.conditions = [asyncio.Condition()]
        self.barriers = [asyncio.Barrier(2)]
        self.queues = [asyncio.Queue(1), asyncio.Queue(), asyncio.LifoQueue(2), asyncio.PriorityQueue(2)]

    def note(self, name, what):
        self.log.append([round(asyncio.get_running_loop().time() * 1000), name, what])

    async def all(self, name, statements):
        value = None
        for at, statement in enumerate(statements):
            value = await self.one(f'{name}.{at}', statement)
        return value

    async def one(self, name, statement):
        try:
            value = await self.run(name, *statement)
        except BaseException as error:
            self.note(name, outcome(error))
            raise
        self.note(name, value)
        return value

    def child(self, name, statements):
        return self.all(name, statements)

    async def run(self, name, word, *args):
        if word == 'sleep': return await asyncio.sleep(args[0] / 1000)
        if word == 'fail': raise Failure()
        if word == 'lock':
            async with self.locks[args[0]]: return await self.all(name, args[1])
        if word == 'acquire': return await self.locks[args[0]].acquire()
        if word == 'release': return self.locks[args[0]].release()
        if word == 'semaphore':
            async with self.semaphores[args[0]]: return await self.all(name, args[1])
        if word == 'signal': return self.semaphores[args[0]].release()
        if word == 'set': return self.events[args[0]].set()
        if word == 'clear': return self.events[args[0]].clear()
        if word == 'wait': return await self.events[args[0]].wait()
        if word == 'condition':
            async with self.conditions[0]: return await self.conditions[0].wait()
        if word == 'notify':
            async with self.conditions[0]: return self.conditions[0].notify(args[0])
        if word == 'barrier': return await self.barriers[0].wait()
        if word == 'reset': return await self.barriers[0].reset()
        if word == 'put': return await self.queues[args[0]].put(args[1])
        if word == 'get': return await self.queues[args[0]].get()
        if word == 'done': return self.queues[args[0]].task_done()
        if word == 'join': return await self.queues[args[0]].join()
        if word == 'size': return self.queues[args[0]].qsize()
        if word == 'cancel': return self.tasks[args[0]].cancel()
        if word == 'await': return await self.tasks[args[0]]
        if word == 'shielded': return await asyncio.shield(self.tasks[args[0]])
        if word == 'try':
            try: return await self.all(f'{name}t', args[0])
            except BaseException as error:
                if not args[2] and isinstance(error, asyncio.CancelledError): raise
                return outcome(error)
            finally: await self.all(f'{name}f', args[1])
        if word == 'waitFor': return await asyncio.wait_for(self.all(name, args[1]), args[0] / 1000)
        if word == 'timeout':
            async with asyncio.timeout(args[0] / 1000): return await self.all(name, args[1])
        if word == 'shield': return await asyncio.shield(self.all(name, args[0]))
        if word == 'gather':
            results = await asyncio.gather(*[self.all(f'{name}g{i}', each) for i, each in enumerate(args[1])], return_exceptions=args[0])
            return [outcome(each) if isinstance(each, BaseException) else each for each in results]
        if word == 'group':
            async with TaskGroup() as group:
                for i, each in enumerate(args[0]): group.create_task(self.all(f'{name}g{i}', each))
                return await self.all(f'{name}b', args[1])
        if word == 'first':
            tasks = [asyncio.create_task(self.all(f'{name}g{i}', each)) for i, each in enumerate(args[2])]
            done, pending = await asyncio.wait(tasks, return_when=args[0], timeout=None if args[1] is None else args[1] / 1000)
            for task in tasks:
                if task in pending: task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return [len(done), len(pending)]
        if word == 'completed':
            values = []
            # asyncio puts them into a set, whose order is arbitrary: tasks are made here, so that they begin in order.
            tasks = [asyncio.create_task(self.all(f'{name}g{i}', each)) for i, each in enumerate(args[1])]
            for next_one in asyncio.as_completed(tasks, timeout=None if args[0] is None else args[0] / 1000):
                try: values.append(await next_one)
                except (Failure, asyncio.TimeoutError, RuntimeError, ValueError) as error: values.append(outcome(error))
            return values
        raise AssertionError(word)

    async def main(self):
        for number, body in enumerate(self.bodies):
            self.tasks.append(asyncio.create_task(self.all(str(number), body)))
        # Whatever is stuck is cancelled, until nothing is left.
        for _ in range(20):
            await asyncio.sleep(10)
            mine = asyncio.current_task()
            left = sorted((task for task in asyncio.all_tasks() if task is not mine), key=lambda task: int(task.get_name()[5:]))
            if not left: break
            self.note('main', len(left))
            for task in left: task.cancel()
        self.note('main', [outcome_of(task) for task in self.tasks])


def outcome_of(task):
    if task.cancelled(): return 'cancelled'
    return outcome(task.exception()) if task.exception() is not None else 'fulfilled'


def generate(rng):
    count = rng.randint(2, 4)
    ms = lambda: rng.choice([0, 0, 1, 2, 3, 5, 8])

    def block(depth, most=3): return [statement(depth) for _ in range(rng.randint(1, most))]

    def statement(depth):
        simple = [
            lambda: ['sleep', ms()], lambda: ['sleep', ms()], lambda: ['fail'],
            lambda: ['acquire', rng.randrange(2)], lambda: ['release', rng.randrange(2)], lambda: ['signal', rng.randrange(2)],
            lambda: ['set', rng.randrange(2)], lambda: ['clear', rng.randrange(2)], lambda: ['wait', rng.randrange(2)],
            lambda: ['condition'], lambda: ['notify', rng.randint(1, 2)], lambda: ['barrier'], lambda: ['reset'],
            lambda: ['put', rng.randrange(4), rng.randrange(9)], lambda: ['get', rng.randrange(4)], lambda: ['put', rng.randrange(4), rng.randrange(9)],
            lambda: ['get', rng.randrange(4)], lambda: ['done', rng.randrange(4)], lambda: ['join', rng.randrange(4)], lambda: ['size', rng.randrange(4)],
            lambda: ['cancel', rng.randrange(count)], lambda: ['cancel', rng.randrange(count)], lambda: ['await', rng.randrange(count)],
            lambda: ['shielded', rng.randrange(count)],
        ]
        if depth == 0: return rng.choice(simple)()
        inner = lambda most=3: block(depth - 1, most)
        several = lambda: [inner(2) for _ in range(rng.randint(1, 3))]
        compound = [
            lambda: ['lock', rng.randrange(2), inner()], lambda: ['semaphore', rng.randrange(2), inner()],
            lambda: ['try', inner(), inner(1), rng.random() < 0.3], lambda: ['try', inner(), inner(1), False],
            lambda: ['waitFor', ms(), inner()], lambda: ['timeout', ms(), inner()], lambda: ['shield', inner()],
            lambda: ['gather', rng.random() < 0.5, several()], lambda: ['group', several(), inner(2)],
            lambda: ['first', rng.choice(['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED']), rng.choice([None, ms()]), several()],
            lambda: ['completed', rng.choice([None, 5]), several()],
        ]
        return rng.choice(compound if rng.random() < 0.45 else simple)()

    return [block(2, 5) for _ in range(count)]


def awaits_itself(tasks):
    """Tasks that await one another in a circle: CPython overflows its stack when one of them is cancelled."""
    edges = {}
    def visit(number, node):
        if isinstance(node, list):
            if node and node[0] in ('await', 'shielded'): edges.setdefault(number, set()).add(node[1])
            for each in node: visit(number, each)
    for number, body in enumerate(tasks): visit(number, body)
    def reaches(start, at, seen):
        return any(to == start or (to not in seen and reaches(start, to, seen | {to})) for to in edges.get(at, ()))
    return any(reaches(number, number, set()) for number in edges)


def record(tasks):
    loop, log = Loop(), []
    loop.set_exception_handler(lambda *_: None)
    loop.run_until_complete(loop.create_task(Program(tasks, log).main()))
    loop.close()
    return log


if __name__ == '__main__':
    rng, programs = random.Random(2023), []
    count, most = int(sys.argv[1]), int(sys.argv[2])
    while len(programs) < count:
        tasks = generate(rng)
        if awaits_itself(tasks): continue
        log = record(tasks)
        if 8 <= len(log) <= most: programs.append({'tasks': tasks, 'log': log})
    print('[')
    print(',\n'.join(json.dumps(program, separators=(',', ':')) for program in programs))
    print(']')
