// 零距: a dot that has come all the way to the ring.
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <circle class="comes" cx="9" cy="16" r="7" />
    <circle class="waits" cx="23" cy="16" r="5.5" />
  </svg>
)
