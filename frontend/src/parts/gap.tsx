// The gap that is left: the dot stands at the rate, the ring at 100 %. No rate, no dot.
export function Gap({ rate }: { rate: number | null }) {
  const far = `${rate ?? 0}%`
  return (
    <div class={rate === null ? 'gap unknown' : 'gap'} aria-hidden="true">
      <div class="way">
        {rate !== null && <i class="done" style={{ width: far }} />}
        {rate !== null && <i class="runner" style={{ left: far }} />}
      </div>
      <i class="goal" />
    </div>
  )
}
