/** The style of a report: light or dark as its reader has it, black on white on paper. */
export const STYLE = `
:root{--back:#fff;--text:#1b1f24;--soft:#57606a;--edge:#d0d7de;--line:#0a6b8a;--proven:#b42318;--probable:#b54708}
@media (prefers-color-scheme:dark){:root{--back:#15181c;--text:#e6e9ec;--soft:#a0a8b1;--edge:#353b42;--line:#58b6d6;--proven:#ff8a80;--probable:#f5b35c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}
header p,article p,article ul{color:var(--soft);margin:.25rem 0}
a{color:inherit}
article{border-left:4px solid var(--edge);padding:.25rem 0 .25rem .75rem;margin:1rem 0}
article.proven{border-color:var(--proven)}article.probable{border-color:var(--probable)}
.calm{font-weight:600}
.line{width:15rem;height:2.25rem;max-width:100%}
.line path{fill:none;stroke:var(--line);stroke-width:1.5}.line circle{fill:var(--line)}
section{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:38rem;overflow-wrap:normal}
tbody th{overflow-wrap:anywhere;max-width:16rem}
th,td{border-bottom:1px solid var(--edge);padding:.35rem .5rem .35rem 0;text-align:left;vertical-align:middle;font-weight:400}
thead th{color:var(--soft)}
td{font-variant-numeric:tabular-nums}
@media print{:root{--back:#fff;--text:#000;--soft:#333;--edge:#999;--line:#000;--proven:#000;--probable:#555}
body{max-width:none;padding:0;font-size:10pt}section{overflow:visible}table{min-width:0}article,tr,li{break-inside:avoid}h2,h3{break-after:avoid}thead{display:table-header-group}}
`
