/** The look of a diagram: its limits, so that it stays readable, and its colours, all readable on white. */

export const limits = {
  states: 120,
  others: 6,
  rows: 40,
  value: 56,
  name: 56,
  edge: 44,
  title: 100,
  message: 64,
  messageLines: 12,
}
export const colours = {
  ink: '#1f2328',
  frame: '#8c959f',
  paper: '#ffffff',
  whole: '#f6f8fa',
  grey: '#656d76',
  stub: '#8c959f',
}
export const endColours = { violated: '#b42318', witnessed: '#1b7a2f' }
export const endPapers = { violated: '#fff1f0', witnessed: '#effaf1' }
/** The look of a node by the fate of its state. Cornered is almost doomed. */
export const fateLooks = {
  safe: { color: '#1b7a2f', fillcolor: '#effaf1' },
  endangered: { color: '#8c959f', fillcolor: '#ffffff' },
  cornered: { color: '#a04100', fillcolor: '#fff4e5', style: 'filled,dashed' },
  doomed: { color: '#a04100', fillcolor: '#fff4e5' },
  broken: { color: '#b42318', fillcolor: '#fff1f0' },
}
