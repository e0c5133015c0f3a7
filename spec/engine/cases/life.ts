/** Conway's game of life on a small board, from every board (TLA+ examples, GameOfLife.tla). */
import { model, oneOf } from 'interleave-checker'

export default model('game of life', { n: 4 })
  .shared(c =>
    oneOf(
      Array.from({ length: 2 ** (c.n * c.n) }, (_, bits) => ({
        grid: Array.from({ length: c.n }, (_, y) =>
          Array.from({ length: c.n }, (_, x) => ((bits >> (y * c.n + x)) & 1) === 1),
        ),
      })),
    ),
  )
  .action('Next', s => {
    s.grid = s.grid.map((row, y) =>
      row.map((alive, x) => {
        let score = 0
        for (const dy of [-1, 0, 1])
          for (const dx of [-1, 0, 1]) if ((dx !== 0 || dy !== 0) && s.grid[y + dy]?.[x + dx] === true) score++
        return score === 3 || (alive && score === 2)
      }),
    )
  })
  .variant('3', { n: 3 })
