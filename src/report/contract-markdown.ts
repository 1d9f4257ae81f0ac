// A contract in Markdown: made to be committed and reviewed, so it has no line numbers, which change with every edit above them.
import { type Contract, type Evidence, type Subject, summaryOf } from './contract.ts';
import { escapeMarkdown, fence } from './inert.ts';
import { renderText } from './text.ts';

const columns = 88;

/** The document. It ends with a line break. */
export function contractMarkdown(contract: Contract, title: string): string {
  const parts = [
    `# ${escapeMarkdown(title)}`,
    'What the tests of this suite have shown about concurrency. `escapement/reporter` has written it; edit the tests, not this.',
    `${summaryOf(contract)}.`,
    ...contract.subjects.flatMap(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section({ name, evidence }: Subject): string[] {
  return [`## ${escapeMarkdown(name)}`, ...evidence.flatMap(entry)];
}

function entry({ project, file, test, claim }: Evidence): string[] {
  const facts = [
    `- shown by: ${escapeMarkdown(test)} (${escapeMarkdown(file)}${project === '' ? '' : `, project ${escapeMarkdown(project)}`})`,
  ];
  if (claim.observed !== undefined) facts.push(`- seen: ${escapeMarkdown(claim.observed)}`);
  if (claim.schedules !== undefined) facts.push(`- schedules: ${claim.schedules.toLocaleString('en')}`);
  const parts = [`### ${escapeMarkdown(claim.holds)}`, facts.join('\n')];
  if (claim.timeline !== undefined) parts.push(fence(renderText(claim.timeline, { width: columns })));
  return parts;
}
