// A contract as one HTML file that needs nothing else: its content security policy lets no request leave the page, and no script run but its
// own. All that comes from the suite is text.
import { createHash } from 'node:crypto';
import { type Contract, type Evidence, type Subject, summaryOf } from './contract.ts';
import { escapeMarkup } from './inert.ts';
import { renderSvg, svgStyle } from './svg.ts';

const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--faint:#59636e;--rule:#d1d9e0;--panel:#f6f8fa;--link:#0969da}
@media(prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#f0f6fc;--faint:#9198a1;--rule:#3d444d;--panel:#151b23;--link:#4493f8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
.layout{display:grid;grid-template-columns:minmax(12rem,18rem) minmax(0,1fr);max-width:76rem;margin:0 auto}
header,main,nav{padding:1.5rem}
header{grid-column:1/-1;border-bottom:1px solid var(--rule)}
h1{margin:0 0 .25rem;font-size:1.6rem;line-height:1.2}
h2{margin:2.5rem 0 .5rem;font-size:1.25rem;border-bottom:1px solid var(--rule);padding-bottom:.25rem}
h3{margin:0 0 .25rem;font-size:1rem}
p{margin:.25rem 0;color:var(--faint)}
nav{border-right:1px solid var(--rule)}
nav>div{position:sticky;top:1.5rem;max-height:calc(100vh - 3rem);overflow:auto}
nav ul{list-style:none;margin:.75rem 0 0;padding:0}
nav li{margin:.25rem 0}
a{color:var(--link);text-decoration:none}
a:hover,a:focus{text-decoration:underline}
input{width:100%;padding:.4rem .6rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--rule);border-radius:.4rem}
article{margin:1rem 0;padding:1rem;background:var(--panel);border:1px solid var(--rule);border-radius:.5rem}
section:first-child h2{margin-top:0}
.picture{overflow-x:auto;margin-top:.75rem}
.picture svg{display:block;width:100%;min-width:34rem;max-width:45rem;height:auto}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
[hidden]{display:none}
@media(max-width:60rem){.layout{grid-template-columns:minmax(0,1fr)}nav{border-right:0;border-bottom:1px solid var(--rule)}nav>div{position:static;max-height:none}}
${svgStyle}`;

const script = `
const search=document.getElementById('search');
const status=document.getElementById('status');
const articles=[...document.querySelectorAll('article')].map(element=>({element,text:element.dataset.text.toLowerCase()}));
const sections=[...document.querySelectorAll('section')];
search.addEventListener('input',()=>{
  const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown=0;
  for(const {element,text} of articles){
    element.hidden=!words.every(word=>text.includes(word));
    if(!element.hidden)shown++;
  }
  for(const section of sections){
    section.hidden=section.querySelector('article:not([hidden])')===null;
    document.querySelector('nav [href="#'+section.id+'"]').parentElement.hidden=section.hidden;
  }
  status.textContent=words.length===0?'':shown+(shown===1?' claim':' claims')+' found';
});`;

/** A function, since the first hash costs a process some 20 ms: a worker that writes no contract must not pay for it. */
function policy(): string {
  const scriptHash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'`;
}

/** The document. It ends with a line break. */
export function contractHtml(contract: Contract, title: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy()}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeMarkup(title)}</title>`,
    `<style>${style}</style>`,
    '<div class="layout">',
    `<header><h1>${escapeMarkup(title)}</h1><p>What the tests of this suite have shown about concurrency: ${summaryOf(contract)}.</p></header>`,
    '<nav aria-label="Subjects"><div>',
    '<input id="search" type="search" placeholder="Search" aria-label="Search the claims">',
    '<p id="status" role="status"></p>',
    `<ul>${contract.subjects.map(indexEntry).join('')}</ul>`,
    '</div></nav>',
    '<main>',
    ...contract.subjects.map(section),
    '</main>',
    '</div>',
    `<script>${script}</script>`,
    '</html>',
    '',
  ].join('\n');
}

function indexEntry({ id, name }: Subject): string {
  return `<li><a href="#${id}">${escapeMarkup(name)}</a></li>`;
}

function section({ id, name, evidence }: Subject): string {
  const articles = evidence.map((each, index) => article(each, name, `${id}-claim-${index + 1}`));
  return `<section id="${id}"><h2>${escapeMarkup(name)}</h2>\n${articles.join('\n')}</section>`;
}

function article({ project, file, test, claim }: Evidence, subject: string, id: string): string {
  const text = [subject, claim.holds, claim.matcher, test, file, project, claim.observed ?? ''].join(' ');
  const parts = [
    `<article id="${id}" data-text="${escapeMarkup(text)}">`,
    `<h3>${escapeMarkup(claim.holds)}</h3>`,
    `<p>Shown by <b>${escapeMarkup(test)}</b>, <code>${escapeMarkup(claim.place ?? file)}</code>${project === '' ? '' : `, project ${escapeMarkup(project)}`}</p>`,
  ];
  if (claim.observed !== undefined) parts.push(`<p>Seen: ${escapeMarkup(claim.observed)}</p>`);
  if (claim.schedules !== undefined)
    parts.push(`<p>Under ${claim.schedules.toLocaleString('en')} schedules</p>`);
  if (claim.timeline !== undefined)
    parts.push(
      `<div class="picture">${renderSvg(claim.timeline, { title: `${subject} ${claim.holds}`, id, standalone: false })}</div>`,
    );
  parts.push('</article>');
  return parts.join('');
}
