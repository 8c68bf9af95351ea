// Small choices of this browser. Storage may be forbidden: then the choice lasts for the visit.
export const kept = (name: string): string | null => {
  try {
    return localStorage.getItem(`lj-${name}`)
  } catch {
    return null
  }
}

export const keep = (name: string, value: string): void => {
  try {
    localStorage.setItem(`lj-${name}`, value)
  } catch {
    // nothing to do
  }
}
