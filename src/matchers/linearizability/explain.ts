// Why no order explains a history, in words.
import { inspect } from 'node:util';
import { show } from '../arguments.ts';
import type { Operation } from './history.ts';
import type { DeadEnd } from './linearize.ts';
import type { Answer } from './model.ts';

/** Operations in a sentence. */
const namedInOrder = 12;

export function explain(last: Operation, { order, next }: DeadEnd): string {
  const lines = [
    `Until the end of ${JSON.stringify(last.span.label)}, ${called(last)}, there is an order; with its answer there is none.`,
    order.length === 0 ? 'At the beginning,' : `The furthest that an order goes: ${said(order)}. After that,`,
    ...next.map(
      ({ operation, answer }) =>
        `  ${JSON.stringify(operation.span.label)} ${gave(operation.answer as Answer)}, where the model ${gives(answer)}`,
    ),
  ];
  return lines.join('\n  ');
}

/** `put("a"), take() = "a"` */
export function said(order: readonly Operation[]): string {
  const shown = order.slice(-namedInOrder).map((operation) => {
    const { answer } = operation;
    if (answer === undefined) return `${called(operation)} (pending)`;
    if ('reason' in answer) return `${called(operation)} ✗ ${show(answer.reason)}`;
    return answer.value === undefined ? called(operation) : `${called(operation)} = ${value(answer.value)}`;
  });
  const left = order.length - shown.length;
  return (left > 0 ? [`… ${left} more`, ...shown] : shown).join(', ');
}

function called({ name, args }: Operation): string {
  return `${name}(${args.map(value).join(', ')})`;
}

function gave(answer: Answer): string {
  return 'value' in answer ? `gave ${value(answer.value)}` : `was rejected with ${show(answer.reason)}`;
}

function gives(answer: Answer): string {
  return 'value' in answer ? `gives ${value(answer.value)}` : `throws ${show(answer.reason)}`;
}

function value(what: unknown): string {
  const text = inspect(what, { breakLength: Number.POSITIVE_INFINITY, depth: 2 });
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
