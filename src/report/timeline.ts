// The one model that every picture of spans is drawn from.
import type { Outcome, Span } from '../world/index.ts';

/** A span, as it is drawn. */
export interface Bar {
  readonly label: string;
  readonly start: number;
  /** `undefined`: pending. */
  readonly end: number | undefined;
  readonly outcome: Outcome;
}

/** One line of a timeline: one span, or the spans of a task one after another. */
export interface Lane {
  readonly label: string;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** ms: where the axis begins and ends. */
  readonly from: number;
  readonly to: number;
  /** How many lanes were left out. */
  readonly folded: number;
  /** The moment that the picture is about. */
  readonly moment?: { readonly at: number; readonly text: string };
}

export interface TimelineOptions {
  /** Lanes beyond so many are folded: "… 94 more". Default 12. */
  readonly maxLanes?: number;
  /** ms: how far pending spans are known to have come. */
  readonly now?: number;
  readonly moment?: { readonly at: number; readonly text: string };
}

/** A lane a span, in the order given. */
export function timelineOf(spans: readonly Span[], options: TimelineOptions = {}): Timeline {
  return timelineOfLanes(
    spans.map((span) => ({ label: span.label, bars: [span] })),
    options,
  );
}

/** A lane each, in the order given. */
export function timelineOfLanes(
  lanes: readonly Lane[],
  { maxLanes = 12, now, moment }: TimelineOptions = {},
): Timeline {
  // One more is shown rather than a line that says "… 1 more".
  const shown = lanes.length <= maxLanes + 1 ? lanes : lanes.slice(0, maxLanes);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const reach = (at: number | undefined) => {
    if (at === undefined || !Number.isFinite(at)) return;
    from = Math.min(from, at);
    to = Math.max(to, at);
  };
  for (const { bars } of shown) {
    for (const { start, end } of bars) {
      reach(start);
      reach(end);
      if (end === undefined) reach(now);
    }
  }
  reach(moment?.at);
  if (from > to) from = to = 0;
  // The clock of a world begins at 0, and so do most pictures of it.
  if (from > 0 && from <= (to - from) / 2) from = 0;
  return {
    lanes: shown.map(({ label, bars }) => ({ label, bars: bars.map(barOf) })),
    from,
    to,
    folded: lanes.length - shown.length,
    ...(moment !== undefined && { moment }),
  };
}

// The pictures of one test share their bars, so that what is sent to the reporter has each of them once.
const bars = new WeakMap<Bar, Bar>();

function barOf(span: Bar): Bar {
  const known = bars.get(span);
  if (known !== undefined) return known;
  const { label, start, end, outcome } = span;
  const bar = { label, start, end, outcome };
  // A pending span is yet to change.
  if (end !== undefined) bars.set(span, bar);
  return bar;
}
