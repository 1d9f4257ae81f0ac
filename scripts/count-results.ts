// Prints "<passed> <failed>" for a report of Vitest's json reporter. A file that could not be loaded has no tests: it counts as one failure.
import { readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/count-results.ts <report.json>');

const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
);
console.log(report.numPassedTests, report.numFailedTests + broken.length);
