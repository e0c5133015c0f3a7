/** The script of the explorer's page. */

import { render } from 'preact'
import { welcome } from './api.ts'
import { Explorer } from './explorer.tsx'

const place = document.getElementById('explorer')
if (place !== null) {
  welcome().then(
    found => {
      document.title = `${found.model} - Interleave`
      render(<Explorer welcome={found} />, place)
    },
    (error: Error) => render(<p role="alert">{error.message}</p>, place),
  )
}
