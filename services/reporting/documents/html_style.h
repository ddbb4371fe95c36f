#pragma once

namespace okapi::reporting::documents {

// The style of pages. Colours keep a contrast of 4.5 to 1 on their ground, and no colour says
// anything alone.
inline constexpr char kHtmlStyle[] = R"css(
:root{color-scheme:light dark;--ground:#fff;--ink:#1b2430;--quiet:#5b6776;--rule:#dde3ea;--stripe:#f6f8fa;--bar:#4c7dbd;
--open:#a9c4e6;--target:#c2571a;--good:#1a7440;--goodg:#e3f4e9;--warning:#8a5a00;--warningg:#fdf1d8;--bad:#b3261e;--badg:#fce8e6}
@media (prefers-color-scheme:dark){:root{--ground:#12171e;--ink:#e6ebf1;--quiet:#9aa7b6;--rule:#2c3642;--stripe:#18202a;
--bar:#6ea0e0;--open:#37557d;--target:#f0935a;--good:#6fd295;--goodg:#16321f;--warning:#f0c15c;--warningg:#3a2d0c;--bad:#ff8f86;
--badg:#43191a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 24px 48px;max-width:1440px;background:var(--ground);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1{font-size:26px;line-height:1.25;margin:0}
h2{font-size:18px;margin:36px 0 10px}
.subtitle{color:var(--quiet);margin:4px 0 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{position:sticky;top:0;background:var(--ground);text-align:left;font-weight:600;color:var(--quiet);
border-bottom:2px solid var(--rule);white-space:nowrap}
th,td{padding:6px 10px;vertical-align:middle}
th:first-child,td:first-child{position:sticky;left:0;background:var(--ground);min-width:220px}
th:first-child{z-index:1}
td{border-bottom:1px solid var(--rule)}
td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tr.heading td,tr.heading td:first-child{font-weight:600;background:var(--stripe)}
tr.l1 td:first-child{padding-left:28px}
tr.l2 td:first-child{padding-left:46px}
tr.l3 td:first-child{padding-left:64px}
tr.l4 td:first-child{padding-left:82px}
tr.l5 td:first-child{padding-left:100px}
tr.l6 td:first-child{padding-left:118px}
tr.l1,tr.l2,tr.l3,tr.l4,tr.l5,tr.l6{font-size:13px}
tr.heading{font-size:inherit}
table tr.remarked td{border-bottom:0;padding-bottom:1px}
table tr.remarks td,table tr.remarks.heading td:first-child{padding-top:0;font-weight:400;font-size:13px;color:var(--quiet)}
tr.remarks td>div{position:sticky;left:10px;max-width:calc(100vw - 68px)}
table.many tr.remarks td>div{left:5px}
.date{white-space:nowrap}
.pill{display:inline-block;padding:1px 9px;border-radius:10px;white-space:nowrap;font-size:13px}
.pill.good{color:var(--good);background:var(--goodg)}
.pill.warning{color:var(--warning);background:var(--warningg)}
.pill.bad{color:var(--bad);background:var(--badg)}
.quiet,.pill.quiet{color:var(--quiet)}
td:first-child .pill.quiet{padding:0}
ul{list-style:none;margin:0;padding:0}
li{padding:6px 12px;margin:6px 0 0;border-left:4px solid var(--rule);background:var(--stripe)}
li.good{border-color:var(--good)}li.warning{border-color:var(--warning)}li.bad{border-color:var(--bad)}
li.indented{margin:0 0 0 16px;background:none;padding:2px 12px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:20px;margin-top:20px}
figure{margin:0;padding:12px;border:1px solid var(--rule);border-radius:8px;break-inside:avoid}
figcaption{font-weight:600;font-size:14px;margin-bottom:6px}
svg{display:block;width:100%;height:auto}
svg.spark{width:80px;height:18px}
svg.progress{display:inline-block;width:72px;height:8px;margin-right:8px;vertical-align:middle}
.bar{fill:var(--bar)}.bar.open{fill:var(--open)}
.target{fill:none;stroke:var(--target);stroke-width:1.6;stroke-dasharray:5 3}
.mark{fill:none;stroke:var(--ink);stroke-width:1.2;stroke-dasharray:1.5 2.5}
.axis{stroke:var(--quiet);stroke-width:1;fill:none}
.label{fill:var(--quiet);font-size:11px}
.line{fill:none;stroke:var(--bar);stroke-width:1.6;stroke-linejoin:round}.dot{fill:var(--bar)}
.ground{fill:var(--rule)}.fill{fill:var(--bar)}.fill.good{fill:var(--good)}.fill.warning{fill:var(--warning)}.fill.bad{fill:var(--bad)}
.legend{color:var(--quiet);font-size:13px;margin:10px 0 0}
.key{display:inline-block;width:12px;height:12px;margin:0 6px 0 14px;vertical-align:-1px;background:var(--bar)}
.key.open{background:var(--open)}.key.mark{width:0;background:none;border-left:2px dotted var(--ink)}
.key.target{height:0;border-top:2px dashed var(--target);vertical-align:4px}
@media screen{.newest{direction:rtl}.newest table{direction:ltr}table.many{font-size:13px}table.many th,table.many td{padding:6px 4px}table.many th:first-child,table.many td:first-child{min-width:140px}
table.many svg.spark{width:60px}}
/* A name leaves the numbers beside it some room. */
@media screen and (max-width:800px){th:first-child,tr.row td:first-child,table.many th:first-child{min-width:120px;max-width:46vw}}
@page{size:A4 landscape;margin:12mm}
@media print{:root{color-scheme:light;--ground:#fff;--ink:#000;--quiet:#444;--rule:#ccc;--stripe:#f3f3f3;--bar:#4c7dbd;
--open:#a9c4e6;--target:#c2571a;--good:#1a7440;--goodg:#e3f4e9;--warning:#8a5a00;--warningg:#fdf1d8;--bad:#b3261e;--badg:#fce8e6}
body{padding:0;max-width:none;font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
h2,figure,li{break-inside:avoid}
/* A heading takes the beginning of what is below it along. */
h2::after{content:"";display:block;height:30mm;margin-bottom:-30mm}
tr.heading,tr.remarked,.legend{break-after:avoid}tr.remarks{break-before:avoid}tr.remarks td>div{position:static;max-width:none}
table tr.remarks td,table tr.remarks.heading td:first-child{font-size:7.5pt}
table{font-size:8.5pt}th,th:first-child,td:first-child{position:static}
th:first-child,td:first-child,table.many th:first-child{min-width:32mm}table.many{font-size:7.5pt}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}
.scroll{overflow:visible}th,td{padding:3px 5px}table.many th,table.many td{padding:3px}
.charts{grid-template-columns:repeat(3,1fr);gap:10px}}
)css";

}  // namespace okapi::reporting::documents
