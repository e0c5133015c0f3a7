import { builtFile } from '../ui/built-file.ts'

/** A file that the page requests, by its relative path. */
export interface PageFile {
  readonly path: string
  readonly type: string
  read(): string
}

/** The script and the style of the explorer's page, built from `front`. */
export const pageFiles: readonly PageFile[] = [
  {
    path: 'explorer-page.js',
    type: 'text/javascript; charset=utf-8',
    read: () => builtFile('web/explorer-page.js'),
  },
  { path: 'explorer-page.css', type: 'text/css; charset=utf-8', read: () => builtFile('web/explorer-page.css') },
]

/** The page itself, which requests everything else by relative paths. */
export const pageText = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Interleave</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="explorer-page.css">
</head>
<body>
<div id="explorer"></div>
<noscript>The explorer needs scripts. Allow them for this address, or open the .html files that check writes.</noscript>
<script src="explorer-page.js"></script>
</body>
</html>
`
