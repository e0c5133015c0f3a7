import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { defineConfig } from 'vitepress'

const page = (text: string, link: string) => ({ text, link })

export default defineConfig({
  title: 'Interleave',
  description: 'A model checker for TypeScript',
  srcDir: '..',
  outDir: '../out/docs',
  cacheDir: '../out/.vitepress',
  srcExclude: [
    'node_modules/**',
    'out/**',
    'bench/log.md',
    'bench/untuned/**',
    'spec/engine/fixtures/**',
    'examples/**/node_modules/**',
  ],
  rewrites: { 'docs/index.md': 'index.md' },
  ignoreDeadLinks: [/\.tsx?$/, /LICENSE/, /^https?:\/\/localhost/, /\/$/],
  cleanUrls: false,
  head: [['meta', { name: 'theme-color', content: '#0369a1' }]],
  markdown: { html: true },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Tutorial', '/docs/tutorial'),
      page('Language', '/docs/language'),
      page('Commands', '/docs/commands'),
      page('Gallery', '/docs/gallery'),
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          page('Tutorial', '/docs/tutorial'),
          page('Checking a model', '/docs/checking'),
          page('Counterexamples', '/docs/counterexamples'),
          page('Gallery', '/docs/gallery'),
        ],
      },
      {
        text: 'Describe',
        items: [
          page('The language', '/docs/language'),
          page('Claims about whole runs', '/docs/whole-runs'),
          page('Extending models', '/docs/extending'),
          page('For TLA+ users', '/docs/tla'),
          page('For Promela users', '/docs/promela'),
        ],
      },
      {
        text: 'Use',
        items: [
          page('Commands', '/docs/commands'),
          page('Options', '/docs/options'),
          page('Programs and tests', '/docs/tests'),
          page('Logs of a real system', '/docs/logs'),
          page('Continuous integration', '/docs/ci'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Public API', '/docs/api/'),
          page('The API on one page', '/spec/engine/api/interleave.api'),
          page('Error codes', '/ERRORS'),
          page('What semver promises', '/docs/semver'),
          page('Changes', '/CHANGELOG'),
        ],
      },
      {
        text: 'Inside',
        items: [
          page('How it works', '/docs/how-it-works'),
          page('The design', '/DESIGN'),
          page('Speed', '/bench/results'),
          page('Linux patch series', '/docs/series'),
          page('Kernel models', '/models/README'),
          page('Contributing', '/CONTRIBUTING'),
          page('Security', '/SECURITY'),
        ],
      },
    ],
    footer: { message: 'MIT licence' },
  },
  /** Links become relative, so that the pages can be read from a folder, without a server. */
  buildEnd({ outDir }) {
    for (const file of readdirSync(outDir, { recursive: true }).map(String)) {
      if (!file.endsWith('.html')) continue
      const up =
        relative(dirname(join(outDir, file)), outDir)
          .split(sep)
          .join('/') || '.'
      const html = readFileSync(join(outDir, file), 'utf8')
      writeFileSync(
        join(outDir, file),
        html.replace(/(\s(?:href|src)=")\/(?!\/)/g, (_, start) => `${start}${up}/`),
      )
    }
  },
})
