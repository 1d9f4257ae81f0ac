// Pictures and documents of what happened.

export type { Claim } from './claim.ts';
export { type Contract, contractOf, type Evidence, summaryOf } from './contract.ts';
export { contractHtml } from './contract-html.ts';
export { contractMarkdown } from './contract-markdown.ts';
export { difference } from './difference.ts';
export { escapeMarkdown, escapeMarkup, fence, inert } from './inert.ts';
export { renderSvg } from './svg.ts';
export { renderText } from './text.ts';
export { formatMoment, formatTime } from './time.ts';
export { type Timeline, timelineOf, timelineOfLanes } from './timeline.ts';
