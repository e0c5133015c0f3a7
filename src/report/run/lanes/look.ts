/**
 * The look of the picture: colours by classes, so that it can be light or dark, and a page that embeds it can add
 * rules.
 *
 * No information is conveyed by colour alone: roles have glyphs, steps off the causal chain have a dashed frame, and
 * reads that were too early have a dashed arrow.
 */

import type { Player } from '../cast.ts'
import { type Font, families, fonts } from './type.ts'

/** The class of the root: every rule of the picture begins with it, since the picture may be part of a page. */
export const rootClass = 'interleave-lanes'

interface Shades {
  readonly [className: string]: readonly [light: string, dark: string]
}

const shades: Shades = {
  ink: ['#1f2328', '#e6edf3'],
  grey: ['#59636e', '#9198a1'],
  bad: ['#b42318', '#ff7b72'],
  good: ['#1b7a2f', '#5fcf7a'],
}
const surfaces: Shades = {
  paper: ['#ffffff', '#0d1117'],
  ground: ['#f6f8fa', '#151b23'],
  card: ['#ffffff', '#0d1117'],
}

export function styleSheet(cast: readonly Player[]): string {
  const players: Shades = Object.fromEntries(
    cast.map(({ colour }, i) => [`mover-${i}`, [colour.picture, colour.night]]),
  )
  const rules = (shade: 0 | 1): string[] => [
    ...Object.entries({ ...shades, ...players }).map(([name, pair]) => rule(`.${name}`, `color: ${pair[shade]}`)),
    ...Object.entries(surfaces).map(([name, pair]) => rule(`.${name}`, `fill: ${pair[shade]}`)),
    rule('.halo', `stroke: ${surfaces.ground?.[shade]}`),
  ]
  return [
    ...Object.entries(fonts).map(([name, font]) => rule(`.${name}`, fontRule(font))),
    rule('text', 'fill: currentColor'),
    rule('.halo', 'paint-order: stroke; stroke-width: 3px; stroke-linejoin: round'),
    rule('.card', 'stroke: currentColor; stroke-width: 1.3'),
    rule('.dim .card', 'stroke-dasharray: 3 3'),
    rule('.dim', 'opacity: 0.45'),
    rule('.breaks .card', 'stroke-width: 2.6'),
    rule('.glyph', 'fill: currentColor; stroke: none'),
    rule('.bar', 'fill: currentColor; fill-opacity: 0.17; stroke: currentColor; stroke-width: 0.8'),
    rule('.blocked .bar', 'fill-opacity: 0.04; stroke-dasharray: 2 2'),
    rule('.hatch', 'fill: none; stroke: currentColor; stroke-width: 0.9; opacity: 0.6'),
    rule('.arrow path', 'fill: none; stroke: currentColor; stroke-width: 1.1; stroke-linejoin: round'),
    rule('.arrow .head', 'fill: currentColor; stroke: none'),
    rule('.arrow .casing', 'stroke-width: 5; stroke: transparent'),
    rule('.explained path', 'stroke-width: 2.2'),
    rule('.overtaken path', 'stroke-dasharray: 5 3'),
    rule('.loop path', 'fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linejoin: round'),
    rule('.loop .head', 'fill: currentColor; stroke: none'),
    rule('.panel', 'fill: currentColor; fill-opacity: 0.06; stroke: currentColor; stroke-width: 1'),
    rule('.panel-edge', 'fill: currentColor'),
    ...rules(0),
    `@media screen and (prefers-color-scheme: dark) {\n${rules(1).join('\n')}\n}`,
  ].join('\n')
}

function rule(selector: string, body: string): string {
  return `.${rootClass} ${selector} { ${body} }`
}

function fontRule({ family, size, isBold }: Font): string {
  return `font: ${isBold === true ? '600 ' : ''}${size}px ${families[family]}`
}
