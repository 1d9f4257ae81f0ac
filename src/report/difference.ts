// The difference between two texts, line by line, as a person reads it: what is around a change is shown, the rest is left out.

type Step = { readonly sign: ' ' | '-' | '+'; readonly line: string };

const context = 2;
// Beyond this, comparing every line with every other takes longer than anybody would read the result.
const mostCompared = 3000;

/** Lines with `-` are in `before` alone, those with `+` in `after` alone. Empty if the texts are equal. A Markdown heading says where it is. */
export function difference(before: string, after: string): string {
  if (before === after) return '';
  const steps = stepsOf(before.split('\n'), after.split('\n'));
  const lines: string[] = [];
  let last = -1;
  let heading: string | undefined;
  steps.forEach((step, index) => {
    const isNear = steps
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ sign }) => sign !== ' ');
    if (isNear) {
      if (index > last + 1 && lines.length > 0) lines.push('…');
      if (index > last + 1 && heading !== undefined) lines.push(`  ${heading}`);
      lines.push(`${step.sign} ${step.line}`.trimEnd());
      last = index;
    }
    if (/^##? /.test(step.line)) heading = step.line;
  });
  return lines.join('\n');
}

function stepsOf(before: readonly string[], after: readonly string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...same(before.slice(0, start)),
    ...changed(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** By the longest common subsequence. */
function changed(before: readonly string[], after: readonly string[]): Step[] {
  const removed = (line: string): Step => ({ sign: '-', line });
  const added = (line: string): Step => ({ sign: '+', line });
  if (before.length > mostCompared || after.length > mostCompared)
    return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const below = common[(i + 1) * width + j] as number;
      const right = common[i * width + j + 1] as number;
      common[i * width + j] =
        before[i] === after[j] ? (common[(i + 1) * width + j + 1] as number) + 1 : Math.max(below, right);
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      steps.push({ sign: ' ', line: before[i] as string });
      i++;
      j++;
    } else if ((common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))
      steps.push(removed(before[i++] as string));
    else steps.push(added(after[j++] as string));
  }
  return [...steps, ...before.slice(i).map(removed), ...after.slice(j).map(added)];
}
