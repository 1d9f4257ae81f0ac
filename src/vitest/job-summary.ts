// What failed, for the summary of a GitHub Actions job: the messages with their timelines, as text that does nothing.
import { stripVTControlCharacters } from 'node:util';
import type { TestCase } from 'vitest/node';
import { escapeMarkdown, fence, inert } from '../report/index.ts';

// GitHub shows a megabyte a step.
const mostTests = 50;
const mostLines = 60;

/** Markdown; empty if nothing failed. */
export function jobSummary(tests: readonly TestCase[]): string {
  const failed = tests.filter((test) => test.result().state === 'failed');
  if (failed.length === 0) return '';
  const shown = failed.slice(0, mostTests).map(section);
  if (failed.length > mostTests) shown.push(`… ${failed.length - mostTests} more`);
  return `## ${failed.length} failed ${failed.length === 1 ? 'test' : 'tests'}\n\n${shown.join('\n\n')}\n`;
}

function section(test: TestCase): string {
  const messages = (test.result().errors ?? []).map(({ message }) => fence(plain(message)));
  return [
    `### ${escapeMarkdown(test.fullName)}`,
    `${escapeMarkdown(test.module.relativeModuleId)}`,
    ...messages,
  ].join('\n\n');
}

function plain(message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').map(inert);
  return (
    lines.length > mostLines
      ? [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`]
      : lines
  ).join('\n');
}
