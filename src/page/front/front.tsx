/*!
 * This page is made with Preact.
 *
 * The MIT License (MIT)
 *
 * Copyright (c) 2015-present Jason Miller
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */

/**
 * The script of the page: replaces the table by the interactive view.
 *
 * It starts while the page is still loading, so that the table is hidden before the browser lays it out, and shows the
 * table again if the view fails.
 */

import { render } from 'preact'
import { Timeline } from '../../ui/timeline.ts'
import { WitnessView } from './witness-view.tsx'

const { classList } = document.documentElement
classList.add('scripted')
addEventListener('DOMContentLoaded', () => {
  try {
    const [place, data] = [document.getElementById('view'), document.getElementById('witness')?.textContent]
    render(<WitnessView timeline={new Timeline(JSON.parse(data as string))} />, place as HTMLElement)
  } catch (error) {
    classList.remove('scripted')
    throw error
  }
})
