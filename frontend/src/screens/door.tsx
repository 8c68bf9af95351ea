// The front door: the city's figures for anybody, and the way in for those who have one.
import { useEffect } from 'preact/hooks'
import { follow } from '../lib/figures'
import { words } from '../lib/language'
import { Api } from '../parts/api'
import { Figures } from '../parts/figures'
import { Header } from '../parts/header'
import { Entrance } from '../parts/entrance'

export function Door() {
  useEffect(follow, [])
  return (
    <>
      <a class="skip" href="#figures">
        {words.value.skip}
      </a>
      <Header />
      <main>
        <div class="promise">
          <h1>{words.value.tagline}</h1>
          <p>{words.value.promise}</p>
        </div>
        <Figures />
        <aside>
          <Entrance />
          <Api />
        </aside>
      </main>
    </>
  )
}
