import { Html } from '../report/text/html.ts'

/** The style sheet of the page of verdicts: for wide and narrow screens, light and dark, and for paper. */
export const verdictsStyle = new Html(`
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --head: #f3f5f7; --link: #0550ae;
  --holds: #eaf6ec; --holds-text: #14532d; --violated: #fdf1e1; --violated-text: #7a3b00;
  --red: #b42318; --red-text: #fff; --problem: #b42318; --disputed: #5b35b1;
  --huge: 1.5rem; --large: 1.25rem; --small: .875rem; --tiny: .75rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181d; --text: #e6e9ed; --soft: #a3adb8; --line: #3a434d; --head: #1e242b; --link: #79b8ff;
    --holds: #14291a; --holds-text: #9fdcae; --violated: #33240f; --violated-text: #f3c48b;
    --red: #b42318; --red-text: #fff; --problem: #ff9a90; --disputed: #c4a7ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1.25rem 4rem; background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
header, section > p, section > h2, section > h3, .groups, .legend { max-width: 76rem; }
h1 { font-size: var(--huge); margin: 0 0 .5rem; }
h2 { font-size: var(--large); margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
small { display: block; font-weight: 400; font-size: var(--tiny); line-height: 1.3; color: var(--soft); }
.summary { font-weight: 600; }
.hint { color: var(--soft); font-size: var(--small); }
.legend { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .3rem 1.5rem; font-size: var(--small); }
.legend b { white-space: nowrap; }
.legend .count { font-variant-numeric: tabular-nums; border: 1px solid var(--line); border-radius: 1em; padding: 0 .5em; }
.legend .disputed b { color: var(--disputed); }
.legend .differs b { background: var(--red); color: var(--red-text); padding: 0 .3em; }
.scroll { overflow: auto; max-height: 92vh; margin: 1rem 0; border: 1px solid var(--line); border-radius: 6px; }
.scroll:focus-visible { outline: 3px solid var(--link); }
table { border-collapse: separate; border-spacing: 0; font-size: var(--small); }
th, td { border: solid var(--line); border-width: 0 1px 1px 0; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th, thead td { position: sticky; top: 0; z-index: 2; background: var(--head); }
tbody th { position: sticky; left: 0; z-index: 1; background: var(--head); }
thead td { left: 0; z-index: 3; }
.matrix { width: 100%; }
.matrix thead th { min-width: 5.4rem; overflow-wrap: anywhere; }
.matrix tbody th { min-width: 10rem; max-width: 15rem; }
.matrix td { padding: .3rem .35rem; overflow-wrap: anywhere; }
.matrix td { line-height: 1.3; }
.verdict { font-weight: 600; white-space: nowrap; }
.is-holds { background: var(--holds); }
.is-witnessed { background: var(--holds); }
.is-holds-within { background: var(--holds); font-style: italic; }
.is-holds-within .verdict { color: var(--holds-text); }
.is-holds .verdict { color: var(--holds-text); }
.is-violated { background: var(--violated); }
.is-violated .verdict { color: var(--violated-text); }
.steps { white-space: nowrap; }
.verdict + .steps { display: inline-block; }
.agreement { display: block; font-size: var(--tiny); color: var(--soft); }
.disputed .agreement { color: var(--disputed); font-weight: 700; }
td.disputed { box-shadow: inset 0 0 0 2px var(--disputed); }
td.differs, th.differs, .differs .verdict, .differs .agreement, .differs a, .differs summary { background: var(--red); color: var(--red-text); }
.problem { color: var(--problem); font-weight: 600; }
strong.problem { background: var(--red); color: var(--red-text); padding: 0 .3em; }
.differs .problem { color: inherit; font-weight: 400; }
.differs .seconds, .differs .marks, .differs .where { color: inherit; }
.differs small { color: inherit; }
td details { font-size: var(--tiny); margin-top: .15rem; }
td details[open] { min-width: 21rem; }
td details ul, td ul { margin: .3rem 0; padding-left: 1rem; }
summary { cursor: pointer; color: var(--soft); }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.where { font-family: ui-monospace, monospace; }
.marks { color: var(--soft); white-space: nowrap; }
.seconds { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.groups dt { font-weight: 700; margin-top: .8rem; }
.groups dd { margin: .1rem 0 0 1.2rem; }
.evidence { color: var(--soft); }
.defects td ul { list-style: none; margin: 0; padding: 0; }
.defects tbody th { min-width: 14rem; max-width: 24rem; }
.also { display: block; color: var(--soft); font-size: var(--tiny); }
fieldset.filter { border: 1px solid var(--line); border-radius: 6px; margin: 1rem 0 0; padding: .3rem .75rem; display: flex; flex-wrap: wrap; gap: .2rem 1.25rem; max-width: 76rem; }
[data-filtered] { display: none; }
.filter input[type='search'] { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--soft); border-radius: 4px; padding: .1rem .4rem; width: 16rem; max-width: 100%; }
.filter [hidden] { display: none; }
body:has(#only-violated:checked) :is(.matrix, table.spec) tbody tr:not(.census tr, :has(.is-violated, .differs)) { display: none; }
body:has(#only-odd:checked) :is(.matrix, table.spec) tbody tr:not(.census tr, :has(.differs, .disputed)) { display: none; }
body:has(#only-violated:checked) details.spec:not(:has(.is-violated, .differs)) { display: none; }
body:has(#only-odd:checked) details.spec:not(:has(.differs)) { display: none; }
details.spec { border-top: 1px solid var(--line); padding: .4rem 0; overflow-wrap: anywhere; }
details.spec > .scroll { content-visibility: auto; contain-intrinsic-block-size: auto 20rem; }
details.spec > summary { color: var(--text); }
table.spec thead th { height: 11rem; vertical-align: bottom; padding: .4rem .25rem; }
table.spec thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 17rem; font-weight: 500; }
table.spec tbody th { font-weight: 500; min-width: 16rem; }
table.spec td { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.census th, .census td { color: var(--soft); background: var(--head); }
@media (max-width: 48rem) {
  body { padding: 1rem .75rem 3rem; }
  .matrix tbody th, table.spec tbody th, .defects tbody th { min-width: 7.5rem; max-width: 9rem; overflow-wrap: anywhere; }
  .matrix thead th { min-width: 4.6rem; }
  td details[open] { min-width: 14rem; }
}
@media print {
  @page { size: landscape; margin: 1cm; }
  body { padding: 0; font-size: 10px; }
  .scroll { overflow: visible; max-height: none; border: 0; }
  thead th, thead td, tbody th { position: static; }
  tr { break-inside: avoid; }
  table { font-size: 7.5px; }
  .matrix thead th, .matrix tbody th { min-width: 0; }
}
`)
