/** Klotski (TLA+ examples, SlidingPuzzles.tla): a board is a set of pieces, a piece a set of cells. */
import { add, choose, has, model, remove, setOf, when } from 'interleave-checker'

type Cell = readonly [x: number, y: number]
type Piece = readonly Cell[]
const width = 4
const height = 5
const start: Piece[] = [
  [
    [0, 0],
    [0, 1],
  ],
  [
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
  ],
  [
    [3, 0],
    [3, 1],
  ],
  [
    [0, 2],
    [0, 3],
  ],
  [
    [1, 2],
    [2, 2],
  ],
  [
    [3, 2],
    [3, 3],
  ],
  [[1, 3]],
  [[2, 3]],
  [[0, 4]],
  [[3, 4]],
]
const goal: Piece = [
  [1, 3],
  [1, 4],
  [2, 3],
  [2, 4],
]
const directions: Cell[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
]
const same = (a: Cell, b: Cell) => a[0] === b[0] && a[1] === b[1]
const inside = ([x, y]: Cell) => x >= 0 && x < width && y >= 0 && y < height
const covers = (piece: Piece, cell: Cell) => piece.some(other => same(other, cell))
const cells: Cell[] = Array.from({ length: width * height }, (_, i) => [i % width, Math.floor(i / width)])

export default model('klotski', {
  /** One transition for each empty cell and direction, as TLC counts them. */ byCell: true,
})
  .shared(() => ({ board: setOf<Piece>(...start) }))
  .action('Move', s => {
    const board = [...s.board]
    const empty = cells.filter(cell => !board.some(piece => covers(piece, cell)))
    const e = choose(...empty)
    const [dx, dy] = choose(...directions)
    const from: Cell = [e[0] + dx, e[1] + dy]
    when(inside(from) && !empty.some(other => same(other, from)))
    const piece = board.find(one => covers(one, from))!
    const moved = piece.map(([x, y]): Cell => [x - dx, y - dy])
    when(moved.every(cell => inside(cell) && !board.some(one => one !== piece && covers(one, cell))))
    remove(s.board, piece)
    add(s.board, moved)
  })
  .reachable('KlotskiGoal', s => has(s.board, goal))
